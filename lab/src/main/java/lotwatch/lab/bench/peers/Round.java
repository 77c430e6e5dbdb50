package lotwatch.lab.bench.peers;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Some events in a row that are published, and when subscribers hear of them. */
final class Round {
  private static final int DIGITS = 3;
  private static final long LOOK_NANOS = 1_000_000;

  private final int first;
  private final AtomicLongArray sentNanos;
  private final int awaited;
  private final AtomicInteger received = new AtomicInteger();
  private final Histogram lag = new ConcurrentHistogram(DIGITS);

  /**
   * @param first number of an event
   * @param listeners who hear all of them, unless some are dropped
   * @throws IllegalArgumentException if there are no numbers left for them
   */
  Round(int first, int count, int listeners) {
    if (count > Payload.NUMBER_MAX - first + 1) {
      throw new IllegalArgumentException(
          "%d events from %d on: the last number is %d"
              .formatted(count, first, Payload.NUMBER_MAX));
    }
    this.first = first;
    sentNanos = new AtomicLongArray(count);
    awaited = Math.multiplyExact(count, listeners);
  }

  int first() {
    return first;
  }

  int count() {
    return sentNanos.length();
  }

  /** To be called before it is sent. */
  void sent(int number, long nanos) {
    sentNanos.set(number - first, nanos);
  }

  /** One subscriber has it. Those of other rounds do not count. */
  void received(int number, long nanos) {
    int i = number - first;
    if (i >= 0 && i < sentNanos.length()) {
      lag.recordValue(Math.max(0, nanos - sentNanos.get(i)));
      received.incrementAndGet();
    }
  }

  /**
   * Waits until all have heard all; tells how many times one did not.
   *
   * @param quietMax after which nothing more is waited for
   */
  int missing(Duration quietMax) {
    int before = received.get();
    long until = System.nanoTime() + quietMax.toNanos();
    while (received.get() < awaited && System.nanoTime() < until) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (received.get() > before) {
        before = received.get();
        until = System.nanoTime() + quietMax.toNanos();
      }
    }
    return awaited - received.get();
  }

  /** From sending to hearing, in nanoseconds. */
  PeerLag lag() {
    return PeerLag.of(lag);
  }
}
