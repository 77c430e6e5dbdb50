package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterClockTest {
  private static final Instant NOON = Instant.parse("2027-03-01T12:00:00Z");
  private static final List<String> THREE = List.of("n1", "n2", "n3");

  private long nanos;
  private Instant own = NOON;
  private boolean leading = true;
  private Instant log = Instant.MIN;
  private final ClusterClock clock =
      new ClusterClock(() -> own, () -> nanos, () -> leading, () -> log);

  private void pass(Duration time) {
    nanos += time.toNanos();
    own = own.plus(time);
  }

  private void others(Instant second, Instant third) {
    clock.voters(THREE);
    clock.learn("n2", second, nanos);
    clock.learn("n3", third, nanos);
  }

  @Test
  void aloneItsOwnClockCounts() {
    assertThat(clock.instant()).isEqualTo(NOON);
    pass(Duration.ofHours(3));
    assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(3)));
  }

  @Test
  void leaderThatIsAheadOfTheOthersGivesTheirTime() {
    own = NOON.plus(Duration.ofDays(3));
    others(NOON, NOON.plusMillis(5));

    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(5));
    pass(Duration.ofSeconds(2));
    assertThat(clock.instant()).isEqualTo(NOON.plusMillis(2_005));
  }

  @Test
  void leaderThatIsBehindTheOthersGivesTheirTime() {
    own = NOON.minus(Duration.ofDays(3));
    others(NOON, NOON.plusMillis(5));

    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void stepOfTheLeadersClockChangesNothing() {
    others(NOON, NOON);
    clock.instant();
    for (int second = 1; second <= 60; second++) {
      pass(Duration.ofSeconds(1));
      own = second == 5 ? own.plus(Duration.ofHours(5)) : own;
      others(NOON.plusSeconds(second), NOON.plusSeconds(second));

      assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(second));
    }
  }

  @Test
  void oneWrongFollowerIsOutvoted() {
    others(NOON.plus(Duration.ofDays(400)), NOON);
    assertThat(clock.instant()).isEqualTo(NOON);
    others(NOON.minus(Duration.ofDays(400)), NOON);
    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void timeNeverGoesBackAndDoesNotStandStill() {
    others(NOON, NOON);
    var before = clock.instant();

    pass(Duration.ofSeconds(10));
    others(NOON.minusSeconds(1), NOON.minusSeconds(1));

    assertThat(clock.instant()).isEqualTo(before.plusSeconds(9));
  }

  @Test
  void timeGoesOnFromTheNewestInTheLog() {
    log = NOON.plusSeconds(100);
    assertThat(clock.instant()).isEqualTo(log);

    pass(Duration.ofSeconds(10));

    assertThat(clock.instant()).isEqualTo(log.plusSeconds(9));
  }

  @Test
  void whoDoesNotLeadIsNotHeldByWhatItSaid() {
    leading = false;
    own = NOON.plus(Duration.ofHours(3));
    clock.voters(THREE);
    assertThat(clock.isSure()).isFalse();
    assertThat(clock.instant()).isEqualTo(own);

    others(NOON, NOON);
    leading = true;

    assertThat(clock.isSure()).isTrue();
    assertThat(clock.instant()).isEqualTo(NOON);
  }

  @Test
  void whatWasReadLongAgoDoesNotCount() {
    others(NOON.minusSeconds(5), NOON.minusSeconds(5));

    pass(ClusterClock.READING_AGE_MAX.plusSeconds(1));

    assertThat(clock.isSure()).isFalse();
    assertThat(clock.instant()).isEqualTo(own);
  }
}
