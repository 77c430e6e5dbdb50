package lotwatch.recordings.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Encodes one piece: exactly the frames of its window, without sound, into a NUT file. */
final class Encode {
  private Encode() {}

  /**
   * @param isLast whether no piece comes after
   * @param seeks whether the piece holds much before its window, which is worth skipping
   */
  static List<String> arguments(
      Recipe recipe,
      Window window,
      boolean seeks,
      boolean isLast,
      int threads,
      Path piece,
      Path encoded,
      Limits limits) {
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, "nut"));
    words.addAll(List.of("-copyts", "-noautorotate", "-threads", Integer.toString(threads)));
    words.addAll(List.of("-flags", "+bitexact")); // of the decoder: MPEG-4 has a fast one as well
    if (seeks && window.number() > 0 && !recipe.wanted().deinterlace()) {
      var from = recipe.video().timeBase().micros(window.fromTick());
      words.addAll(
          List.of("-noaccurate_seek", "-seek_timestamp", "1", "-ss", Spoken.seconds(from)));
    }
    words.addAll(List.of("-i", Rules.file(piece), "-map", "0:v:0", "-an", "-sn", "-dn"));
    words.addAll(List.of("-vf", recipe.filters(window), "-fps_mode", "passthrough"));
    words.addAll(List.of("-enc_time_base", recipe.clock().toString()));
    words.addAll(List.of("-frames:v", Integer.toString(recipe.frames(window))));
    var wanted = recipe.wanted();
    var part = new Part(recipe.frames(window), window.number() > 0, !isLast, recipe.rate());
    words.addAll(wanted.codec().encoder(wanted.quality(), wanted.preset(), threads, part));
    words.addAll(keys(recipe));
    words.addAll(
        List.of(
            "-fflags",
            "+bitexact",
            "-flags:v",
            "+bitexact",
            "-map_metadata",
            "-1",
            "-map_chapters",
            "-1",
            "-avoid_negative_ts",
            "disabled",
            "-f",
            "nut",
            Rules.file(encoded)));
    return words;
  }

  private static List<String> keys(Recipe recipe) {
    var seconds = recipe.wanted().keySeconds();
    if (seconds == 0) {
      return List.of();
    }
    if (recipe.wanted().codec() == Codec.AV1) {
      var rate = recipe.rate().map(Ratio::value).orElse(30.0);
      return List.of("-g", Long.toString(Math.max(1, Math.round(rate * seconds))));
    }
    return List.of("-force_key_frames", "expr:gte(t,n_forced*%d)".formatted(seconds));
  }
}
