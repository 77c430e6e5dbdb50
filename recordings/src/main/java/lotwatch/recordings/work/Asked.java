package lotwatch.recordings.work;

import java.util.Optional;
import lotwatch.recordings.media.Codec;
import lotwatch.recordings.media.Container;
import lotwatch.recordings.media.Crop;
import lotwatch.recordings.media.Preset;
import lotwatch.recordings.media.Quality;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Wanted;
import org.jspecify.annotations.Nullable;

/** What gateways ask for, in the words of the media work. */
final class Asked {
  private Asked() {}

  static Wanted of(lotwatch.wire.recordings.Wanted asked) {
    var crop = asked.crop();
    var preset = asked.preset();
    return new Wanted(
        Container.valueOf(asked.container().name()),
        Codec.valueOf(asked.codec().name()),
        Optional.ofNullable(asked.width()),
        Optional.ofNullable(asked.height()),
        Optional.ofNullable(asked.frameRate()).flatMap(Ratio::parse),
        crop == null
            ? Optional.empty()
            : Optional.of(new Crop(crop.width(), crop.height(), crop.left(), crop.top())),
        asked.rotate(),
        asked.deinterlace(),
        quality(asked.crf(), asked.bitRate()),
        preset == null ? Wanted.USUAL.preset() : Preset.valueOf(preset.name()),
        Wanted.USUAL.keySeconds());
  }

  private static Quality quality(@Nullable Integer crf, @Nullable Integer bitRate) {
    if (crf != null) {
      return new Quality.Constant(crf);
    }
    return bitRate == null ? new Quality.Usual() : new Quality.BitRate(bitRate);
  }
}
