package lotwatch.lab.bench.sessions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;

/**
 * A recorded stream of sightings at system C's places: 2 % come twice, 3 % late, 4 % of the visits
 * have no sight of the car leaving, and a tenth of them is at two places at once.
 */
public final class SightingStream {
  private static final long FIRST = 1_700_000_000L;
  private static final int CARS = 300;
  private static final int DELAY_MAX = 9;
  private static final int GAP_MAX = 60;

  /** Longer than any time-out. */
  private static final int PAUSE = 900;

  private final SplittableRandom random;
  private final List<Arrival> arrivals = new ArrayList<>();

  private record Arrival(long at, int order, Sighting sighting) {}

  private SightingStream(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** So many sightings, in the order in which they arrive. */
  public static List<Sighting> of(long seed, int count) {
    var stream = new SightingStream(seed);
    for (int car = 0; car < CARS; car++) {
      stream.car("%02dA-%05d".formatted(11 + car % 80, car), count / CARS + 1);
    }
    return stream.arrivals.stream()
        .sorted(Comparator.comparingLong(Arrival::at).thenComparingInt(Arrival::order))
        .limit(count)
        .map(Arrival::sighting)
        .toList();
  }

  private void car(String plate, int sightings) {
    long second = FIRST + random.nextInt(3_600);
    int last = arrivals.size() + sightings;
    while (arrivals.size() < last) {
      long end = visit(new SessionKey(plate, place()), second);
      if (random.nextInt(10) == 0) {
        end = Math.max(end, visit(new SessionKey(plate, place()), second + 5));
      }
      second = end + PAUSE + random.nextInt(PAUSE);
    }
  }

  private String place() {
    return "%c%d".formatted('A' + random.nextInt(6), 1 + random.nextInt(10));
  }

  private long visit(SessionKey key, long start) {
    long second = start;
    report(key, Status.ENTERING, second);
    for (int parked = 5 + random.nextInt(30); parked > 0; parked--) {
      second += 1 + random.nextInt(GAP_MAX);
      report(key, Status.PARKED, second);
    }
    if (random.nextInt(25) > 0) {
      second += 1 + random.nextInt(GAP_MAX);
      report(key, Status.EXITING, second);
    }
    return second;
  }

  private void report(SessionKey key, Status status, long second) {
    int order = arrivals.size();
    var sighting = new Sighting("cam-" + order, key, status, second);
    long at = second + (random.nextInt(100) < 3 ? 1 + random.nextInt(DELAY_MAX) : 0);
    arrivals.add(new Arrival(at, order, sighting));
    if (random.nextInt(50) == 0) {
      arrivals.add(new Arrival(at + random.nextInt(3), order, sighting));
    }
  }
}
