package lotwatch.replica;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * How long a node has not heard its leader, and when it should do something about it: after a
 * while, or sooner if the leader's connection was closed, as it is when a process ends.
 */
final class Silence {
  /** So long after its connection was closed a leader that is not heard counts as gone. */
  private static final Duration GONE_FOR = Duration.ofSeconds(1);

  private final Duration alarming;
  private final Duration alarmingIfGone;
  private final Duration apart;
  private final IntSupplier place;
  private final Set<Runnable> alarms = ConcurrentHashMap.newKeySet();
  private volatile long heartbeatNanos = System.nanoTime();
  private volatile long goneNanos;
  private volatile boolean gone;
  private volatile String from = "";

  /**
   * A silence that begins now.
   *
   * @param alarming so long that the leader is probably gone
   * @param alarmingIfGone the same after its connection was closed
   * @param apart between the voters that notice, for they should not ask for votes at once
   * @param place which of them this is, from 0
   */
  Silence(Duration alarming, Duration alarmingIfGone, Duration apart, IntSupplier place) {
    this.alarming = alarming;
    this.alarmingIfGone = alarmingIfGone;
    this.apart = apart;
    this.place = place;
  }

  /**
   * The leader was heard.
   *
   * @param over the other end of its connection
   */
  void received(String over) {
    heartbeatNanos = System.nanoTime();
    from = over;
    gone = false;
  }

  /** A connection was closed, perhaps the leader's. */
  void closed(String over) {
    if (over.equals(from)) {
      goneNanos = System.nanoTime();
      gone = true;
      alarms.forEach(Runnable::run);
    }
  }

  /** Has this run when the leader's connection is closed. */
  void alarm(Runnable what) {
    alarms.add(what);
  }

  /** Whether the leader ended, as far as can be told. */
  boolean isGone() {
    return gone && System.nanoTime() - goneNanos < GONE_FOR.toNanos();
  }

  /** How long to wait before the next look; 0 or less if it is over. */
  long nanosToLook() {
    var wait = (isGone() ? alarmingIfGone : alarming).plus(apart.multipliedBy(place.getAsInt()));
    return heartbeatNanos + wait.toNanos() - System.nanoTime();
  }
}
