package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A system clock and a monotonic one that the test moves. */
final class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration STEP = Duration.ofMillis(250);

  private Duration passed = Duration.ZERO;
  private Duration wrongBy = Duration.ZERO;
  private final SteadyClock clock =
      new SteadyClock(() -> real().plus(wrongBy), () -> passed.toNanos());

  private Instant real() {
    return NOON.plus(passed);
  }

  /** Lets time pass, with a look four times a second; tells the time then. */
  private Instant after(Duration time) {
    var now = clock.instant();
    for (var end = passed.plus(time); passed.compareTo(end) < 0; ) {
      passed = passed.plus(STEP);
      now = clock.instant();
    }
    return now;
  }

  @Test
  void anHourAheadForThreeSecondsChangesNothing() {
    wrongBy = Duration.ofHours(1);
    assertThat(after(Duration.ofSeconds(3))).isEqualTo(real());

    wrongBy = Duration.ZERO;
    assertThat(after(Duration.ofSeconds(3))).isEqualTo(real());
  }

  @Test
  void aDayBackForHalfAMinuteChangesNothing() {
    wrongBy = Duration.ofDays(-1);
    assertThat(after(Duration.ofSeconds(30))).isEqualTo(real());
  }

  @Test
  void stepForwardThatLastsIsFollowed() {
    wrongBy = Duration.ofHours(8);
    assertThat(after(Duration.ofSeconds(59))).isEqualTo(real());

    assertThat(after(Duration.ofSeconds(2))).isEqualTo(real().plus(wrongBy));
  }

  @Test
  void stepBackThatLastsMakesItSlowerByATenth() {
    wrongBy = Duration.ofMinutes(-1);
    after(SteadyClock.STEP_WAIT);
    var begun = clock.instant();

    assertThat(Duration.between(begun, after(Duration.ofSeconds(100))))
        .isBetween(Duration.ofSeconds(89), Duration.ofSeconds(91));
    assertThat(after(Duration.ofMinutes(20))).isEqualTo(real().plus(wrongBy));
  }

  @Test
  void littleDifferenceIsMadeUpLittleByLittle() {
    wrongBy = Duration.ofSeconds(1);
    var first = after(Duration.ofSeconds(1));
    assertThat(Duration.between(real(), first)).isEqualTo(Duration.ofMillis(100));

    assertThat(after(Duration.ofSeconds(20))).isEqualTo(real().plus(wrongBy));
  }

  @Test
  void machineThatSleptIsBackAMinuteLater() {
    wrongBy = Duration.ofHours(8); // its monotonic clock slept as well
    after(Duration.ofSeconds(61));

    assertThat(clock.instant()).isEqualTo(real().plus(wrongBy));
  }

  static LongStream seeds() {
    var given = Long.getLong("seed");
    return given == null ? new Random().longs(20) : LongStream.of(given);
  }

  /** {@code -Dseed=42} runs one case again. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void timeNeverGoesBackAndOnlyAStepThatLastedMakesItJump(long seed) {
    var random = new Random(seed);
    var before = clock.instant();
    var wrongSince = Duration.ZERO;
    for (int i = 0; i < 5_000; i++) {
      if (random.nextInt(50) == 0) {
        wrongBy = Duration.ofMillis(random.nextLong(-10_000_000, 10_000_000));
        wrongSince = passed;
      }
      var looked = passed;
      passed = passed.plusMillis(random.nextInt(3_000));
      var now = clock.instant();

      assertThat(now).isAfterOrEqualTo(before);
      if (passed.minus(wrongSince).compareTo(SteadyClock.STEP_WAIT) < 0) {
        var most = passed.minus(looked).multipliedBy(11).dividedBy(10);
        assertThat(now).isBeforeOrEqualTo(before.plus(most).plusMillis(1));
      }
      before = now;
    }
  }

  @Test
  void stepUponAStepHasToLastByItself() {
    wrongBy = Duration.ofHours(1);
    after(Duration.ofSeconds(50));
    wrongBy = Duration.ofHours(10);

    assertThat(after(Duration.ofSeconds(50))).isEqualTo(real());
  }
}
