package lotwatch.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.gateway.stream.kafka.StreamSettings;
import lotwatch.gateway.stream.kafka.StreamSettings.Engine;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.SessionCommand.EndUnread;
import lotwatch.ledger.UnavailableException;

/**
 * Ends, on the node that leads, sessions of which nothing will be told: those of topics and of an
 * engine that the operator chose no more. Nothing moves their clocks but this.
 */
final class UnreadSessions implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  private final String read;
  private final boolean takes;
  private final EventLog eventLog;
  private final Inbox inbox;
  private final BooleanSupplier leads;
  private final InstantSource clock;
  private final Complaints complaints = new Complaints(LOG);
  private final Thread thread;

  private UnreadSessions(
      StreamSettings settings,
      EventLog eventLog,
      Inbox inbox,
      BooleanSupplier leads,
      InstantSource clock) {
    this.read = settings.read();
    this.takes = settings.engine() == Engine.SPARK;
    this.eventLog = eventLog;
    this.inbox = inbox;
    this.leads = leads;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("unread-sessions").unstarted(this::run);
  }

  /**
   * Begins to look.
   *
   * @param leads whether this node is the one that reads topics
   */
  static UnreadSessions start(
      StreamSettings settings,
      EventLog eventLog,
      Inbox inbox,
      BooleanSupplier leads,
      InstantSource clock) {
    var started = new UnreadSessions(settings, eventLog, inbox, leads, clock);
    started.thread.start();
    return started;
  }

  private void run() {
    while (!Thread.currentThread().isInterrupted()) {
      var rules = eventLog.view().configuration().content().sessions().rules();
      long now = clock.instant().getEpochSecond() - rules.latenessSeconds();
      if (leads.getAsBoolean() && isDue(now)) {
        end(now);
      }
      LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
    }
  }

  private boolean isDue(long now) {
    var view = eventLog.view();
    return (!takes && view.takenSessions() > 0)
        || view.sessionStreams().entrySet().stream()
            .filter(each -> read.isEmpty() || !each.getKey().startsWith(read))
            .anyMatch(each -> each.getValue().deadline() <= now);
  }

  private void end(long now) {
    try {
      inbox.submit(new EndUnread(read, takes, now), null);
      complaints.settled();
    } catch (UnavailableException e) {
      complaints.say("sessions of what is read no more have to wait: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
