package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ledger and all that surrounds it, for minutes by a clock of its own. {@code -Dseed=42} runs
 * one case again, {@code -Dseeds=5000} that many.
 */
class SimulationTest {
  private static final Duration LENGTH = Duration.ofMinutes(2);
  private static final long SEEDS_TO_FIND_A_MISTAKE = 20;

  static LongStream seeds() {
    var seed = Long.getLong("seed");
    return seed == null ? LongStream.range(0, Long.getLong("seeds", 25)) : LongStream.of(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsLostDoubledOrSeenInTwoWays(long seed) {
    var report = new Simulation(seed, Simulation.Planted.NONE).run(LENGTH);

    assertThat(report.wrong()).as("-Dseed=%d", seed).isEmpty();
    assertThat(report.acknowledged()).isPositive();
  }

  @Test
  void sameSeedGivesTheSameRun() {
    var once = new Simulation(7, Simulation.Planted.NONE).run(LENGTH);
    var again = new Simulation(7, Simulation.Planted.NONE).run(LENGTH);

    System.out.println(once);
    assertThat(once).isEqualTo(again);
    assertThat(once.elections()).isGreaterThan(2);
    assertThat(once.crashes()).isGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyMistakeIsFound(Simulation.Planted mistake) {
    var found =
        LongStream.range(0, SEEDS_TO_FIND_A_MISTAKE)
            .mapToObj(seed -> new Simulation(seed, mistake).run(LENGTH).wrong())
            .filter(wrong -> !wrong.isEmpty())
            .findFirst();

    System.out.println(mistake + ": " + found.map(List::getFirst).orElse("not found"));
    assertThat(found).isPresent();
  }
}
