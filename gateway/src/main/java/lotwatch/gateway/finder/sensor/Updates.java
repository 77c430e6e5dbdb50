package lotwatch.gateway.finder.sensor;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.gateway.lanes.Lanes;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.UnavailableException;

/**
 * Carries updates into the ledger. Those of one lot keep their order; those of others go side by
 * side, and so do updates that follow each other and are the same, between which there is no order
 * to keep: commits come together in one write to the disk.
 */
final class Updates implements AutoCloseable {
  /** Updates of one lane that wait for the ledger. */
  static final int LANE_MAX = 512;

  /** Updates that are the same and are submitted side by side. */
  static final int RUN_MAX = 64;

  /** How long what waits may take to get into the ledger when the port closes. */
  static final Duration DRAIN_MAX = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Updates.class.getName());
  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final int LANES = 32;

  private final Gate gate;
  private final Duration drainMax;
  private final Lanes<Update> lanes;
  private final LongAdder refused = new LongAdder();
  private final LongAdder uncertain = new LongAdder();
  private final Complaints complaints = new Complaints(LOG);

  Updates(Gate gate, Duration drainMax) {
    this.gate = gate;
    this.drainMax = drainMax;
    lanes =
        new Lanes<>(
            "sensor-lane-",
            new Lanes.Limits(LANES, LANE_MAX, RUN_MAX),
            (first, next) -> next.command().equals(first.command()),
            this::settle);
  }

  /** Queues an update if there is room. */
  boolean offer(LotId lot, Update update) {
    return lanes.offer(lot, update);
  }

  /** Queues an update, waiting for room. */
  void put(LotId lot, Update update) throws InterruptedException {
    lanes.put(lot, update);
  }

  long refused() {
    return refused.sum();
  }

  long uncertain() {
    return uncertain.sum();
  }

  int waiting() {
    return lanes.waiting();
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
        complaints.settled();
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
          complaints.say("an update may or may not have been counted: " + e.getMessage());
          return;
        }
        complaints.say("updates wait: " + e.getMessage());
        Thread.sleep(AGAIN);
      }
    }
  }

  private boolean refuse(Update update, String why) {
    refused.increment();
    if (update.ack() == null) {
      complaints.say("an update is refused: " + why);
    } else {
      update.ack().tell("ERROR: " + why);
    }
    return false;
  }

  /** Carries what waits, for at most so long as it was told. */
  @Override
  public void close() {
    lanes.drain(drainMax);
    lanes.close();
    long lost = lanes.left();
    if (lost > 0) {
      LOG.log(WARNING, "{0} updates are lost: the ledger did not take them in {1}", lost, drainMax);
    }
  }
}
