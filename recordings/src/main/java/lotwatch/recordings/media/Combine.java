package lotwatch.recordings.media;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the pieces that a camera recorded. Where nothing was recorded the last frame stands, so
 * that the time in the result is the time that went by.
 */
final class Combine {
  private static final int MILLIS_DIGITS = 3;

  private Combine() {}

  /**
   * The list of pieces that ffmpeg reads, beside them.
   *
   * @param names of their files
   * @param offsetMillis when each begins, and when the last one ends
   */
  static String list(List<String> names, List<Long> offsetMillis) {
    var text = new StringBuilder("ffconcat version 1.0\n");
    for (int i = 0; i < names.size(); i++) {
      var length = BigDecimal.valueOf(offsetMillis.get(i + 1) - offsetMillis.get(i), MILLIS_DIGITS);
      text.append("file '").append(names.get(i)).append("'\n");
      text.append("duration ").append(length.toPlainString()).append('\n');
    }
    return text.toString();
  }

  static List<String> arguments(Path list, Path result, Limits limits) {
    var words = new ArrayList<>(Rules.begin());
    words.addAll(Rules.input(limits, "concat,mov,mp4,m4a,3gp,3g2,mj2"));
    words.addAll(List.of("-f", "concat", "-i", Rules.file(list), "-map", "0:v:0", "-c", "copy"));
    words.addAll(List.of("-map_metadata", "-1", "-fflags", "+bitexact", "-threads", "1"));
    words.addAll(List.of("-movflags", "+faststart", "-f", "mp4", Rules.file(result)));
    return words;
  }
}
