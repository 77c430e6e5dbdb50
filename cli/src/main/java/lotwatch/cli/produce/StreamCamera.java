package lotwatch.cli.produce;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;

/**
 * One camera of system C: what it sees next. Cars come (ENTERING), stand (PARKED, again and again),
 * move (MOVING) and leave (EXITING); every half minute one that stands is made to leave. The same
 * seed sees the same.
 */
final class StreamCamera {
  private static final int CARS_MIN = 3;
  private static final int CARS_MAX = 8;
  private static final int REPEATS_MIN = 20;
  private static final int REPEATS_MAX = 200;
  private static final int PLATES = 45;
  private static final long FORCE_EVERY_SECONDS = 30;

  private final List<String> free;
  private final SplittableRandom random;
  private final List<Car> cars = new ArrayList<>();
  private long forcedAt = Long.MIN_VALUE;

  /** A car that is there. */
  private static final class Car {
    private final SessionKey key;
    private Status status = Status.ENTERING;
    private int repeats;

    private Car(SessionKey key, int repeats) {
      this.key = key;
      this.repeats = repeats;
    }
  }

  /**
   * @param places that it sees
   */
  StreamCamera(List<String> places, SplittableRandom random) {
    this.free = new ArrayList<>(places);
    this.random = random;
  }

  /** What happens at this second. */
  Sighting next(long second) {
    if (forcedAt == Long.MIN_VALUE) {
      forcedAt = second;
    }
    if (second - forcedAt >= FORCE_EVERY_SECONDS) {
      forcedAt = second;
      var standing = cars.stream().filter(car -> car.status == Status.PARKED).toList();
      if (!standing.isEmpty()) {
        return leave(standing.get(random.nextInt(standing.size())), second);
      }
    }
    int most = Math.min(CARS_MAX, cars.size() + free.size());
    boolean isFew = cars.size() < Math.min(CARS_MIN, most);
    if (isFew || (cars.size() < most && random.nextInt(4) == 0)) {
      return enter(second);
    }
    return goOn(cars.get(random.nextInt(cars.size())), second);
  }

  private Sighting enter(long second) {
    var place = free.remove(random.nextInt(free.size()));
    var plate = plate(random.nextInt(PLATES));
    while (isHere(plate)) {
      plate = plate(random.nextInt(PLATES));
    }
    var car = new Car(new SessionKey(plate, place), random.nextInt(REPEATS_MIN, REPEATS_MAX + 1));
    cars.add(car);
    return sighting(car, second);
  }

  private boolean isHere(String plate) {
    return cars.stream().anyMatch(car -> car.key.plate().equals(plate));
  }

  private Sighting goOn(Car car, long second) {
    if (car.status == Status.MOVING) {
      return leave(car, second);
    }
    car.status = car.status == Status.PARKED && car.repeats-- <= 0 ? Status.MOVING : Status.PARKED;
    return sighting(car, second);
  }

  private Sighting leave(Car car, long second) {
    car.status = Status.EXITING;
    cars.remove(car);
    free.add(car.key.location());
    return sighting(car, second);
  }

  /** Everybody leaves. */
  List<Sighting> end(long second) {
    return List.copyOf(cars).stream().map(car -> leave(car, second)).toList();
  }

  private static Sighting sighting(Car car, long second) {
    return new Sighting("unnumbered", car.key, car.status, second);
  }

  /** One of system C's 45 cars: two digits, a letter, five digits. */
  static String plate(int number) {
    return "%02d%c-%05d"
        .formatted(11 + number * 7 % 88, 'A' + number % 12, 10_007 + number * 1_931 % 89_993);
  }
}
