package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.Forwarded.MovedException;
import org.junit.jupiter.api.Test;

final class PendingTest {
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Semaphore places = new Semaphore(0);
  private final Pending pending = new Pending(places, new Noting());

  /** Notes what it is told. */
  private final class Noting implements Pending.Asker {
    @Override
    public void committed(Outcome outcome) {
      told.add("committed");
      throw new IllegalStateException("an asker that fails");
    }

    @Override
    public void unavailable(UnavailableException why) {
      told.add(why.getMessage() + (why.mayBeApplied() ? ", perhaps" : ""));
    }

    @Override
    public void moved(MovedException why) {
      told.add("moved");
    }
  }

  @Test
  void itIsToldOnceAndGivesItsPlaceBackOnce() {
    pending.answer(new Outcome.Accepted());
    pending.fail("too late", false);
    pending.move("too late", false);

    assertThat(told).containsExactly("committed");
    assertThat(places.availablePermits()).isEqualTo(1);
  }

  @Test
  void whoGivesUpWaitingMakesNoSpaceBeforeTheLibraryIsDone() throws Exception {
    try (var overdue = new Overdue(Duration.ofMillis(1))) {
      overdue.watch(pending);

      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("no answer in 1 ms, perhaps");
      assertThat(places.availablePermits()).isZero();
    }
    pending.answer(new Outcome.Accepted());

    assertThat(told).isEmpty();
    assertThat(places.availablePermits()).isEqualTo(1);
  }
}
