package lotwatch.wire.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import org.junit.jupiter.api.Test;

/** Which pieces are encoded twice. */
class RecheckTest {
  private static final int PIECES = 50_000;

  private static long picked(double share) {
    var recheck = new Recheck(share);
    return IntStream.range(0, PIECES)
        .filter(n -> recheck.picks(new TaskId("r" + n / 100, Steps.ENCODE, n % 100)))
        .count();
  }

  @Test
  void shareOfPiecesIsPicked() {
    assertThat(picked(0)).isZero();
    assertThat(picked(1)).isEqualTo(PIECES);
    assertThat(picked(0.02)).isBetween(900L, 1_100L); // 1000 are expected, 31 is a deviation
  }

  @Test
  void recordingAndNumberDecide() {
    var recheck = new Recheck(0.5);
    var picks =
        IntStream.range(0, 16)
            .mapToObj(n -> recheck.picks(new TaskId("gate", Steps.ENCODE, n)) ? "x" : "-")
            .toList();
    assertThat(String.join("", picks)).isEqualTo("-x--xxxx-x----xx");
  }

  @Test
  void onlyPiecesArePicked() {
    var all = new Recheck(1);
    assertThat(all.picks(new TaskId("gate", Steps.SPLIT, 0))).isFalse();
    assertThat(all.picks(new TaskId("gate", Steps.JOIN, 0))).isFalse();
  }

  @Test
  void shareIsWithinItsLimits() {
    for (var share : new double[] {-0.01, 1.01, Double.NaN}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Recheck(share));
    }
  }
}
