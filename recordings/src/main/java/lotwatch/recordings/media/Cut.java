package lotwatch.recordings.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one window out of a file without decoding it: its packets, with their timestamps, in a NUT
 * file, which keeps any clock exactly. It may hold more than the window, never less: the encoder
 * leaves the rest out by time.
 */
final class Cut {
  /** Where a seek is vague, or filters look back, so much more is cut before the window. */
  private static final long MARGIN_MICROS = 5_000_000;

  private Cut() {}

  static List<String> arguments(
      Probed probed,
      Recipe recipe,
      Window window,
      boolean isLast,
      Path source,
      Path piece,
      Limits limits) {
    var clock = probed.video().timeBase();
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, Rules.FORMATS));
    if (window.number() > 0) {
      var from = clock.micros(window.fromTick());
      var margin = probed.isSeekVague() || recipe.wanted().deinterlace() ? MARGIN_MICROS : 0;
      words.addAll(List.of("-seek_timestamp", "1", "-ss", Spoken.seconds(from - margin)));
    }
    words.addAll(List.of("-i", Rules.file(source), "-map", "0:" + probed.video().index()));
    words.addAll(List.of("-c", "copy", "-copyts", "-copypriorss", "1"));
    if (!isLast) {
      var ahead = recipe.looksAround() ? Recipe.AHEAD_SECONDS * 1_000_000L : 0;
      words.addAll(List.of("-to", Spoken.seconds(clock.micros(window.toTick()) + ahead)));
    }
    words.addAll(
        List.of(
            "-map_metadata",
            "-1",
            "-map_chapters",
            "-1",
            "-fflags",
            "+bitexact",
            "-avoid_negative_ts",
            "disabled",
            "-f",
            "nut",
            Rules.file(piece)));
    return words;
  }
}
