package lotwatch.lab.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import lotwatch.ledger.LotId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;

/** A painted parking yard, in slight perspective, with rows of spots 1, 2, 3 ... */
final class Yard {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final Color[] PAINTS = {
    new Color(0xB3261E),
    new Color(0x2B4C7E),
    new Color(0xE8E8E8),
    new Color(0x2D2F33),
    new Color(0x7A8188),
    new Color(0x5A7D5A),
    new Color(0xC9B27C)
  };

  private final long seed;
  private final int rows;
  private final int columns;
  private final Set<Integer> cars = ConcurrentHashMap.newKeySet();

  Yard(long seed, int rows, int columns) {
    this.seed = seed;
    this.rows = rows;
    this.columns = columns;
  }

  List<SpotId> spots() {
    return IntStream.rangeClosed(1, rows * columns).mapToObj(i -> new SpotId("" + i)).toList();
  }

  List<Watch> watches(LotId lot) {
    return spots().stream()
        .map(spot -> new Watch(lot, spot, outline(Integer.parseInt(spot.value()) - 1)))
        .toList();
  }

  void park(int spot, boolean there) {
    if (there) {
      cars.add(spot);
    } else {
      cars.remove(spot);
    }
  }

  double looksOccupied(SpotId spot) {
    return cars.contains(Integer.parseInt(spot.value())) ? 0.987 : 0.013;
  }

  byte[] paint() {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setPaint(new GradientPaint(0, 0, new Color(0x5C6166), 0, HEIGHT, new Color(0x7B8085)));
    g.fillRect(0, 0, WIDTH, HEIGHT);
    var grain = new Random(seed);
    for (int i = 0; i < 6_000; i++) {
      g.setColor(new Color(0, 0, 0, grain.nextInt(26)));
      g.fillRect(grain.nextInt(WIDTH), grain.nextInt(HEIGHT), 3, 2);
    }
    for (int i = 0; i < rows * columns; i++) {
      g.setColor(new Color(0xE6E6DC));
      g.setStroke(new BasicStroke(3));
      g.draw(pixels(outline(i), 1));
    }
    for (int i = 0; i < rows * columns; i++) {
      if (cars.contains(i + 1)) {
        car(g, i);
      }
    }
    g.dispose();
    return jpeg(image);
  }

  private void car(Graphics2D g, int i) {
    Color paint = PAINTS[new Random(seed * 1000 + i).nextInt(PAINTS.length)];
    var outline = outline(i);
    var shadow = pixels(outline, 0.84);
    shadow.translate(7, 8);
    g.setColor(new Color(0, 0, 0, 90));
    g.fill(shadow);
    g.setColor(paint);
    g.fill(pixels(outline, 0.8));
    g.setColor(paint.darker().darker());
    g.fill(pixels(outline, 0.5));
    g.setColor(paint.brighter());
    g.fill(pixels(outline, 0.36));
  }

  /** Rows lie behind one another; what is further away is smaller. */
  private List<Corner> outline(int i) {
    int row = i / columns;
    double column = i % columns;
    double top = 0.12 + 0.8 * row / rows;
    double bottom = top + 0.56 / rows;
    var corners = new ArrayList<Corner>();
    for (double[] at :
        new double[][] {
          {column + 0.06, top},
          {column + 0.94, top},
          {column + 0.94, bottom},
          {column + 0.06, bottom}
        }) {
      double width = 0.66 + 0.28 * at[1];
      corners.add(new Corner(0.5 + (at[0] / columns - 0.5) * width, at[1]));
    }
    return corners;
  }

  private static Polygon pixels(List<Corner> outline, double scale) {
    double x = outline.stream().mapToDouble(Corner::x).average().orElseThrow();
    double y = outline.stream().mapToDouble(Corner::y).average().orElseThrow();
    var polygon = new Polygon();
    for (Corner corner : outline) {
      polygon.addPoint(
          (int) Math.round((x + (corner.x() - x) * scale) * WIDTH),
          (int) Math.round((y + (corner.y() - y) * scale) * HEIGHT));
    }
    return polygon;
  }

  private static byte[] jpeg(BufferedImage image) {
    try {
      var out = new ByteArrayOutputStream();
      ImageIO.write(image, "jpeg", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
