package lotwatch.gateway.observations;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.gateway.lanes.Lanes;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.CameraCommand.Sighting;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Visibility;
import lotwatch.wire.Observation;

/**
 * Puts observations into the ledger, those of one camera in order. Video waits at most {@link
 * #WAIT_MAX} for room; then, and while the ledger cannot answer, observations are dropped and
 * counted: the next frame says it anew.
 */
public final class ObservationSource implements Consumer<Observation>, AutoCloseable {
  /** Observations of one lane that wait for the ledger. */
  public static final int LANE_MAX = 64;

  /** How long media waits for room in its lane. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(ObservationSource.class.getName());
  private static final int LANES = 16;

  private final Inbox inbox;
  private final Lanes<Observation> lanes;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Complaints complaints = new Complaints(LOG);

  /** Carries into the inbox. */
  public ObservationSource(Inbox inbox) {
    this.inbox = inbox;
    lanes =
        new Lanes<>(
            new Lanes.Limits(LANES, LANE_MAX, 1),
            (_, _) -> false,
            (seen, done) -> submit(seen.getFirst(), done));
  }

  @Override
  public void accept(Observation seen) {
    try {
      if (!lanes.offer(seen.camera(), seen, WAIT_MAX)) {
        drop("the ledger has not kept up for " + WAIT_MAX);
      }
    } catch (InterruptedException e) {
      dropped.increment();
      Thread.currentThread().interrupt();
    }
  }

  /** Observations that did not reach the ledger. */
  public long dropped() {
    return dropped.sum();
  }

  /** Observations that the ledger did not take, such as of a camera it does not know. */
  public long refused() {
    return refused.sum();
  }

  /** Stops carrying; what waits is dropped. */
  @Override
  public void close() {
    lanes.close();
  }

  private void submit(Observation seen, Runnable done) {
    Observe command;
    try {
      command = command(seen);
    } catch (IllegalArgumentException e) {
      refused.increment();
      complaints.say("an observation is not valid: " + e.getMessage());
      done.run();
      return;
    }
    inbox.submit(
        command,
        null,
        new Inbox.Answer() {
          @Override
          public void committed(Outcome outcome) {
            settle(seen, outcome);
            done.run();
          }

          @Override
          public void unavailable(UnavailableException why) {
            drop(String.valueOf(why.getMessage()));
            done.run();
          }
        });
  }

  private void settle(Observation seen, Outcome outcome) {
    if (!(outcome instanceof Rejected no)) {
      complaints.settled();
      return;
    }
    refused.increment();
    if (no.reason() != Reason.STALE) {
      complaints.say("the ledger rejects what " + seen.camera() + " sees: " + no.detail());
    }
  }

  private void drop(String why) {
    dropped.increment();
    complaints.say("observations are dropped: " + why);
  }

  private static Observe command(Observation seen) {
    return new Observe(
        new CameraId(seen.camera()),
        seen.seenAt(),
        switch (seen.visibility()) {
          case CLEAR -> Visibility.CLEAR;
          case BLACK -> Visibility.BLACK;
          case COVERED -> Visibility.COVERED;
          case DAMAGED -> Visibility.DAMAGED;
          case FROZEN -> Visibility.FROZEN;
        },
        seen.sightings().stream()
            .map(one -> new Sighting(new SpotId(one.spot()), one.occupied()))
            .toList());
  }
}
