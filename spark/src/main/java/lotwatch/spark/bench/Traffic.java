package lotwatch.spark.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;

/**
 * Cars that come and go at two lots, as the cameras of several partitions report them: 2 % of the
 * sightings come twice, 3 % late, 4 % of the visits have no sight of the car leaving, and a tenth
 * of them is at two places at once. What the last partition reports is an hour old when it comes.
 */
public final class Traffic {
  /** The second at which it begins. */
  public static final long FIRST = 1_700_000_000L;

  /** By which the last partition is late. */
  public static final long LATE_SECONDS = 3_600;

  private static final int SIGHTINGS_OF_A_CAR = 500;
  private static final int DELAY_MAX = 9;
  private static final int GAP_MAX = 60;
  private static final String NORTH = "north/N";
  private static final String SOUTH = "south/S";

  /** At each of the two lots. */
  private static final int SPOTS = 30;

  /** Longer than any time-out. */
  private static final int PAUSE = 900;

  private final SplittableRandom random;
  private final int partitions;
  private final List<Arrival> arrivals = new ArrayList<>();

  /**
   * A sighting on its way.
   *
   * @param at the second at which it comes
   * @param order of what comes in the same second
   * @param partition of the topic
   */
  public record Arrival(long at, int order, int partition, Sighting sighting) {}

  private Traffic(long seed, int partitions) {
    this.random = new SplittableRandom(seed);
    this.partitions = partitions;
  }

  /** So many sightings, in the order in which they come. */
  public static List<Arrival> of(long seed, int count, int partitions) {
    var traffic = new Traffic(seed, partitions);
    int cars = Math.max(8 * partitions, count / SIGHTINGS_OF_A_CAR);
    for (int car = 0; car < cars; car++) {
      traffic.car(car, count / cars + 1);
    }
    return traffic.arrivals.stream()
        .sorted(Comparator.comparingLong(Arrival::at).thenComparingInt(Arrival::order))
        .limit(count)
        .toList();
  }

  private void car(int car, int sightings) {
    var plate = "%02dA-%05d".formatted(11 + car % 80, car);
    int partition = car % partitions;
    long second = FIRST + random.nextInt(PAUSE);
    int last = arrivals.size() + sightings;
    while (arrivals.size() < last) {
      long end = visit(partition, new SessionKey(plate, place()), second);
      if (random.nextInt(10) == 0) {
        end = Math.max(end, visit(partition, new SessionKey(plate, place()), second + 5));
      }
      second = end + PAUSE + random.nextInt(PAUSE);
    }
  }

  /** Where cars are seen by {@link #named}. */
  static List<String> places() {
    return Stream.of(NORTH, SOUTH)
        .flatMap(lot -> IntStream.rangeClosed(1, SPOTS).mapToObj(spot -> name(lot + spot)))
        .toList();
  }

  /** The same at a place that has a name of its own, for a node that has no such lots. */
  static Arrival named(Arrival arrival) {
    var seen = arrival.sighting();
    var key = new SessionKey(seen.key().plate(), name(seen.key().location()));
    var named = new Sighting(seen.id(), key, seen.status(), seen.second());
    return new Arrival(arrival.at(), arrival.order(), arrival.partition(), named);
  }

  private static String name(String location) {
    return location.substring(location.indexOf('/') + 1);
  }

  private String place() {
    return (random.nextBoolean() ? NORTH : SOUTH) + (1 + random.nextInt(SPOTS));
  }

  private long visit(int partition, SessionKey key, long start) {
    long second = start;
    report(partition, key, Status.ENTERING, second);
    for (int parked = 5 + random.nextInt(30); parked > 0; parked--) {
      second += 1 + random.nextInt(GAP_MAX);
      report(partition, key, Status.PARKED, second);
    }
    if (random.nextInt(25) > 0) {
      second += 1 + random.nextInt(GAP_MAX);
      report(partition, key, Status.EXITING, second);
    }
    return second;
  }

  private void report(int partition, SessionKey key, Status status, long second) {
    int order = arrivals.size();
    long seen = partition == partitions - 1 ? second - LATE_SECONDS : second;
    var sighting = new Sighting("cam-" + order, key, status, seen);
    long at = second + (random.nextInt(100) < 3 ? 1 + random.nextInt(DELAY_MAX) : 0);
    arrivals.add(new Arrival(at, order, partition, sighting));
    if (random.nextInt(50) == 0) {
      arrivals.add(new Arrival(at + random.nextInt(3), order, partition, sighting));
    }
  }
}
