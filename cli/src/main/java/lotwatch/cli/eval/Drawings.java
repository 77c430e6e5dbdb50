package lotwatch.cli.eval;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;
import lotwatch.media.sight.Crop;

/**
 * Images of what went wrong in one set: a sheet of the wrong crops with their probabilities, and
 * every camera image that has a wrong spot, with all its spots outlined.
 *
 * <p>Colours tell the truth (green free, red occupied); a wrong spot has a thick outline. No fonts:
 * bare machines have none.
 */
final class Drawings {
  /** The most crops on the sheet. */
  static final int CROPS_MAX = 400;

  /** The most camera images drawn. */
  static final int FRAMES_MAX = 40;

  private static final int COLUMNS = 12;
  private static final int CELL = 112;
  private static final int EDGE = 3;
  private static final Color FREE = new Color(0x2e, 0xcc, 0x40);
  private static final Color OCCUPIED = new Color(0xff, 0x41, 0x36);
  private static final int[] DIGITS = {
    0b111101101101111, 0b010110010010111, 0b111001111100111, 0b111001111001111, 0b101101111001001,
    0b111100111001111, 0b111100111101111, 0b111001001001001, 0b111101111101111, 0b111101111001111
  };

  private final Path folder;
  private final String set;
  private final List<BufferedImage> crops = new ArrayList<>();
  private int frames;

  Drawings(Path folder, String set) {
    this.folder = folder;
    this.set = set;
  }

  /** One judged spot of an image. */
  record Judged(Polygon outline, boolean occupied, double probability) {
    boolean right() {
      return probability >= 0.5 == occupied;
    }
  }

  /** Takes a wrong spot for the sheet. */
  void crop(Frame frame, Judged judged) {
    if (crops.size() >= CROPS_MAX) {
      return;
    }
    var place = Crop.place(judged.outline, frame.width(), frame.height());
    var cell = new BufferedImage(CELL, CELL, BufferedImage.TYPE_INT_RGB);
    var g = cell.createGraphics();
    g.setColor(color(judged.occupied));
    g.fillRect(0, 0, CELL, CELL);
    var inner = CELL - 2 * EDGE;
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    g.clipRect(EDGE, EDGE, inner, inner);
    g.translate(EDGE, EDGE);
    g.scale(inner / place.ux(), inner / place.vy());
    g.translate(-place.x(), -place.y());
    g.drawImage(Images.image(frame), 0, 0, null);
    g.setStroke(new BasicStroke((float) (place.ux() / inner)));
    outline(g, frame, judged);
    g.dispose();
    number(cell, (int) Math.round(100 * judged.probability), EDGE + 2, EDGE + 2);
    crops.add(cell);
  }

  /** Draws a camera image with all its spots. */
  void frame(String name, Frame frame, List<Judged> judged) throws IOException {
    if (frames++ >= FRAMES_MAX) {
      return;
    }
    var image = Images.image(frame);
    var g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    for (var spot : judged) {
      g.setStroke(new BasicStroke(spot.right() ? 1 : 4));
      outline(g, frame, spot);
      var at = spot.outline.corners().getFirst();
      number(
          image,
          (int) Math.round(100 * spot.probability),
          (int) (at.x() * frame.width()),
          (int) (at.y() * frame.height()));
    }
    g.dispose();
    write(image, "%s-%s".formatted(set, name.replaceAll("[^A-Za-z0-9._-]", "_")));
  }

  /** Writes the sheet, if there is anything on it. */
  void finish() throws IOException {
    if (crops.isEmpty()) {
      return;
    }
    var rows = (crops.size() + COLUMNS - 1) / COLUMNS;
    var sheet = new BufferedImage(COLUMNS * CELL, rows * CELL, BufferedImage.TYPE_INT_RGB);
    var g = sheet.createGraphics();
    for (var i = 0; i < crops.size(); i++) {
      g.drawImage(crops.get(i), i % COLUMNS * CELL, i / COLUMNS * CELL, null);
    }
    g.dispose();
    write(sheet, set + "-wrong");
  }

  private void write(BufferedImage image, String name) throws IOException {
    Files.createDirectories(folder);
    ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
  }

  private static Color color(boolean occupied) {
    return occupied ? OCCUPIED : FREE;
  }

  private static void outline(Graphics2D g, Frame frame, Judged judged) {
    var path = new Path2D.Double();
    for (var corner : judged.outline.corners()) {
      var x = corner.x() * frame.width();
      var y = corner.y() * frame.height();
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    g.setColor(color(judged.occupied));
    g.draw(path);
  }

  /** Draws a number in dots of 2 x 2 pixels, white on black. */
  private static void number(BufferedImage image, int number, int left, int top) {
    var text = Integer.toString(number);
    for (var i = 0; i < text.length(); i++) {
      var bits = DIGITS[text.charAt(i) - '0'];
      for (var y = -1; y < 11; y++) {
        for (var x = -1; x < 7; x++) {
          var inside = x >= 0 && x < 6 && y >= 0 && y < 10;
          var lit = inside && (bits >> (14 - (y / 2 * 3 + x / 2)) & 1) == 1;
          var px = left + i * 8 + x;
          var py = top + y;
          if (px >= 0 && py >= 0 && px < image.getWidth() && py < image.getHeight()) {
            image.setRGB(px, py, lit ? 0xffffff : 0);
          }
        }
      }
    }
  }
}
