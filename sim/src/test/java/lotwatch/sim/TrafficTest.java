package lotwatch.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrafficTest {
  static LongStream seeds() {
    return Seeds.some();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noTwoCarsStandInOneSpot(long seed) {
    var site = CampusSites.north(seed);
    var traffic = new Traffic(site, seed);

    for (double second = 0; second < Traffic.ROUND; second += 7) {
      var taken = new HashSet<Spot>();
      for (Pose pose : traffic.standing(second)) {
        assertThat(taken.add(spotAt(site.spots(), pose))).as("second %s", second).isTrue();
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void truthSaysWhereCarsStand(long seed) {
    var site = CampusSites.south(seed);
    var traffic = new Traffic(site, seed);

    for (double second = 0; second < Traffic.ROUND; second += 11) {
      var truth = traffic.truth(second);
      var standing = traffic.standing(second).stream().map(p -> spotAt(site.spots(), p)).toList();
      for (int i = 0; i < truth.length; i++) {
        boolean stands = standing.contains(site.spots().get(i));
        assertThat(truth[i] == Truth.OCCUPIED).as("second %s", second).isEqualTo(stands);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void carKeepsItsPlateForAsLongAsItStands(long seed) {
    var site = CampusSites.south(seed);
    var traffic = new Traffic(site, seed);

    var before = new HashMap<String, String>();
    for (double second = -50; second < 2.2 * Traffic.ROUND; second += 3) {
      var truth = traffic.truth(second);
      var now = new HashMap<String, String>();
      traffic.parked(second).forEach(car -> now.put(car.spot(), car.plate()));
      for (int i = 0; i < truth.length; i++) {
        var spot = site.spots().get(i).id();
        assertThat(now.containsKey(spot)).isEqualTo(truth[i] == Truth.OCCUPIED);
        if (before.containsKey(spot) && now.containsKey(spot)) {
          assertThat(now).containsEntry(spot, before.get(spot));
        }
      }
      before = now;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nobodyJumps(long seed) {
    var traffic = new Traffic(CampusSites.north(seed), seed);

    double tick = 0.2;
    for (double second = 0; second < 600; second += tick) {
      var before = traffic.moving(second);
      var after = traffic.moving(second + tick);
      for (Pose pose : after) {
        before.stream()
            .filter(p -> p.vehicle().equals(pose.vehicle()))
            .mapToDouble(p -> Math.hypot(p.x() - pose.x(), p.y() - pose.y()))
            .min()
            .ifPresent(moved -> assertThat(moved).isLessThan(12 * tick));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void somethingChangesEveryTwentySecondsOnAverage(long seed) {
    for (SimCamera camera : Campus.of(seed).cameras()) {
      int changes = 0;
      var last = camera.truth(0);
      for (int second = 1; second < 1_200; second++) {
        var now = camera.truth(second);
        changes += now.equals(last) ? 0 : 1;
        last = now;
      }

      assertThat(changes).as(camera.id()).isGreaterThan(1_200 / 20);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void lotsAreNeverEmptyAndNeverFull(long seed) {
    for (SimCamera camera : Campus.of(seed).cameras()) {
      for (int second = 0; second < Traffic.ROUND; second += 13) {
        var truth = camera.truth(second);
        double full = truth.stream().filter(Truth.OCCUPIED::equals).count();

        assertThat(full / truth.size()).as("%s at %s", camera.id(), second).isBetween(0.28, 0.86);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theRoundClosesWithoutAChange(long seed) {
    for (SimCamera camera : Campus.of(seed).cameras()) {
      assertThat(camera.truth(Traffic.ROUND - 0.1)).isEqualTo(camera.truth(Traffic.ROUND + 0.1));
    }
  }

  private static Spot spotAt(List<Spot> spots, Pose pose) {
    return spots.stream()
        .filter(spot -> Math.hypot(spot.x() - pose.x(), spot.y() - pose.y()) < 0.8)
        .findFirst()
        .orElseThrow(() -> new AssertionError("stands nowhere: " + pose));
  }
}
