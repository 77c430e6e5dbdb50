package lotwatch.gateway.finder.sensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far each sensor has counted that numbers its updates, so that one that has forgotten it is
 * told: the ledger would take its numbers for retries and count none of them. What came to this
 * node since it was started counts.
 */
final class Sequences {
  /** Sensors that are remembered; the one that was silent longest is forgotten first. */
  static final int SENSORS_MAX = 10_000;

  private static final float LOAD = 0.75f;

  private final ReentrantLock lock = new ReentrantLock();
  private final LongAdder restarts = new LongAdder();
  private final Map<String, Numbered> numbered =
      new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Numbered> eldest) {
          return size() > SENSORS_MAX;
        }
      };

  /**
   * What a sensor has numbered.
   *
   * @param highest its highest number
   * @param waiting the most of its updates that waited for an answer at once: so many it may have
   *     to send again
   */
  private record Numbered(long highest, int waiting) {}

  /**
   * A sensor numbers an update without an epoch.
   *
   * @param isFirst whether it is its first on its connection
   * @param waiting how many of that connection wait for their answers, this one included
   * @throws IllegalArgumentException if it counts from anew
   */
  void number(String sensor, long seq, boolean isFirst, int waiting) {
    lock.lock();
    try {
      var before = numbered.get(sensor);
      if (before != null && isFirst && seq <= before.highest() - before.waiting()) {
        restarts.increment();
        throw new IllegalArgumentException(
            ("seq is %d and was %d before: a sensor that counts from anew sends its epoch too,"
                    + " as EPOCH.SEQ")
                .formatted(seq, before.highest()));
      }
      numbered.put(
          sensor,
          before == null
              ? new Numbered(seq, waiting)
              : new Numbered(Math.max(seq, before.highest()), Math.max(waiting, before.waiting())));
    } finally {
      lock.unlock();
    }
  }

  /** How often a sensor was told that it counts from anew. */
  long restarts() {
    return restarts.sum();
  }
}
