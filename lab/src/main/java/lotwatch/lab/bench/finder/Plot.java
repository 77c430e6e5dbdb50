package lotwatch.lab.bench.finder;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A plot of lines as SVG that stands alone or in a page, for light and dark screens.
 *
 * @see <a href="https://www.w3.org/TR/SVG2/">SVG 2</a>
 */
final class Plot {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 380;
  private static final int LEFT = 76;
  private static final int RIGHT = 210;
  private static final int TOP = 48;
  private static final int BOTTOM = 58;
  private static final int LEGEND_LINE = 22;
  private static final int Y_LABEL = 18;

  /** Lines of more points show no marks. */
  private static final int MARKS_MAX = 12;

  /** Colours that the colour-blind can tell apart (Okabe and Ito), brighter ones for the dark. */
  private static final String STYLE =
      """
      <style>
      .plot { font: 13px system-ui, sans-serif; --ink: #24292f; --faint: #d8dee4; --paper: #fff;
        --c0: #0072b2; --c1: #d55e00; --c2: #00875f; --c3: #a8477f; }
      @media (prefers-color-scheme: dark) { .plot { --ink: #e6edf3; --faint: #343b44; --paper: #0d1117;
        --c0: #56b4e9; --c1: #f0a35e; --c2: #3fcf9f; --c3: #e39ac6; } }
      .plot text { fill: var(--ink); } .plot .title { font-size: 16px; font-weight: 600; }
      .plot .grid { stroke: var(--faint); } .plot .axis { fill: none; stroke: var(--ink); }
      .plot .line { fill: none; stroke-width: 2; } .plot .dashed { stroke-dasharray: 6 4; }
      </style>
      """;

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series;

  /** A place in the units of the axes. */
  record Point(double x, double y) {}

  /**
   * A line.
   *
   * @param colour 0 to 3
   */
  record Series(String name, int colour, boolean dashed, List<Point> points) {
    Series {
      points = List.copyOf(points);
    }
  }

  Plot(String title, Axis x, Axis y, List<Series> series) {
    this.title = title;
    this.x = x;
    this.y = y;
    this.series = List.copyOf(series);
  }

  String title() {
    return title;
  }

  /** All of it. */
  String svg() {
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" width="%d" height="%d" viewBox="0 0 %d %d">
        <title>%s</title>
        %s<rect width="100%%" height="100%%" fill="var(--paper)"/>
        """
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT, title, STYLE));
    svg.append(text(LEFT, 26, "start", "class=\"title\"", title));
    axes(svg);
    for (int i = 0; i < series.size(); i++) {
      line(svg, series.get(i));
      legend(svg, series.get(i), TOP + 10 + i * LEGEND_LINE);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    int right = WIDTH - RIGHT;
    int bottom = HEIGHT - BOTTOM;
    for (var tick : y.ticks()) {
      double at = down(tick.at());
      svg.append("<path class=\"grid\" d=\"M%d %sH%d\"/>\n".formatted(LEFT, px(at), right));
      svg.append(text(LEFT - 8, at + 4, "end", "", tick.label()));
    }
    for (var tick : x.ticks()) {
      double at = across(tick.at());
      svg.append("<path class=\"grid\" d=\"M%s %dV%d\"/>\n".formatted(px(at), TOP, bottom));
      svg.append(text(at, bottom + 20, "middle", "", tick.label()));
    }
    svg.append("<path class=\"axis\" d=\"M%d %dV%dH%d\"/>\n".formatted(LEFT, TOP, bottom, right));
    svg.append(text((LEFT + right) / 2.0, HEIGHT - 14, "middle", "", x.label()));
    double middle = (TOP + bottom) / 2.0;
    var turned = "transform=\"rotate(-90 %d %s)\"".formatted(Y_LABEL, px(middle));
    svg.append(text(Y_LABEL, middle, "middle", turned, y.label()));
  }

  private void line(StringBuilder svg, Series line) {
    if (line.points().isEmpty()) {
      return;
    }
    var path =
        line.points().stream()
            .map(point -> px(across(point.x())) + " " + px(down(point.y())))
            .collect(Collectors.joining("L", "M", ""));
    svg.append(stroke(line, path));
    if (line.points().size() <= MARKS_MAX) {
      for (var point : line.points()) {
        svg.append(
            "<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" fill=\"var(--c%d)\"/>\n"
                .formatted(px(across(point.x())), px(down(point.y())), line.colour()));
      }
    }
  }

  private static void legend(StringBuilder svg, Series line, int at) {
    int left = WIDTH - RIGHT + 18;
    svg.append(stroke(line, "M%d %dh28".formatted(left, at)));
    svg.append(text(left + 36, at + 4, "start", "", line.name()));
  }

  private static String stroke(Series line, String path) {
    return "<path class=\"%s\" stroke=\"var(--c%d)\" d=\"%s\"/>\n"
        .formatted(line.dashed() ? "line dashed" : "line", line.colour(), path);
  }

  private double across(double value) {
    return LEFT + x.place(value) * (WIDTH - RIGHT - LEFT);
  }

  private double down(double value) {
    return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - BOTTOM - TOP);
  }

  private static String text(double x, double y, String anchor, String more, String text) {
    return "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" %s>%s</text>\n"
        .formatted(px(x), px(y), anchor, more, text);
  }

  /** A length in the units of the drawing. */
  private static String px(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }
}
