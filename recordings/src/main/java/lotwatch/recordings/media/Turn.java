package lotwatch.recordings.media;

import java.util.ArrayList;
import java.util.List;

/**
 * How a player turns the frames before it shows them: the display matrix, as far as players use it.
 *
 * @param degrees counter-clockwise, 0, 90, 180 or -90
 * @param isMirrored whether left and right are exchanged as well
 */
public record Turn(int degrees, boolean isMirrored) {
  /** As they are. */
  public static final Turn NONE = new Turn(0, false);

  /** Of the words of ffprobe: its rotation, and the matrix of 9 numbers in rows. */
  static Turn of(double rotation, String matrix) {
    var degrees = (int) Math.round(rotation / 90) * 90;
    var rows = matrix.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (rows.size() < 2) {
      return new Turn(normal(degrees), false);
    }
    var top = numbers(rows.get(0));
    var next = numbers(rows.get(1));
    return new Turn(normal(degrees), top[0] * next[1] - top[1] * next[0] < 0);
  }

  private static double[] numbers(String row) {
    var words = row.substring(row.indexOf(':') + 1).strip().split("\\s+", -1);
    return words.length < 2
        ? new double[2]
        : new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])};
  }

  private static int normal(int degrees) {
    var positive = Math.floorMod(degrees, 360);
    return positive == 270 ? -90 : positive;
  }

  /** What ffmpeg is told of an input that cannot say so itself. */
  List<String> arguments() {
    var words = new ArrayList<String>();
    if (!equals(NONE)) {
      words.addAll(List.of("-display_rotation", Integer.toString(degrees)));
    }
    if (isMirrored) {
      words.add("-display_hflip");
    }
    return words;
  }
}
