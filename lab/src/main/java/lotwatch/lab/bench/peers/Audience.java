package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The subscribers of one system. */
final class Audience implements AutoCloseable {
  private static final Duration READY_MAX = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = 1_000_000;

  private final SubscriberLoop listener;
  private final List<PeerSubscriber> ears = new CopyOnWriteArrayList<>();
  private final AtomicInteger ready = new AtomicInteger();
  private volatile @Nullable Round round;

  Audience(SubscriberLoop listener) {
    this.listener = listener;
  }

  List<PeerSubscriber> ears() {
    return ears;
  }

  void add(PeerSubscriber ear) {
    ears.add(ear);
  }

  void awaitReady() throws IOException {
    long deadline = System.nanoTime() + READY_MAX.toNanos();
    while (ready.get() < ears.size()) {
      check();
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%d of %d are subscribed after %s".formatted(ready.get(), ears.size(), READY_MAX));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  /**
   * Nobody may be cut off.
   *
   * @throws IOException if one was, with what it was told
   */
  void check() throws IOException {
    for (var ear : ears) {
      if (!ear.end().isEmpty()) {
        throw new IOException("a subscriber is lost: " + ear.end());
      }
    }
  }

  /** From now on this round is told what is heard. */
  void measure(Round now) {
    round = now;
  }

  void ready() {
    ready.incrementAndGet();
  }

  void received(int number, long nanos) {
    var now = round;
    if (now != null) {
      now.received(number, nanos);
    }
  }

  /** Lets one read no more. */
  void stall(PeerSubscriber ear) throws IOException, InterruptedException {
    listener.call(ear::stall);
  }

  /** Lets it read again. */
  void goOn(PeerSubscriber ear) throws IOException, InterruptedException {
    listener.call(ear::goOn);
  }

  @Override
  public void close() throws IOException {
    try {
      listener.call(() -> ears.forEach(PeerSubscriber::close));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
