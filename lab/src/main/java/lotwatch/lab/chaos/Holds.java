package lotwatch.lab.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.cluster.NodeProcess;

/**
 * Reservations that nobody cancels: each must end when its hold is over, by this process's own
 * monotonic clock. One at a time in each of some lots.
 */
final class Holds {
  /** What the cluster's time may go slower or faster than the clock here (its clocks slew). */
  static final double SLEW = 0.1;

  /** So much later a reservation may end. */
  static final Duration LATE_MAX = Duration.ofSeconds(1);

  /** So much earlier: a new leader's clock may be ahead of the old one's by so much. */
  static final Duration EARLY_MAX = Duration.ofMillis(500);

  /** No answer to anybody for so long is an outage, in which nothing can end. */
  static final Duration OUTAGE_MIN = Duration.ofMillis(250);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final List<NodeProcess> members;
  private final ConcurrentLinkedQueue<Hold> holds = new ConcurrentLinkedQueue<>();
  private final List<Thread> watching = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * One reservation; all in ns.
   *
   * @param asked when it was first asked for
   * @param held when it was answered
   * @param there when it was last asked whether it is there, and was
   * @param gone when it was first known to be gone
   */
  record Hold(String lot, long asked, long held, long there, long gone) {}

  private Holds(List<NodeProcess> members) {
    this.members = members;
  }

  /** None that is watched. */
  static Holds none() {
    return new Holds(List.of());
  }

  static Holds start(List<NodeProcess> members, long seed) {
    var holds = new Holds(members);
    for (int i = 0; i < Campus.HOLD_LOTS; i++) {
      var lot = Campus.HOLD_LOT + i;
      var random = new SplittableRandom(seed + i);
      holds.watching.add(Thread.ofVirtual().start(() -> holds.watch(lot, random)));
    }
    return holds;
  }

  private void watch(String lot, SplittableRandom random) {
    for (int i = 0; !stopping; i++) {
      long asked = System.nanoTime();
      while (!any(random)
          .reserve(lot, "WATCHED%02d".formatted(i % 100), lot + "-" + i)
          .equals("HELD")) {
        if (stopping) {
          return;
        }
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
      long held = System.nanoTime();
      long there = held;
      long look = System.nanoTime();
      while (isReserved(lot, any(random))) {
        there = look;
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        look = System.nanoTime();
      }
      holds.add(new Hold(lot, asked, held, there, System.nanoTime()));
    }
  }

  private NodeProcess any(SplittableRandom random) {
    return members.get(random.nextInt(members.size()));
  }

  /** Asks until somebody answers; a node answers when it knows all that was acknowledged before. */
  private boolean isReserved(String lot, NodeProcess first) {
    var member = first;
    while (true) {
      try {
        return member.json("/api/lots/" + lot).path("reserved").asInt() > 0;
      } catch (IOException e) {
        if (stopping) {
          return false;
        }
        member = members.get(member.number() % members.size());
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
      }
    }
  }

  /** Waits until each that is watched has ended. */
  void stop() throws InterruptedException {
    stopping = true;
    for (var each : watching) {
      each.join();
    }
  }

  /** How many were watched from their beginning to their end. */
  int count() {
    return holds.size();
  }

  /**
   * What ended too early or too late, a sentence each.
   *
   * @param acknowledgedAt when anybody got an answer, in ns, in order
   */
  List<String> problems(List<Long> acknowledgedAt) {
    return holds.stream().flatMap(hold -> problems(hold, acknowledgedAt).stream()).toList();
  }

  static List<String> problems(Hold hold, List<Long> acknowledgedAt) {
    var wrong = new ArrayList<String>();
    double nanos = Campus.HOLD.toNanos();
    if (hold.gone - hold.asked < nanos * (1 - SLEW) - EARLY_MAX.toNanos()) {
      wrong.add(
          "the reservation in %s ended after %d ms"
              .formatted(hold.lot, (hold.gone - hold.asked) / 1_000_000));
    }
    double late =
        hold.there - hold.held - nanos * (1 + SLEW) - outage(hold.held, hold.there, acknowledgedAt);
    if (late > LATE_MAX.toNanos()) {
      wrong.add(
          "the reservation in %s was there %d ms too long"
              .formatted(hold.lot, Math.round(late / 1_000_000)));
    }
    return wrong;
  }

  /** For how long between two moments nobody got an answer. */
  private static long outage(long from, long to, List<Long> acknowledgedAt) {
    long last = from;
    long sum = 0;
    for (long at : acknowledgedAt) {
      if (at > from) {
        long until = Math.min(at, to);
        sum += until - last >= OUTAGE_MIN.toNanos() ? until - last : 0;
        last = until;
        if (at >= to) {
          return sum;
        }
      }
    }
    return sum + (to - last >= OUTAGE_MIN.toNanos() ? to - last : 0);
  }
}
