package lotwatch.recordings.media;

import static lotwatch.wire.recordings.Wanted.BIT_RATE_MAX;
import static lotwatch.wire.recordings.Wanted.BIT_RATE_MIN;
import static lotwatch.wire.recordings.Wanted.FRAME_RATE_MAX;
import static lotwatch.wire.recordings.Wanted.SIDE_MAX;
import static lotwatch.wire.recordings.Wanted.SIDE_MIN;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of the work on a recording.
 *
 * @param container what the result is written into
 * @param codec how its video is encoded
 * @param width of its stored frames in pixels, even; empty to follow the height, or the source
 * @param height of its stored frames in pixels, even; empty to follow the width, or the source
 * @param rate its frames per second, at which the source is looked at; empty to keep each frame
 * @param crop the part of each frame that is kept, before all else
 * @param rotate clockwise in degrees: 0, 90, 180 or 270
 * @param deinterlace whether two fields are made one frame
 * @param quality how good, or how large
 * @param preset how much time it takes
 * @param keySeconds a keyframe at least so often, so that players can begin there; 0 if the encoder
 *     decides
 */
public record Wanted(
    Container container,
    Codec codec,
    Optional<Integer> width,
    Optional<Integer> height,
    Optional<Ratio> rate,
    Optional<Crop> crop,
    int rotate,
    boolean deinterlace,
    Quality quality,
    Preset preset,
    int keySeconds) {
  /** Seconds between two keyframes; all other limits are those of what is asked for. */
  public static final int KEY_SECONDS_MAX = 60;

  /** MP4 with H.264, as large as the source. */
  public static final Wanted USUAL =
      new Wanted(
          Container.MP4,
          Codec.H264,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          false,
          new Quality.Usual(),
          Preset.VERYFAST,
          2);

  /** What is wrong with it whatever the source: a line each, which names the field. */
  public List<String> problems() {
    var found = new ArrayList<String>();
    side(found, "width", width);
    side(found, "height", height);
    if (rate.isPresent() && (rate.get().value() > FRAME_RATE_MAX || rate.get().value() < 1)) {
      found.add("frame rate %s: from 1 to %d per second".formatted(rate.get(), FRAME_RATE_MAX));
    }
    if (rotate != 0 && rotate != 90 && rotate != 180 && rotate != 270) {
      found.add("rotate %d: 0, 90, 180 or 270 degrees".formatted(rotate));
    }
    if (keySeconds < 0 || keySeconds > KEY_SECONDS_MAX) {
      found.add("keyframes every %d s: 0 to %d".formatted(keySeconds, KEY_SECONDS_MAX));
    }
    crop.ifPresent(part -> {
      if (part.width() < SIDE_MIN
          || part.height() < SIDE_MIN
          || part.left() < 0
          || part.top() < 0) {
        found.add(
            "crop %s: at least %d x %d pixels, from 0 on".formatted(part, SIDE_MIN, SIDE_MIN));
      }
    });
    switch (quality) {
      case Quality.Usual _ -> {}
      case Quality.Constant constant -> {
        if (codec != Codec.COPY && (constant.crf() < 0 || constant.crf() > codec.crfMax())) {
          found.add("crf %d: 0 to %d for %s".formatted(constant.crf(), codec.crfMax(), codec));
        }
      }
      case Quality.BitRate bits -> {
        if (bits.bitsPerSecond() < BIT_RATE_MIN || bits.bitsPerSecond() > BIT_RATE_MAX) {
          found.add(
              "bit rate %d: %d to %d bits per second"
                  .formatted(bits.bitsPerSecond(), BIT_RATE_MIN, BIT_RATE_MAX));
        }
      }
    }
    if (codec == Codec.COPY) {
      copyProblems(found);
    } else if (!container.holdsVideo(codec.ffmpegName())) {
      found.add("codec %s: %s does not hold it".formatted(codec, container));
    }
    return found;
  }

  private void copyProblems(List<String> found) {
    if (width.isPresent()
        || height.isPresent()
        || rate.isPresent()
        || crop.isPresent()
        || rotate != 0
        || deinterlace
        || !quality.equals(new Quality.Usual())) {
      found.add("codec COPY: frames that are copied cannot be changed");
    }
  }

  private static void side(List<String> found, String name, Optional<Integer> side) {
    side.ifPresent(pixels -> {
      if (pixels < SIDE_MIN || pixels > SIDE_MAX || pixels % 2 != 0) {
        found.add(
            "%s %d: an even number of pixels from %d to %d"
                .formatted(name, pixels, SIDE_MIN, SIDE_MAX));
      }
    });
  }

  /** The same in another container. */
  public Wanted in(Container other) {
    return new Wanted(
        other, codec, width, height, rate, crop, rotate, deinterlace, quality, preset, keySeconds);
  }

  /** The same with another codec. */
  public Wanted by(Codec other) {
    return new Wanted(
        container,
        other,
        width,
        height,
        rate,
        crop,
        rotate,
        deinterlace,
        quality,
        preset,
        keySeconds);
  }

  /** The same of another size. */
  public Wanted sized(Optional<Integer> newWidth, Optional<Integer> newHeight) {
    return new Wanted(
        container,
        codec,
        newWidth,
        newHeight,
        rate,
        crop,
        rotate,
        deinterlace,
        quality,
        preset,
        keySeconds);
  }

  /** The same at another frame rate. */
  public Wanted at(Optional<Ratio> newRate) {
    return new Wanted(
        container,
        codec,
        width,
        height,
        newRate,
        crop,
        rotate,
        deinterlace,
        quality,
        preset,
        keySeconds);
  }

  /** The same, cropped, turned and made of whole frames otherwise. */
  public Wanted shaped(Optional<Crop> newCrop, int degrees, boolean newDeinterlace) {
    return new Wanted(
        container,
        codec,
        width,
        height,
        rate,
        newCrop,
        degrees,
        newDeinterlace,
        quality,
        preset,
        keySeconds);
  }

  /** The same, better, worse, faster or slower. */
  public Wanted encoded(Quality newQuality, Preset newPreset, int newKeySeconds) {
    return new Wanted(
        container,
        codec,
        width,
        height,
        rate,
        crop,
        rotate,
        deinterlace,
        newQuality,
        newPreset,
        newKeySeconds);
  }
}
