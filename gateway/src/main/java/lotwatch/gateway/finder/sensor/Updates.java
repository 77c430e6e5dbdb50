package lotwatch.gateway.finder.sensor;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.gateway.lanes.Lanes;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
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
  static final int BATCH_MAX = 64;

  /** How long what waits may take to get into the ledger when the port closes. */
  static final Duration DRAIN_MAX = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Updates.class.getName());
  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final int LANES = 32;

  private final Gate gate;
  private final Duration drainMax;
  private final Lanes<Update> lanes;
  private final NewestNumbers newest = new NewestNumbers();
  private final LongAdder refused = new LongAdder();
  private final LongAdder uncertain = new LongAdder();
  private final AtomicInteger retrying = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Complaints complaints = new Complaints(LOG);

  Updates(Gate gate, Duration drainMax) {
    this.gate = gate;
    this.drainMax = drainMax;
    lanes =
        new Lanes<>(
            new Lanes.Limits(LANES, LANE_MAX, BATCH_MAX),
            (first, next) -> first.command().equals(next.command()),
            this::submit);
  }

  /** Queues an update if there is room. */
  boolean offer(LotId lot, Update update) {
    return lanes.offer(lot, update);
  }

  /** Queues an update, waiting for room; tells whether it did: not once the port has closed. */
  boolean put(LotId lot, Update update) throws InterruptedException {
    return lanes.offer(lot, update, FOREVER);
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

  private void submit(List<Update> batch, Runnable done) {
    var left = new AtomicInteger(batch.size());
    for (var update : batch) {
      submit(
          update,
          () -> {
            if (left.decrementAndGet() == 0) {
              done.run();
            }
          });
    }
  }

  private void submit(Update update, Runnable done) {
    var late = newest.late(update);
    if (late != null) {
      refuse(update, late);
      done.run();
      return;
    }
    try {
      gate.submit(update.asked(), update.command(), update.request(), new Settling(update, done));
    } catch (DeniedException e) {
      refuse(update, "denied: " + e.reason());
      done.run();
    } catch (RuntimeException e) { // a fault of ours
      LOG.log(ERROR, "an update is lost", e);
      if (update.ack() != null) {
        update.ack().tell("ERROR: unavailable: internal error");
      }
      done.run();
    }
  }

  /** Hears what became of an update. */
  private final class Settling implements Inbox.Answer {
    private final Update update;
    private final Runnable done;

    Settling(Update update, Runnable done) {
      this.update = update;
      this.done = done;
    }

    @Override
    public void committed(Outcome outcome) {
      if (outcome instanceof Rejected no) {
        refuse(update, no.detail());
      } else {
        complaints.settled();
        if (update.ack() != null) {
          update.ack().tell(Ack.DONE);
        }
      }
      done.run();
    }

    @Override
    public void unavailable(UnavailableException why) {
      if (update.ack() != null) {
        update.ack().tell("ERROR: unavailable: " + why.getMessage());
      } else if (why.mayBeApplied()) {
        uncertain.increment();
        complaints.say("an update may or may not have been counted: " + why.getMessage());
      } else {
        complaints.say("updates wait: " + why.getMessage());
        submitAgain(update, done);
        return;
      }
      done.run();
    }
  }

  private void submitAgain(Update update, Runnable done) {
    retrying.incrementAndGet();
    Thread.ofVirtual()
        .name("sensor-retry")
        .start(() -> {
          try {
            if (!closed.await(AGAIN.toMillis(), MILLISECONDS)) {
              retrying.decrementAndGet();
              submit(update, done);
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void refuse(Update update, String why) {
    refused.increment();
    if (update.ack() == null) {
      complaints.say("an update is rejected: " + why);
    } else {
      update.ack().tell("ERROR: " + why);
    }
  }

  /** Carries what waits, for at most so long as it was told. */
  @Override
  public void close() {
    lanes.drain(drainMax);
    closed.countDown();
    lanes.close();
    int lost = lanes.waiting() + retrying.get();
    if (lost > 0) {
      LOG.log(WARNING, "{0} updates are lost: the ledger did not take them in {1}", lost, drainMax);
    }
  }
}
