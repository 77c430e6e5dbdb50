package lotwatch.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Who comes, stands and leaves at one site, a closed round of {@link #ROUND} seconds that repeats:
 * the state at any second follows from the seed alone.
 *
 * <p>Per lane one vehicle manoeuvres at a time.
 */
final class Traffic {
  /** Seconds after which everything repeats. */
  static final double ROUND = 3600;

  /**
   * A vehicle that stands in a spot from one second of the round to another, maybe over its end.
   */
  private record Stay(int spot, Vehicle vehicle, Drive.Stand stand, double from, double to) {
    boolean at(double second) {
      return from < to ? second >= from && second < to : second >= from || second < to;
    }
  }

  /** A vehicle under way; {@code spot} is -1 when it only passes. */
  private record Trip(int spot, Vehicle vehicle, Drive drive, double start) {
    boolean at(double second) {
      return second >= start && second < start + drive.seconds();
    }
  }

  private final Site site;
  private final long seed;
  private final List<Stay> stays = new ArrayList<>();
  private final List<Trip> trips = new ArrayList<>();

  Traffic(Site site, long seed) {
    this.site = site;
    this.seed = seed;
    for (int i = 0; i < site.aisles().size(); i++) {
      var random = new SplittableRandom(seed * 31 + i);
      var aisle = site.aisles().get(i);
      var round = new Round(site, aisle, random);
      round.plan();
      for (int spot : aisle.spots()) {
        cast(aisle, spot, round, random);
      }
    }
  }

  /** Gives every stay of a spot its vehicle and its drives; a stay may run over the round's end. */
  private void cast(Site.Aisle aisle, int spot, Round round, SplittableRandom random) {
    var moves = round.moves(spot);
    if (moves.isEmpty() && round.fullAtFirst(spot)) {
      stays.add(new Stay(spot, Vehicle.random(random), stand(spot, random), 0, ROUND + 1));
    }
    for (int i = 0; i < moves.size(); i++) {
      Round.Move come = moves.get(i);
      if (!come.arrives()) {
        continue;
      }
      Round.Move go = moves.get((i + 1) % moves.size());
      Vehicle vehicle = Vehicle.random(random);
      Drive.Stand stand = stand(spot, random);
      Drive in = Drive.in(aisle, stand, come.pace());
      Drive out = Drive.out(aisle, stand, go.pace());
      trips.add(new Trip(spot, vehicle, in, come.second()));
      stays.add(new Stay(spot, vehicle, stand, come.second() + in.seconds(), go.second()));
      trips.add(new Trip(spot, vehicle, out, go.second()));
    }
  }

  /** Nobody parks exactly in the middle. */
  private Drive.Stand stand(int index, SplittableRandom random) {
    Spot spot = site.spots().get(index);
    double[] at = spot.point(random.nextDouble() * 0.06 - 0.03, random.nextDouble() * 0.12 - 0.06);
    double lean = (random.nextDouble() - 0.5) * 0.07;
    return new Drive.Stand(at[0], at[1], spot.heading() + lean);
  }

  /** Who stands at a second since the start of all things, in a fixed order. */
  List<Pose> standing(double seconds) {
    double second = seconds - Math.floor(seconds / ROUND) * ROUND;
    var poses = new ArrayList<Pose>();
    for (Stay stay : stays) {
      if (stay.at(second)) {
        poses.add(
            new Pose(
                stay.vehicle, stay.stand.x(), stay.stand.y(), stay.stand.heading(), false, false));
      }
    }
    return poses;
  }

  /** The cars that stand in a spot at a second since the start of all things. */
  List<ParkedCar> parked(double seconds) {
    long round = (long) Math.floor(seconds / ROUND);
    double second = seconds - round * ROUND;
    var cars = new ArrayList<ParkedCar>();
    for (int i = 0; i < stays.size(); i++) {
      var stay = stays.get(i);
      if (stay.at(second)) {
        boolean isForever = stay.from == 0 && stay.to > ROUND;
        boolean cameBefore = stay.from >= stay.to && second < stay.to;
        long came = isForever ? 0 : cameBefore ? round - 1 : round;
        var spot = site.spots().get(stay.spot);
        cars.add(new ParkedCar(spot.lot(), spot.id(), plate(i, came)));
      }
    }
    return cars;
  }

  private String plate(int stay, long round) {
    var random = new SplittableRandom(seed ^ (stay * 0x9E3779B97F4A7C15L) ^ (round * 7919));
    return "B-%c%c %d"
        .formatted(
            'A' + random.nextInt(26), 'A' + random.nextInt(26), 1_000 + random.nextInt(9_000));
  }

  /** Who is under way. */
  List<Pose> moving(double seconds) {
    double second = seconds - Math.floor(seconds / ROUND) * ROUND;
    var poses = new ArrayList<Pose>();
    for (Trip trip : trips) {
      if (trip.at(second)) {
        poses.add(trip.drive.at(trip.vehicle, second - trip.start));
      }
    }
    for (int i = 0; i < site.roads().size(); i++) {
      passing(site.roads().get(i), i, seconds, poses);
    }
    return poses;
  }

  /** Cars on the road come in slots, so that none catches up with another. */
  private void passing(Site.Road road, int lane, double seconds, List<Pose> poses) {
    double slot = 7;
    double crossing = Math.abs(road.toX() - road.fromX()) / road.speed();
    long last = (long) Math.floor(seconds / slot);
    for (long k = last - (long) (crossing / slot) - 2; k <= last; k++) {
      var random = new SplittableRandom(seed ^ k * 0x9E3779B97F4A7C15L ^ lane * 77L);
      boolean comes = random.nextDouble() < 0.45;
      double since = seconds - k * slot - 3 * random.nextDouble();
      if (comes && since >= 0 && since < crossing) {
        double t = since / crossing;
        double x = road.fromX() + t * (road.toX() - road.fromX());
        double heading = road.toX() > road.fromX() ? 0 : Math.PI;
        poses.add(new Pose(Vehicle.random(random), x, road.y(), heading, true, false));
      }
    }
  }

  /** What is true of every spot of the site. */
  Truth[] truth(double seconds) {
    double second = seconds - Math.floor(seconds / ROUND) * ROUND;
    var truth = new Truth[site.spots().size()];
    Arrays.fill(truth, Truth.FREE);
    for (Stay stay : stays) {
      if (stay.at(second)) {
        truth[stay.spot] = Truth.OCCUPIED;
      }
    }
    for (Trip trip : trips) {
      if (trip.spot >= 0 && trip.at(second) && near(trip, second)) {
        truth[trip.spot] = Truth.CHANGING;
      }
    }
    return truth;
  }

  private boolean near(Trip trip, double second) {
    Pose pose = trip.drive.at(trip.vehicle, second - trip.start);
    Spot spot = site.spots().get(trip.spot);
    return Math.hypot(pose.x() - spot.x(), pose.y() - spot.y()) < 7.5;
  }
}
