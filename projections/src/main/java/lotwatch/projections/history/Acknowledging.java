package lotwatch.projections.history;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.PositionCommand.AcknowledgePosition;
import lotwatch.ledger.PositionCommand.ClosePosition;
import lotwatch.ledger.PositionCommand.OpenPosition;
import lotwatch.ledger.UnavailableException;

/**
 * The position in the ledger, which keeps the events after it. It follows what is committed in SQL,
 * never the other way round, and nobody waits for it.
 */
final class Acknowledging {
  /** Between two commands. */
  static final Duration EVERY = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger("lotwatch.history");

  private final Inbox inbox;
  private final EventLog eventLog;
  private final String name;
  private final AtomicBoolean asked = new AtomicBoolean();
  private long lastNanos = System.nanoTime() - EVERY.toNanos();

  /**
   * @param name of the position
   */
  Acknowledging(Inbox inbox, EventLog eventLog, String name) {
    this.inbox = inbox;
    this.eventLog = eventLog;
    this.name = name;
  }

  /** Everything up to this event is safe: opens the position or moves it on, if it is time to. */
  void reached(long sequence) {
    var position = eventLog.view().position(name);
    boolean changes = position == null || position.sequence() < sequence;
    if (changes && System.nanoTime() - lastNanos >= EVERY.toNanos()) {
      submit(
          position == null
              ? new OpenPosition(name, Math.min(sequence, eventLog.view().sequence()))
              : new AcknowledgePosition(name, sequence));
    }
  }

  /** Nothing is to be kept here any more. */
  void giveUp() {
    if (eventLog.view().position(name) != null) {
      submit(new ClosePosition(name));
    }
  }

  private void submit(PositionCommand command) {
    if (!asked.compareAndSet(false, true)) {
      return;
    }
    lastNanos = System.nanoTime();
    inbox.submit(
        command,
        null,
        new Inbox.Answer() {
          @Override
          public void committed(Outcome outcome) {
            asked.set(false);
            if (outcome instanceof Rejected no) {
              LOG.log(WARNING, "the position {0} stays: {1}", name, no.detail());
            }
          }

          @Override
          public void unavailable(UnavailableException why) {
            asked.set(false);
            LOG.log(DEBUG, "the position {0} is moved later: {1}", name, why.getMessage());
          }
        });
  }
}
