package lotwatch.lab.bench.finder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import lotwatch.lab.bench.finder.Plot.Point;
import lotwatch.lab.bench.finder.Plot.Series;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PlotTest {
  private static final Series ONE =
      new Series("one", 0, false, List.of(new Point(1, 10), new Point(4, 100)));
  private static final Axis WORKERS = Axis.doublings("workers", List.of(1, 4));

  @Test
  void axesPutEvenStepsApart() {
    var nines = Axis.nines("percentile");

    assertThat(WORKERS.place(4) - WORKERS.place(2)).isCloseTo(1, Offset.offset(1e-9));
    assertThat(WORKERS.tick().apply(2)).isEqualTo("4");
    assertThat(nines.place(99.9)).isCloseTo(3, Offset.offset(1e-9));
    assertThat(nines.place(100)).isEqualTo(4);
    assertThat(List.of(0, 1, 2, 3, 4))
        .extracting(place -> nines.tick().apply(place))
        .containsExactly("0", "90", "99", "99.9", "99.99");
  }

  @Test
  void nothingMeasuredIsAPlotAllTheSame() throws Exception {
    assertThat(parse(new Plot("none", Axis.linear("s", 0), "ms", List.of()))).isEqualTo("svg");
    assertThat(parse(new Plot("no points", WORKERS, "ms", List.of(series(List.of())))))
        .isEqualTo("svg");
  }

  @Test
  void zeroIsDrawnThoughNoLogarithmIs() throws Exception {
    var plot = new Plot("zero", WORKERS, "ms", List.of(series(List.of(new Point(1, 0)))));

    assertThat(parse(plot)).isEqualTo("svg");
    assertThat(plot.svg()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void eachSeriesIsDrawnInItsColourAndStroke() throws Exception {
    var both = List.of(ONE, series(List.of(new Point(1, 20), new Point(4, 50))));
    var plot = new Plot("Title", WORKERS, "per second", both);

    assertThat(parse(plot)).isEqualTo("svg");
    assertThat(plot.svg()).contains("stroke:rgb(0,114,178)", "stroke:rgb(213,94,0)", "dasharray");
  }

  private static Series series(List<Point> points) {
    return new Series("other", 1, true, points);
  }

  private static String parse(Plot plot) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(plot.svg())))
        .getDocumentElement()
        .getTagName();
  }
}
