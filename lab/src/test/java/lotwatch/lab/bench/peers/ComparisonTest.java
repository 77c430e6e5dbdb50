package lotwatch.lab.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static Reads.Result reads(String name, int connections, double perSecond, double p99) {
    return new Reads.Result(
        name, connections, List.of(new Reads.Speed(perSecond, p99 / 2, p99, 2 * p99)), "");
  }

  private static FanoutRounds.Result fanout(String name, double p50) {
    return new FanoutRounds.Result(name, 4, 0, List.of(new PeerLag(p50, 2 * p50, 3 * p50)), "");
  }

  @Test
  void readsHaveRatiosAndVerdicts() {
    var text =
        Comparison.reads(
            List.of(
                reads("ours", 16, 30_000, 1.3),
                reads("redis", 16, 40_000, 1.0),
                reads("ours", 64, 60_000, 3),
                reads("redis", 64, 40_000, 1)));

    assertThat(text)
        .contains("| 40,000  | 0.500  | 1.000  | 2.000            | 0.75 (missed)")
        .contains("1.30 (missed)")
        .contains("| 1.50 (met) ")
        .contains("| 3.00 ");
  }

  @Test
  void fanoutIsComparedWithEachPeerAndJudgedByThoseThatSync() {
    var text =
        Comparison.fanout(
            List.of(
                fanout("ours", 0.6),
                fanout("memory", 0.4),
                fanout("streams", 0.5),
                fanout("etcd", 0.8),
                fanout("redis", 0.2)));

    assertThat(text)
        .contains("| 1.50           | 1.50 ")
        .contains("| 1.20 (missed)  | 1.20 ")
        .contains("| 0.75 (met)     | 0.75 ")
        .contains("| 3.00           | 3.00 ");
  }

  @Test
  void peerThatFailsIsSaidInTheTable() {
    var text =
        Comparison.fanout(
            List.of(
                fanout("ours", 0.6),
                FanoutRounds.Result.failed("etcd", 4, "does not start:\nno disk")));

    assertThat(text)
        .contains("| 4           | etcd   | a sync ")
        .contains("| does not start: no disk |");
  }

  @Test
  void withoutPeersThereIsNoRatio() {
    assertThat(Comparison.fanout(List.of(fanout("ours", 0.6)))).doesNotContain("met", "missed)");
  }

  @Test
  void whatNobodyReceivedAndNobodyCountedIsTold() {
    var before = new Stall.Part(100, new PeerLag(1, 2, 3), 2, 0.1);
    var during = new Stall.Part(1_000, new PeerLag(1, 2, 3), 3, 0.2);
    var counted = new Stall.Result("a", before, during, 400, true, "", OptionalLong.of(600));
    var silent = new Stall.Result("b", before, during, 9, false, "cut off", OptionalLong.empty());

    assertThat(counted.unaccounted()).hasValue(5);
    assertThat(silent.unaccounted()).isEmpty();
    assertThat(Comparison.stall(List.of(counted, silent), Map.of("c", "not installed")))
        .contains("kept")
        .contains("cut off")
        .contains("does not count")
        .contains("| c ")
        .contains("not installed");
  }

  @Test
  void medianIsInTheMiddle() {
    assertThat(Middle.of(List.of(5.0, 1.0, 100.0), value -> value)).isEqualTo(5);
    assertThat(Middle.of(List.of(4.0, 1.0, 2.0, 100.0), value -> value)).isEqualTo(3);
  }

  @Test
  void rowsHaveACellForEachColumn() {
    var table = new Table("a", "b");

    assertThatThrownBy(() -> table.add("1")).hasMessageContaining("1 cells for 2 columns");
  }
}
