package lotwatch.cli.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lotwatch.media.Polygon;
import lotwatch.media.Polygon.Point;

/**
 * A small image of one labelled spot.
 *
 * @param file the image
 * @param occupied whether a vehicle stands there
 * @param camera the view it was taken from: patches of one view resemble each other
 * @param outline the spot within the image; the whole image where the source has none
 */
public record Patch(Path file, boolean occupied, String camera, Polygon outline) {
  /** The list of a folder of patches. */
  public static final String INDEX = "index.csv";

  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
  private static final Polygon WHOLE =
      new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)));

  /**
   * Reads a folder's list.
   *
   * @throws IOException if the list cannot be read or a line of it makes no sense
   */
  public static List<Patch> read(Path folder) throws IOException {
    var patches = new ArrayList<Patch>();
    var lines = Files.readAllLines(folder.resolve(INDEX));
    for (var i = 1; i < lines.size(); i++) {
      var cells = COMMA.split(lines.get(i), -1);
      if (cells.length != 5) {
        throw new IOException(
            "%s line %d: %d columns, not 5".formatted(folder.resolve(INDEX), i + 1, cells.length));
      }
      patches.add(
          new Patch(
              folder.resolve(cells[0]), cells[1].equals("occupied"), cells[2], outline(cells[4])));
    }
    return patches;
  }

  private static Polygon outline(String cell) {
    var text = cell.replace("\"", "").strip();
    if (text.isEmpty()) {
      return WHOLE;
    }
    var corners = new ArrayList<Point>();
    for (var pair : text.split(" ", -1)) {
      var comma = pair.indexOf(',');
      corners.add(
          new Point(
              Double.parseDouble(pair.substring(0, comma)),
              Double.parseDouble(pair.substring(comma + 1))));
    }
    return new Polygon(corners);
  }
}
