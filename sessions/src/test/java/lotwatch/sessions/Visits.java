package lotwatch.sessions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Cars that come and go, as cameras report them: with copies, out of order, some without a sight of
 * them leaving, some at two locations at once. What came of each visit is known by construction.
 */
final class Visits {
  static final long FIRST = 1_700_000_000L;

  /** Less than the lateness, so that a delayed sighting still finds its session. */
  private static final int DELAY_MAX = 9;

  private static final int HEARTBEAT = 30;

  /** A visit as it was. */
  record Visit(SessionKey key, long start, long end, Session.State state) {}

  private record Arrival(long at, int order, Sighting sighting) {}

  final List<Sighting> sightings = new ArrayList<>();
  final List<Visit> visits = new ArrayList<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final SplittableRandom random;

  Visits(long seed, int cars, int visitsOfEach) {
    this.random = new SplittableRandom(seed);
    for (int car = 0; car < cars; car++) {
      var plate = "%02dA-%05d".formatted(10 + car % 80, car);
      long now = FIRST + random.nextInt(3_600);
      for (int i = 0; i < visitsOfEach; i++) {
        var location = location();
        long end = visit(new SessionKey(plate, location), now);
        if (random.nextInt(10) == 0) {
          end = Math.max(end, visit(new SessionKey(plate, location + "b"), now + 5));
        }
        now = end + 800 + random.nextInt(3_600);
      }
    }
    arrivals.stream()
        .sorted(Comparator.comparingLong(Arrival::at).thenComparingInt(Arrival::order))
        .forEach(arrival -> sightings.add(arrival.sighting()));
  }

  private String location() {
    return "%c%d".formatted('A' + random.nextInt(6), 1 + random.nextInt(10));
  }

  /** Returns the second of the last sighting. */
  private long visit(SessionKey key, long start) {
    long second = start;
    report(key, Status.ENTERING, second);
    for (int parked = random.nextInt(60); parked > 0; parked--) {
      second += 1 + random.nextInt(2 * HEARTBEAT);
      report(key, Status.PARKED, second);
    }
    boolean isSeenLeaving = random.nextInt(25) > 0;
    if (isSeenLeaving) {
      second += 1 + random.nextInt(HEARTBEAT);
      report(key, random.nextInt(4) == 0 ? Status.MOVING : Status.PARKED, second);
      second += 1 + random.nextInt(HEARTBEAT);
      report(key, Status.EXITING, second);
    }
    visits.add(
        new Visit(
            key, start, second, isSeenLeaving ? Session.State.CLOSED : Session.State.TIMEOUT));
    return second;
  }

  private void report(SessionKey key, Status status, long second) {
    int order = arrivals.size();
    var sighting = new Sighting("cam1-" + order, key, status, second);
    boolean isLate = random.nextInt(100) < 3;
    long at = second + (isLate ? 1 + random.nextInt(DELAY_MAX) : 0);
    arrivals.add(new Arrival(at, order, sighting));
    if (random.nextInt(100) < 2) {
      arrivals.add(new Arrival(at + random.nextInt(3), order, sighting));
    }
  }
}
