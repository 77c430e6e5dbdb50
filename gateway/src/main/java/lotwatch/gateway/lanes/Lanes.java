package lotwatch.gateway.lanes;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bounded queues, side by side, each with a thread that carries what is in it. What has one key
 * goes into one lane and is carried in order.
 *
 * @param <T> what is carried
 */
public final class Lanes<T> implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Lanes.class.getName());

  private final Limits limits;
  private final Carrier<T> carrier;
  private final BiPredicate<T, T> together;
  private final List<BlockingQueue<Optional<T>>> queues; // an empty one comes last
  private final List<Thread> threads;

  /**
   * What the lanes bear.
   *
   * @param lanes how many there are
   * @param laneMax how much may wait in one of them
   * @param runMax how much is carried together
   */
  public record Limits(int lanes, int laneMax, int runMax) {}

  /** Carries what was in a lane. */
  @FunctionalInterface
  public interface Carrier<T> {
    /**
     * Carries what may be carried together: one thing, or those that followed each other.
     *
     * @throws InterruptedException if the lanes close; what was not carried is lost
     */
    void carry(List<T> run) throws InterruptedException;
  }

  /**
   * Begins to carry.
   *
   * @param name of the threads, a number follows
   * @param together whether something may be carried with what came before it
   */
  public Lanes(String name, Limits limits, BiPredicate<T, T> together, Carrier<T> carrier) {
    this.limits = limits;
    this.carrier = carrier;
    this.together = together;
    queues =
        Stream.<BlockingQueue<Optional<T>>>generate(
                () -> new ArrayBlockingQueue<>(limits.laneMax()))
            .limit(limits.lanes())
            .toList();
    threads =
        IntStream.range(0, limits.lanes())
            .mapToObj(i -> Thread.ofVirtual().name(name + i).start(() -> run(queues.get(i))))
            .toList();
  }

  /** Puts something into the lane of its key if there is room. */
  public boolean offer(Object key, T one) {
    return queue(key).offer(Optional.of(one));
  }

  /** Puts something into the lane of its key if there is room within this time. */
  public boolean offer(Object key, T one, Duration waitMax) throws InterruptedException {
    return queue(key).offer(Optional.of(one), waitMax.toNanos(), NANOSECONDS);
  }

  /** Puts something into the lane of its key, waiting for room. */
  public void put(Object key, T one) throws InterruptedException {
    queue(key).put(Optional.of(one));
  }

  private BlockingQueue<Optional<T>> queue(Object key) {
    return queues.get(Math.floorMod(key.hashCode(), limits.lanes()));
  }

  /** How much waits in all lanes. */
  public int waiting() {
    return queues.stream().mapToInt(BlockingQueue::size).sum();
  }

  private void run(BlockingQueue<Optional<T>> queue) {
    try {
      for (var first = queue.take(); first.isPresent(); first = queue.take()) {
        carry(run(first.get(), queue));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A fault of ours costs what was being carried, not the lane. */
  private void carry(List<T> run) throws InterruptedException {
    try {
      carrier.carry(run);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, run.size() + " were lost in a lane", e);
    }
  }

  private List<T> run(T first, BlockingQueue<Optional<T>> queue) {
    var run = new ArrayList<T>();
    run.add(first);
    while (run.size() < limits.runMax()) {
      var next = queue.peek();
      if (next == null || next.isEmpty() || !together.test(first, next.get())) {
        break;
      }
      queue.remove();
      run.add(next.get());
    }
    return run;
  }

  /** Carries what waits, for at most so long. */
  public void drain(Duration waitMax) {
    long deadline = System.nanoTime() + waitMax.toNanos();
    try {
      for (var queue : queues) {
        if (!queue.offer(Optional.empty(), deadline - System.nanoTime(), NANOSECONDS)) {
          break;
        }
      }
      for (var thread : threads) {
        thread.join(
            Duration.ofMillis(Math.max(1, NANOSECONDS.toMillis(deadline - System.nanoTime()))));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** How much waits that was never carried; ask it after the end. */
  public long left() {
    return queues.stream().flatMap(BlockingQueue::stream).filter(Optional::isPresent).count();
  }

  /** Stops carrying. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
