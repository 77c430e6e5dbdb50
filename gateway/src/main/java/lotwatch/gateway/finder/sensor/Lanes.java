package lotwatch.gateway.finder.sensor;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Principal;
import lotwatch.gateway.auth.Request;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.UnavailableException;

/**
 * Carries updates into the ledger. Those of one lot share a lane and keep their order; lanes go
 * side by side, and so do updates that follow each other and are the same, between which there is
 * no order to keep: commits come together in one write to the disk.
 */
final class Lanes implements AutoCloseable {
  /** Updates of one lane that wait for the ledger. */
  static final int LANE_MAX = 512;

  /** Lanes. */
  static final int LANES = 32;

  /** Updates that are the same and are submitted side by side. */
  static final int RUN_MAX = 64;

  /** How long what waits may take to get into the ledger when the port closes. */
  static final Duration DRAIN_MAX = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Lanes.class.getName());
  private static final Duration AGAIN = Duration.ofMillis(100);

  /** Comes last into each lane. */
  private static final Update STOP =
      new Update(
          new Request(new Principal("", ""), Action.COUNT, "", "", ""), new Tick(), null, null);

  private final Gate gate;
  private final Duration drainMax;
  private final List<BlockingQueue<Update>> queues;
  private final List<Thread> carriers;
  private final LongAdder refused = new LongAdder();
  private final LongAdder uncertain = new LongAdder();
  private final AtomicBoolean complained = new AtomicBoolean();

  Lanes(Gate gate, Duration drainMax) {
    this.gate = gate;
    this.drainMax = drainMax;
    queues =
        Stream.<BlockingQueue<Update>>generate(() -> new ArrayBlockingQueue<>(LANE_MAX))
            .limit(LANES)
            .toList();
    carriers =
        IntStream.range(0, LANES)
            .mapToObj(i -> Thread.ofVirtual().name("sensor-lane-" + i).start(() -> carry(i)))
            .toList();
  }

  /** Puts an update into its lane if there is room. */
  boolean offer(LotId lot, Update update) {
    return queue(lot).offer(update);
  }

  /** Puts an update into its lane, waiting for room. */
  void put(LotId lot, Update update) throws InterruptedException {
    queue(lot).put(update);
  }

  private BlockingQueue<Update> queue(LotId lot) {
    return queues.get(Math.floorMod(lot.hashCode(), LANES));
  }

  long refused() {
    return refused.sum();
  }

  long uncertain() {
    return uncertain.sum();
  }

  int waiting() {
    return queues.stream().mapToInt(BlockingQueue::size).sum();
  }

  private void carry(int lane) {
    var queue = queues.get(lane);
    try {
      for (var first = queue.take(); !first.equals(STOP); first = queue.take()) {
        settle(run(first, queue));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Update> run(Update first, BlockingQueue<Update> queue) {
    var run = new ArrayList<Update>();
    run.add(first);
    for (var next = queue.peek();
        next != null && run.size() < RUN_MAX && next.command().equals(first.command());
        next = queue.peek()) {
      run.add(queue.remove());
    }
    return run;
  }

  private void settle(List<Update> run) throws InterruptedException {
    var others = new CountDownLatch(run.size() - 1);
    for (var update : run.subList(1, run.size())) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              settle(update);
            } catch (InterruptedException _) {
              Thread.currentThread().interrupt();
            } finally {
              others.countDown();
            }
          });
    }
    settle(run.getFirst());
    others.await();
  }

  private void settle(Update update) throws InterruptedException {
    while (true) {
      try {
        boolean taken =
            !(gate.submit(update.asked(), update.command(), update.request())
                    instanceof Rejected no)
                || refuse(update, no.detail());
        if (taken && update.ack() != null) {
          update.ack().tell(Ack.DONE);
        }
        complained.set(false);
        return;
      } catch (DeniedException e) {
        refuse(update, "denied: " + e.reason());
        return;
      } catch (UnavailableException e) {
        if (update.ack() != null) {
          update.ack().tell("ERROR: unavailable: " + e.getMessage());
          return;
        }
        if (e.mayBeApplied()) {
          uncertain.increment();
          complain("an update may or may not have been counted: " + e.getMessage());
          return;
        }
        complain("updates wait: " + e.getMessage());
        Thread.sleep(AGAIN);
      }
    }
  }

  private boolean refuse(Update update, String why) {
    refused.increment();
    if (update.ack() == null) {
      complain("an update is refused: " + why);
    } else {
      update.ack().tell("ERROR: " + why);
    }
    return false;
  }

  /** Once until it goes well again: an outage is one line, not one an update. */
  private void complain(String what) {
    if (!complained.getAndSet(true)) {
      LOG.log(WARNING, what);
    }
  }

  /** Carries what waits, for at most so long as it was told. */
  @Override
  public void close() {
    long deadline = System.nanoTime() + drainMax.toNanos();
    try {
      for (var queue : queues) {
        if (!queue.offer(STOP, deadline - System.nanoTime(), NANOSECONDS)) {
          break;
        }
      }
      for (var carrier : carriers) {
        carrier.join(
            Duration.ofMillis(Math.max(1, NANOSECONDS.toMillis(deadline - System.nanoTime()))));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    carriers.forEach(Thread::interrupt);
    long lost = queues.stream().flatMap(BlockingQueue::stream).filter(u -> !u.equals(STOP)).count();
    if (lost > 0) {
      LOG.log(WARNING, "{0} updates are lost: the ledger did not take them in {1}", lost, drainMax);
    }
  }
}
