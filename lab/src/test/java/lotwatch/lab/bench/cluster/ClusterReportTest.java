package lotwatch.lab.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import lotwatch.lab.cluster.Speed;
import org.junit.jupiter.api.Test;

class ClusterReportTest {
  private static Series series(String name, double one, double sixtyFour) {
    return new Series(name, name, List.of(speed(1, one), speed(64, sixtyFour)));
  }

  private static Speed speed(int clients, double perSecond) {
    return new Speed(clients, 100, perSecond, 1_000, 2_000, 3_000, 4_000, 0, "");
  }

  private static String ratios(Series... series) {
    return new ClusterReport("machine", "disk", 5, List.of(series), null).ratios();
  }

  @Test
  void ratiosStandBesideTheirTargets() {
    var text = ratios(series("ours", 90, 4_000), series("etcd", 100, 400));

    assertThat(text)
        .contains(String.format(Locale.ROOT, "%6.2f (target 1.00, missed)", 0.90))
        .contains(String.format(Locale.ROOT, "%6.2f (target 8.00, met)", 10.0));
  }

  @Test
  void thoseFromOutsideAreComparedWithThoseInside() {
    assertThat(ratios(series("ours", 90, 4_000), series("text", 90, 3_000)))
        .contains(String.format(Locale.ROOT, "%6.2f (target 0.85, missed)", 0.75));
  }

  @Test
  void whatWasNotMeasuredIsNotCompared() {
    assertThat(ratios(series("ours", 90, 4_000))).isEmpty();
  }

  @Test
  void markdownHasEachNumberOfClients() {
    var report =
        new ClusterReport("machine", "disk", 5, List.of(series("postgres", 500, 12_345)), null)
            .markdown();

    assertThat(report).contains("| 1 | 500 |").contains("| 64 | 12,345 | 1.00 | 2.00 | 3.00 |");
  }
}
