package lotwatch.cli.produce;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.Places;
import lotwatch.sessions.Sighting;

/** All cameras of a plan, a thread each, until its time is over. */
final class Cameras {
  private static final double INTERVAL_SECONDS = 2;

  private final ProducerPlan plan;
  private final TopicSender sender;
  private final InstantSource clock;
  private final LongConsumer told;

  /**
   * @param told how many records are sent, by any thread
   */
  Cameras(ProducerPlan plan, TopicSender sender, InstantSource clock, LongConsumer told) {
    this.plan = plan;
    this.sender = sender;
    this.clock = clock;
    this.told = told;
  }

  /**
   * Runs them.
   *
   * @return how many records were sent
   */
  long run() throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMillis(Math.round(plan.minutes() * 60_000)).toNanos();
    var places = Places.systemC().all();
    var seeds = new SplittableRandom(plan.seed());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Long>>();
      for (int i = 0; i < plan.cameras(); i++) {
        int from = i * places.size() / plan.cameras();
        int to = (i + 1) * places.size() / plan.cameras();
        var seen = places.subList(from, to).stream().map(Places.Place::name).toList();
        var random = seeds.split();
        running.add(threads.submit(() -> run(new StreamCamera(seen, random), random, end)));
      }
      return await(running);
    }
  }

  private static long await(List<Future<Long>> running) throws IOException, InterruptedException {
    long sent = 0;
    try {
      for (var camera : running) {
        sent += camera.get();
      }
      return sent;
    } catch (ExecutionException e) {
      running.forEach(camera -> camera.cancel(true));
      if (e.getCause() instanceof IOException cannot) {
        throw cannot;
      }
      throw new IllegalStateException("a camera ended", e);
    }
  }

  private long run(StreamCamera camera, SplittableRandom random, long end)
      throws IOException, InterruptedException {
    long sent = 0;
    double next = System.nanoTime();
    while (next < end) {
      Pace.sleepUntil((long) next);
      send(camera.next(clock.instant().getEpochSecond()));
      sent++;
      next += interval(random) * 1e9;
    }
    for (var leaving : camera.end(clock.instant().getEpochSecond())) {
      send(leaving);
      sent++;
    }
    return sent;
  }

  private double interval(SplittableRandom random) {
    double mean =
        plan.eventsPerSecond() > 0 ? plan.cameras() / plan.eventsPerSecond() : INTERVAL_SECONDS;
    return mean * (0.5 + random.nextDouble());
  }

  private void send(Sighting sighting) throws IOException, InterruptedException {
    sender.await(
        sender.send(
            SightingRecord.key(sighting), SightingRecord.value(sighting, ZoneId.systemDefault())));
    told.accept(1);
  }
}
