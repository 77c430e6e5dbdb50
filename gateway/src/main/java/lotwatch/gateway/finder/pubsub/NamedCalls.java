package lotwatch.gateway.finder.pubsub;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.PositionCommand.AcknowledgePosition;
import lotwatch.ledger.PositionCommand.ClosePosition;
import lotwatch.ledger.PositionCommand.TakePosition;
import lotwatch.ledger.PositionState.Holder;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Subscriptions with a name, and what their connections acknowledge. A position is the ledger's, so
 * all that changes one goes through the gate; what is rejected is an {@link
 * IllegalArgumentException} with the words for it.
 */
final class NamedCalls implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(NamedCalls.class.getName());

  private final Gate gate;
  private final EventLog eventLog;
  private final ZoneId zone;
  private final Map<Long, NamedSubscription> byId = new ConcurrentHashMap<>();

  NamedCalls(Gate gate, EventLog eventLog, ZoneId zone) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.zone = zone;
  }

  /** What is asked for. */
  record Ask(String name, Set<LotId> lots, @Nullable Long after) {}

  int size() {
    return byId.size();
  }

  /**
   * Takes a name over and begins to tell it what its position has not passed.
   *
   * @param ids gives the subscription its number
   * @param wake is called when there is something to send
   */
  NamedSubscription subscribe(Requester requester, LongSupplier ids, Ask ask, Runnable wake)
      throws DeniedException, UnavailableException {
    var connection = UUID.randomUUID().toString();
    var holder = new Holder(requester.principal().name(), connection);
    submit(requester, new TakePosition(ask.name(), holder, ask.after()));
    eventLog.catchUp();
    var position = eventLog.view().position(ask.name());
    if (position == null || !position.isHeldBy(connection)) {
      throw taken(ask.name());
    }
    long id = ids.getAsLong();
    var subscription =
        new NamedSubscription(
            id,
            new NamedSubscription.Terms(ask.name(), connection, ask.lots(), zone),
            eventLog,
            position.sequence(),
            wake,
            sequence -> skip(requester, ask.name(), connection, sequence));
    byId.values().stream()
        .filter(other -> other.name().equals(ask.name()))
        .forEach(other -> other.end("TAKEN"));
    byId.put(id, subscription);
    subscription.start();
    return subscription;
  }

  private void skip(Requester requester, String name, String connection, long sequence) {
    try {
      submit(requester, new AcknowledgePosition(name, sequence, connection));
    } catch (DeniedException | UnavailableException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "a position waits", e); // tried again with the next events
    }
  }

  /** Its holder has everything up to this event, for ever. */
  void acknowledge(Requester requester, NamedSubscription by, long sequence)
      throws DeniedException, UnavailableException {
    long upTo = by.upTo(sequence);
    submit(requester, new AcknowledgePosition(by.name(), upTo, by.connection()));
    by.acknowledged(upTo);
  }

  /** Nobody will subscribe by this name again. */
  void forget(Requester requester, String name) throws DeniedException, UnavailableException {
    submit(requester, new ClosePosition(name));
  }

  private void submit(Requester requester, PositionCommand command)
      throws DeniedException, UnavailableException {
    var request = requester.asks(Action.SUBSCRIBE, "consumer " + command.name());
    switch (gate.submit(request, command, null)) {
      case Accepted _ -> {}
      case Rejected no -> {
        if (no.reason() == Reason.NOT_FOUND) {
          throw new IllegalArgumentException("Unknown name: " + command.name());
        }
        throw no.reason() == Reason.STALE
            ? taken(command.name())
            : new IllegalArgumentException(no.detail());
      }
      case Held _, Seen _ -> throw new IllegalStateException("held without a reservation");
    }
  }

  private static IllegalArgumentException taken(String name) {
    return new IllegalArgumentException(
        "taken: another connection has taken %s over".formatted(name));
  }

  /** Ends a subscription of another connection and tells it; false if there is none of that id. */
  boolean end(long id) {
    var subscription = byId.get(id);
    if (subscription == null) {
      return false;
    }
    subscription.end("UNSUBSCRIBED");
    return true;
  }

  /** Is told nothing any more. */
  void leave(NamedSubscription subscription) {
    byId.remove(subscription.id());
    subscription.close();
  }

  @Override
  public void close() {
    byId.values().forEach(NamedSubscription::close);
  }
}
