package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A plot of lines, drawn by XChart. Upwards, ten times as much is as far everywhere.
 *
 * @param y what is upwards
 */
record Plot(String title, Axis x, String y, List<Series> series) {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 380;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  /** Lines of more points show no marks. */
  private static final int MARKS_MAX = 12;

  /** What is drawn for 0, which no logarithmic axis has. */
  private static final double LEAST = 0.001;

  /** Colours that the colour-blind can tell apart (Okabe and Ito). */
  private static final List<Color> COLOURS =
      List.of(new Color(0x0072b2), new Color(0xd55e00), new Color(0x00875f), new Color(0xa8477f));

  private static final BasicStroke SOLID = new BasicStroke(2);
  private static final BasicStroke DASHED =
      new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

  /** More than two decimals of a length, which nobody sees. */
  private static final Pattern DIGITS = Pattern.compile("(\\.\\d\\d)\\d+");

  Plot {
    series = List.copyOf(series);
  }

  /** A place in the units of the axes. */
  record Point(double x, double y) {}

  /**
   * A line.
   *
   * @param name no other line of the plot has it
   * @param colour 0 to 3
   */
  record Series(String name, int colour, boolean dashed, List<Point> points) {
    Series {
      points = List.copyOf(points);
    }
  }

  /** As SVG, to stand alone or in a page: without the head that only a document of its own has. */
  String svg() {
    try {
      var svg = new String(ChartEncoder.getBytes(chart(), "svg"), UTF_8);
      return DIGITS.matcher(svg.substring(svg.indexOf("<svg"))).replaceAll("$1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private XYChart chart() {
    var chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x.label())
            .yAxisTitle(y)
            .build();
    style(chart);
    series.stream().filter(line -> !line.points().isEmpty()).forEach(line -> add(chart, line));
    return chart;
  }

  private void style(XYChart chart) {
    var style = chart.getStyler();
    style
        .setYAxisLogarithmic(true)
        .setYAxisTickLabelsFormattingFunction(Plot::number)
        .setAxisTitleFont(FONT)
        .setAxisTickLabelsFont(FONT);
    var heights =
        series.stream().flatMap(line -> line.points().stream()).map(Plot::height).toList();
    if (!heights.isEmpty()) { // from one power of ten to another: only they have labels
      double from = Math.floor(Math.log10(Collections.min(heights)));
      double to = Math.max(Math.ceil(Math.log10(Collections.max(heights))), from + 1);
      style.setYAxisMin(Math.pow(10, from)).setYAxisMax(Math.pow(10, to));
    }
    style
        .setChartBackgroundColor(Color.WHITE)
        .setChartTitleFont(FONT.deriveFont(Font.BOLD, 15))
        .setChartTitleBoxVisible(false)
        .setLegendFont(FONT)
        .setLegendPosition(LegendPosition.OutsideE)
        .setMarkerSize(7);
    x.ticks(style, WIDTH / 2);
  }

  private static double height(Point point) {
    return Math.max(point.y(), LEAST);
  }

  private static String number(double value) {
    return Show.number(value, Math.max(0, (int) -Math.floor(Math.log10(value) + 1e-9)));
  }

  private void add(XYChart chart, Series line) {
    var points = line.points();
    var added =
        chart.addSeries(
            line.name(),
            points.stream().mapToDouble(point -> x.place(point.x())).toArray(),
            points.stream().mapToDouble(Plot::height).toArray());
    added.setLineColor(COLOURS.get(line.colour()));
    added.setLineStyle(line.dashed() ? DASHED : SOLID);
    added.setMarkerColor(COLOURS.get(line.colour()));
    added.setMarker(points.size() <= MARKS_MAX ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
