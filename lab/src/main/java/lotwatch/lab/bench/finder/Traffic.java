package lotwatch.lab.bench.finder;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import lotwatch.lab.bench.load.Generator;
import lotwatch.lab.bench.load.LoadPlan;
import lotwatch.lab.bench.load.Outcome;
import lotwatch.lab.bench.load.SensorExchange;
import org.HdrHistogram.Histogram;

/** Sensors on every lot, and subscribers who hear of it, beside whatever else happens. */
final class Traffic implements AutoCloseable {
  /** When nobody has heard anything for so long, those that read have all there is. */
  private static final long QUIET_NANOS = SECONDS.toNanos(1);

  private static final long SETTLE_NANOS_MAX = SECONDS.toNanos(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Site site;
  private final Flow flow;
  private final EventLags lags;
  private final OptionalLong droppedBefore;
  private final Subscribers subscribers;
  private final Kept<SensorExchange> exchanges = new Kept<>();
  private final FutureTask<Outcome> sensors;
  private final Thread thread;

  /**
   * How much of it.
   *
   * @param perLot updates per second and lot
   * @param subscribers as many on every lot, so a multiple of the number of lots
   * @param stalled how many of them read nothing until all is over
   */
  record Flow(double perLot, int subscribers, int stalled) {}

  /**
   * What came of it.
   *
   * @param sensors what the sensors were answered
   * @param published changes of free counts, warm-up included; each is for the subscribers of its
   *     lot
   * @param expected what subscribers were to hear of it, all together
   * @param delivered what they heard
   * @param dropped what the server says that it dropped; empty if it does not say
   * @param lag in microseconds, after the warm-up, of those subscribers that were not stalled
   * @param lagBySecond the same for each second
   */
  record Events(
      Flow flow,
      Outcome sensors,
      long published,
      long expected,
      long delivered,
      OptionalLong dropped,
      Histogram lag,
      List<Histogram> lagBySecond) {
    Events {
      lagBySecond = List.copyOf(lagBySecond);
    }

    /** Events that were neither heard nor dropped, if the server says what it dropped. */
    long lost() {
      return expected - delivered - dropped.orElse(0);
    }
  }

  /** Subscribes all, then starts the sensors. */
  Traffic(Site site, Flow flow, RpcCalls.Time time) throws IOException {
    this.site = site;
    this.flow = flow;
    droppedBefore = site.dropped();
    var lots = site.lots();
    lags = new EventLags(time.warmUp().toNanos() / 1_000, ZoneId.systemDefault());
    subscribers =
        new Subscribers(site.addresses().pubsub(), flow.subscribers(), flow.stalled(), lots, lags);
    var plan =
        LoadPlan.open(
            site.addresses().sensor(),
            lots.size(),
            flow.perLot() * lots.size(),
            time.warmUp(),
            time.time());
    sensors =
        new FutureTask<>(
            () -> Generator.run(plan, i -> exchanges.keep(new SensorExchange(lots.get(i), null))));
    thread = Thread.ofPlatform().name("sensors").start(sensors);
  }

  /**
   * Waits until the sensors have ended and subscribers hear nothing more.
   *
   * @param otherChanges of free counts, which were not the sensors'
   * @throws IOException if sensors could not work, or a subscriber lost its connection
   */
  Events await(long otherChanges) throws IOException, InterruptedException {
    var outcome = outcome();
    long sent = exchanges.all().stream().mapToLong(SensorExchange::sent).sum();
    long published = sent + otherChanges;
    long expected = published * flow.subscribers() / site.lots().size();
    if (flow.stalled() > 0) {
      awaitQuiet();
      subscribers.wake();
    }
    settle(expected);
    subscribers.close();
    return new Events(
        flow,
        outcome,
        published,
        expected,
        subscribers.received(),
        dropped(),
        lags.all(),
        lags.seconds());
  }

  private Outcome outcome() throws IOException, InterruptedException {
    try {
      return sensors.get();
    } catch (ExecutionException e) {
      throw new IOException("the sensors: " + e.getMessage(), e);
    }
  }

  /** Until all is heard or dropped; if the server does not say what it dropped, until quiet. */
  private void settle(long expected) throws IOException, InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < SETTLE_NANOS_MAX) {
      subscribers.check();
      var dropped = dropped();
      if (subscribers.received() + dropped.orElse(0) >= expected) {
        return;
      }
      if (dropped.isEmpty()) {
        awaitQuiet();
        return;
      }
      Thread.sleep(LOOK);
    }
  }

  private void awaitQuiet() throws InterruptedException {
    while (subscribers.quietNanos() < QUIET_NANOS) {
      Thread.sleep(LOOK);
    }
  }

  /** Since this began. */
  private OptionalLong dropped() throws IOException {
    var now = site.dropped();
    return now.isPresent() ? OptionalLong.of(now.getAsLong() - droppedBefore.orElse(0)) : now;
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    subscribers.close();
  }
}
