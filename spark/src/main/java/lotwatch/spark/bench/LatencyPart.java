package lotwatch.spark.bench;

import static lotwatch.spark.bench.Said.say;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.spark.bench.Traffic.Arrival;

/** From a sighting to its row, with {@value #RATE} sightings a second and no pause of the job. */
final class LatencyPart {
  private static final int RATE = 200;
  private static final int WARM_UP = 10 * RATE;
  private static final Duration STEP = Duration.ofMillis(1_000 / RATE);

  private LatencyPart() {}

  /** One car each, so that each sighting is a row of its own. */
  static void run(Path home, Path folder, int seconds, Duration limit) throws Exception {
    try (var site = Site.open(home, folder);
        var job = site.job()) {
      int count = RATE * seconds;
      site.kafka().send(entering(0));
      site.kafka().awaitRows(1, limit, job); // it runs
      long begun = System.nanoTime();
      for (int i = 1; i < count; i++) {
        while (System.nanoTime() - begun < i * STEP.toNanos()) {
          site.kafka().poll(Duration.ofMillis(1));
        }
        site.kafka().send(entering(i));
      }
      site.kafka().awaitRows(count, limit, job);
      long[] sorted = site.kafka().delaysFrom(Math.min(WARM_UP, count / 2));
      Arrays.sort(sorted);
      say(
          "latency at %d/s, trigger 0".formatted(RATE),
          String.format(
              Locale.ROOT,
              "p50 %.0f ms, p99 %.0f ms, slowest %.0f ms",
              at(sorted, 0.50) / 1e6,
              at(sorted, 0.99) / 1e6,
              at(sorted, 1) / 1e6));
    }
  }

  private static Arrival entering(int car) {
    var key = new SessionKey("L-%05d".formatted(car), "N1");
    var sighting = new Sighting("l" + car, key, Status.ENTERING, Traffic.FIRST + car / RATE);
    return new Arrival(0, car, car % Site.PARTITIONS, sighting);
  }

  private static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }
}
