package lotwatch.gateway.lanes;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Bounded queues side by side. What has one key goes into one lane and is carried in order: the
 * next when the one before it is done. A lane has no thread: what finds it empty is carried by the
 * thread that brings it, the rest by the thread that says that the one before is done.
 *
 * @param <T> what is carried
 */
public final class Lanes<T> implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Lanes.class.getName());

  private final Carrier<T> carrier;
  private final List<Lane<T>> lanes;

  /**
   * What the lanes bear.
   *
   * @param lanes how many there are
   * @param laneMax how much may wait in one of them
   * @param batchMax how much is carried together
   */
  public record Limits(int lanes, int laneMax, int batchMax) {}

  /** Carries what was in a lane. */
  @FunctionalInterface
  public interface Carrier<T> {
    /**
     * Begins to carry what may be carried together: one thing, or those that followed each other.
     * It must not wait.
     *
     * @param done is to be run once, by any thread, when the next may follow
     */
    void carry(List<T> batch, Runnable done);
  }

  /**
   * Makes them.
   *
   * @param together whether something may be carried with what came before it
   */
  public Lanes(Limits limits, BiPredicate<T, T> together, Carrier<T> carrier) {
    this.carrier = carrier;
    lanes = IntStream.range(0, limits.lanes()).mapToObj(_ -> new Lane<>(limits, together)).toList();
  }

  /** Puts something into the lane of its key if there is room. */
  public boolean offer(Object key, T one) {
    var lane = lane(key);
    return put(lane, lane.offer(one));
  }

  /**
   * Puts something into the lane of its key if there is room within this time.
   *
   * @return false if there was none, or if the lanes are closed
   */
  public boolean offer(Object key, T one, Duration waitMax) throws InterruptedException {
    var lane = lane(key);
    return put(lane, lane.offer(one, waitMax.toNanos()));
  }

  private boolean put(Lane<T> lane, Lane.Offered offered) {
    if (offered == Lane.Offered.BEGINS) {
      carry(lane);
    }
    return offered != Lane.Offered.FULL;
  }

  private Lane<T> lane(Object key) {
    return lanes.get(Math.floorMod(key.hashCode(), lanes.size()));
  }

  /** How much waits in all lanes. */
  public int waiting() {
    return lanes.stream().mapToInt(Lane::size).sum();
  }

  /** Carries what waits until the lane is empty, or until somebody else is to go on. */
  private void carry(Lane<T> lane) {
    for (var batch = lane.next(); !batch.isEmpty(); batch = lane.next()) {
      var first = new AtomicBoolean(); // who is second, of us and done, goes on
      if (!begin(
          batch,
          () -> {
            if (first.getAndSet(true)) {
              carry(lane);
            }
          })) {
        continue;
      }
      if (!first.getAndSet(true)) {
        return;
      }
    }
  }

  /** A fault of ours costs what was being carried, not the lane. */
  private boolean begin(List<T> batch, Runnable done) {
    try {
      carrier.carry(batch, done);
      return true;
    } catch (RuntimeException e) {
      LOG.log(ERROR, batch.size() + " were lost in a lane", e);
      return false;
    }
  }

  /** Waits until all is carried, for at most so long. */
  public void drain(Duration waitMax) {
    long deadline = System.nanoTime() + waitMax.toNanos();
    try {
      for (var lane : lanes) {
        lane.drain(deadline);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins to carry nothing more, and takes nothing. */
  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }
}
