package lotwatch.replica;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Ends commands for whose answer nobody waits, when they were given no answer in time. */
final class Overdue implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final Duration waitMax;
  private final Queue<Due> queue = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("overdue").factory());

  private record Due(Pending pending, long atNanos) {}

  /**
   * @param waitMax how long an answer may take
   */
  Overdue(Duration waitMax) {
    this.waitMax = waitMax;
    var _ = clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, MILLISECONDS);
  }

  /** Ends it if it has not ended by then. All wait equally long, so the first is due first. */
  void watch(Pending pending) {
    queue.add(new Due(pending, System.nanoTime() + waitMax.toNanos()));
  }

  private void look() {
    long now = System.nanoTime();
    for (var due = queue.peek(); due != null; due = queue.peek()) {
      if (!due.pending().isTold()) {
        if (due.atNanos() - now > 0) {
          return;
        }
        due.pending().giveUp("no answer in %d ms".formatted(waitMax.toMillis()));
      }
      queue.remove();
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
