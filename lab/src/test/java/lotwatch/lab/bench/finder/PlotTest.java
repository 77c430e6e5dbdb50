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
  @Test
  void logarithmicAxisHoldsItsValuesBetweenTicks() {
    var axis = Axis.logarithmic("ms", List.of(0.07, 30.0));

    assertThat(axis.from()).isEqualTo(0.05);
    assertThat(axis.to()).isEqualTo(50);
    assertThat(axis.ticks().getFirst().label()).isEqualTo("0.1");
    assertThat(axis.place(0.05)).isZero();
    assertThat(axis.place(5) - axis.place(0.5)).isCloseTo(1.0 / 3, Offset.offset(1e-9));
  }

  @Test
  void valuesBeyondAnAxisLieAtItsEnd() {
    assertThat(Axis.nines("percentile").place(100)).isEqualTo(1);
    assertThat(Axis.logarithmic("ms", List.of(1.0, 9.0)).place(0)).isZero();
  }

  @Test
  void nothingMeasuredIsAPlotAllTheSame() throws Exception {
    var plot = new Plot("none", Axis.linear("s", 0), Axis.logarithmic("ms", List.of()), List.of());

    assertThat(parse(plot)).isEqualTo("svg");
  }

  @Test
  void svgHasEachSeriesWithItsName() throws Exception {
    var series =
        List.of(
            new Series("one", 0, false, List.of(new Point(1, 10), new Point(4, 100))),
            new Series("other", 1, true, List.of(new Point(1, 20), new Point(4, 50))));
    var plot =
        new Plot(
            "Title",
            Axis.doublings("workers", List.of(1, 4)),
            Axis.logarithmic("per second", List.of(10.0, 100.0)),
            series);

    assertThat(parse(plot)).isEqualTo("svg");
    assertThat(plot.svg()).contains(">one</text>", ">other</text>", ">workers</text>", ">Title</");
    assertThat(plot.svg().split("<circle", -1)).hasSize(5);
  }

  private static String parse(Plot plot) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(plot.svg())))
        .getDocumentElement()
        .getTagName();
  }
}
