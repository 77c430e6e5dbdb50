package lotwatch.lab.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Clients that reserve and cancel in turns, each as fast as it is answered: each has one plate and
 * walks with it over the lots. The same for all that are compared.
 */
public final class Load {
  /** Places in each lot: more than there are clients. */
  public static final int CAPACITY = 1_000;

  private static final long MICROS_MAX = 120_000_000;
  private static final int DIGITS = 3;
  private static final Duration AFTER_A_FAILURE = Duration.ofMillis(5);

  private final int lots;
  private final Histogram micros = new ConcurrentHistogram(MICROS_MAX, DIGITS);
  private final AtomicLong failed = new AtomicLong();
  private final AtomicReference<@Nullable String> why = new AtomicReference<>();

  private Load(int lots) {
    this.lots = lots;
  }

  /**
   * How much is asked.
   *
   * @param clients that work at a time, each on a virtual thread
   * @param lots that they walk over
   * @param warm how long they work before it counts
   * @param time how long they work then
   */
  public record Plan(int clients, int lots, Duration warm, Duration time) {}

  /**
   * Opens as many lots as a load walks over.
   *
   * @throws UnavailableException if one was not opened
   */
  public static void open(Inbox inbox, int lots) throws UnavailableException {
    var problem = new AtomicReference<@Nullable UnavailableException>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, lots).forEach(lot -> threads.execute(() -> open(inbox, lot, problem)));
    }
    var first = problem.get();
    if (first != null) {
      throw first;
    }
  }

  private static void open(
      Inbox inbox, int lot, AtomicReference<@Nullable UnavailableException> problem) {
    try {
      inbox.submit(
          new LotCommand.OpenLot(Target.lotId(lot), "Lot", CAPACITY, List.of()),
          new RequestId("open" + lot));
      inbox.submit(new LotCommand.SetCount(Target.lotId(lot), 0), new RequestId("count" + lot));
    } catch (UnavailableException e) {
      problem.set(e);
    }
  }

  /**
   * Lets the clients work, and ends each with its last place given back.
   *
   * @throws Target.FailedException if a client found no way to work
   */
  public static Speed run(Target.Opener opener, Plan plan) throws Target.FailedException {
    var targets = new ArrayList<Target>();
    try {
      for (int client = 0; client < plan.clients(); client++) {
        targets.add(opener.open(client));
      }
      new Load(plan.lots()).work(targets, plan.warm());
      return new Load(plan.lots()).work(targets, plan.time());
    } finally {
      targets.forEach(Target::close);
    }
  }

  private Speed work(List<Target> targets, Duration time) {
    long began = System.nanoTime();
    long end = began + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, targets.size())
          .forEach(client -> threads.execute(() -> client(targets.get(client), client, end)));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    var first = why.get();
    return new Speed(
        targets.size(),
        micros.getTotalCount(),
        micros.getTotalCount() / seconds,
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(95),
        micros.getValueAtPercentile(99),
        micros.getMaxValue(),
        failed.get(),
        first == null ? "" : first);
  }

  private void client(Target target, int client, long end) {
    var plate = "L" + client;
    for (int i = client; System.nanoTime() < end; i++) {
      int lot = i % lots;
      time(() -> target.reserve(lot, plate));
      time(() -> target.cancel(lot, plate));
    }
  }

  private interface Operation {
    void run() throws Target.FailedException;
  }

  private void time(Operation operation) {
    long began = System.nanoTime();
    try {
      operation.run();
      micros.recordValue(Math.min((System.nanoTime() - began) / 1_000, MICROS_MAX));
    } catch (Target.FailedException e) {
      failed.incrementAndGet();
      why.compareAndSet(null, String.valueOf(e.getMessage()));
      LockSupport.parkNanos(AFTER_A_FAILURE.toNanos());
    }
  }
}
