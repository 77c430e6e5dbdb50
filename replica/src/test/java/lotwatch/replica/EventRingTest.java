package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotId;
import org.junit.jupiter.api.Test;

final class EventRingTest {
  private static final int READERS = 10_000;
  private static final int EVENTS = 20;

  private static Event event(long sequence) {
    return new Event(sequence, Instant.EPOCH, new LotChange.LotClosed(new LotId("p7")));
  }

  @Test
  void tenThousandWaitingReadersGetEachEventOnceAndShareIt() throws Exception {
    var ring = new EventRing(100);
    var ready = new CountDownLatch(READERS);
    var written = new ArrayList<Event>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<List<Event>> readers = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < READERS; i++) {
        readers.submit(() -> {
          var seen = new ArrayList<Event>();
          ready.countDown();
          while (seen.size() < EVENTS) {
            seen.addAll(ring.after(seen.size(), 0, EVENTS, 60_000));
          }
          return seen;
        });
      }
      ready.await();
      for (int i = 1; i <= EVENTS; i++) {
        written.add(event(i));
        ring.append(written.getLast());
        if (i % 3 == 0 || i == EVENTS) {
          ring.wake();
        }
      }
      for (int i = 0; i < READERS; i++) {
        var seen = readers.take().get();
        assertThat(seen).hasSize(EVENTS);
        for (int e = 0; e < EVENTS; e++) {
          assertThat(seen.get(e)).isSameAs(written.get(e));
        }
      }
    }
  }

  @Test
  void readersSeeNoGapWhileTheRingIsWritten() throws Exception {
    var ring = new EventRing(1_000);
    int count = 200_000;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletionService<Boolean> readers = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < 4; i++) {
        readers.submit(() -> readInOrder(ring, count));
      }
      for (int i = 1; i <= count; i++) {
        ring.append(event(i));
        ring.wake();
      }
      for (int i = 0; i < 4; i++) {
        assertThat(readers.take().get()).isTrue();
      }
    }
  }

  private static boolean readInOrder(EventRing ring, int count) throws InterruptedException {
    long at = 0;
    while (at < count) {
      try {
        for (var event : ring.after(at, 0, 100, 60_000)) {
          if (event.sequence() != at + 1) {
            return false;
          }
          at++;
        }
      } catch (GapException e) {
        at = ring.last();
      }
    }
    return true;
  }

  @Test
  void emptyListAfterTheWait() throws Exception {
    assertThat(new EventRing(10).after(0, 0, 10, 1)).isEmpty();
  }

  @Test
  void resetForgetsWhatItCannotHold() throws Exception {
    var ring = new EventRing(3);
    ring.reset(List.of(event(6), event(7), event(8), event(9)), 9);

    assertThat(ring.after(6, 0, 10, 0)).extracting(Event::sequence).containsExactly(7L, 8L, 9L);
    assertThat(ring.events()).hasSize(3);
  }
}
