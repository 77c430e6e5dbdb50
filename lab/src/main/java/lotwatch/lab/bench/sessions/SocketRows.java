package lotwatch.lab.bench.sessions;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** When rows were caused, and how long each took to each client. */
final class SocketRows {
  private static final int DIGITS = 3;

  private static final Pattern ROW =
      Pattern.compile(
          "\\[\"parking_update\",\\{\"license_plate\":\"([^\"]+)\".*\"status\":\"(\\w+)\".*");

  private final int unmeasured;
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Histogram times = new Histogram(DIGITS);
  private final Histogram answers = new Histogram(DIGITS);
  private long received;

  /**
   * @param unmeasured how many at the beginning only warm up
   */
  SocketRows(int unmeasured) {
    this.unmeasured = unmeasured;
  }

  static String key(String plate, String status) {
    return plate + ' ' + status;
  }

  void sent(int number, String key, long nanos) {
    sent.put(key, new Sent(number, nanos));
  }

  /** The node answered that it is committed. */
  void answered(String key, long nanos) {
    var cause = Objects.requireNonNull(sent.get(key), "an answer to what nobody sent");
    lock.lock();
    try {
      if (cause.number >= unmeasured) {
        answers.recordValue(nanos - cause.nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** One client was told something, perhaps a row. */
  void told(String message, long nanos) {
    var row = ROW.matcher(message);
    if (row.matches()) {
      received(key(row.group(1), row.group(2)), nanos);
    }
  }

  private void received(String key, long nanos) {
    var cause = Objects.requireNonNull(sent.get(key), "a row that nobody caused");
    lock.lock();
    try {
      received++;
      if (cause.number >= unmeasured) {
        times.recordValue(nanos - cause.nanos);
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many came, but not for ever. */
  void await(long count, int secondsMax) throws InterruptedException {
    long left = TimeUnit.SECONDS.toNanos(secondsMax);
    lock.lock();
    try {
      while (received < count && left > 0) {
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Until a client has a row, in nanoseconds. */
  Histogram times() {
    return copy(times);
  }

  /** Until its sender has the answer, in nanoseconds. */
  Histogram answers() {
    return copy(answers);
  }

  private Histogram copy(Histogram of) {
    lock.lock();
    try {
      return of.copy();
    } finally {
      lock.unlock();
    }
  }

  private record Sent(int number, long nanos) {}
}
