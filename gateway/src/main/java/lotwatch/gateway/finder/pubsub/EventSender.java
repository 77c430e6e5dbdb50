package lotwatch.gateway.finder.pubsub;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.net.Connection;
import lotwatch.gateway.net.Output;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.LotId;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the subscriptions of one connection are told. Used by one thread at a time, as the
 * protocol is.
 */
final class EventSender {
  private static final int BATCH_MAX = 256;

  private final Connection connection;
  private final Output out;
  private final EventLog eventLog;
  private final ZoneId zone;
  private final Subscriptions all;
  private final Map<Long, Subscription> mine = new LinkedHashMap<>();
  private final Map<Long, NamedSubscription> named = new LinkedHashMap<>();
  private final NamedCalls namedCalls;
  private @Nullable Replay replay;

  /** Events that a subscription is told before those of its queue. */
  private static final class Replay {
    private final Subscription subscription;
    private final FreeCounts free = new FreeCounts();
    private final long upTo;
    private long cursor;

    Replay(Subscription subscription, long after, long upTo) {
      this.subscription = subscription;
      this.upTo = upTo;
      cursor = after;
    }
  }

  EventSender(
      Connection connection,
      EventLog eventLog,
      ZoneId zone,
      Subscriptions all,
      NamedCalls namedCalls) {
    this.namedCalls = namedCalls;
    this.connection = connection;
    this.eventLog = eventLog;
    this.zone = zone;
    this.all = all;
    out = connection.output();
  }

  /** How many subscriptions this connection has. */
  int size() {
    mine.values().removeIf(one -> !all.has(one));
    return mine.size() + named.size();
  }

  /** Subscribes by name; tells the subscription's number. */
  long subscribe(Requester requester, NamedCalls.Ask ask)
      throws DeniedException, UnavailableException {
    var subscription = namedCalls.subscribe(requester, all::nextId, ask, connection::wake);
    named.put(subscription.id(), subscription);
    connection.allowSilence(true);
    return subscription.id();
  }

  /** The named subscription of that number, if this connection has it. */
  @Nullable NamedSubscription named(long id) {
    return named.get(id);
  }

  /**
   * Subscribes. What happens from here on is told, after what is written already.
   *
   * @param since the last event that the connection has; empty to begin now
   * @return the subscription's number
   */
  long subscribe(Set<LotId> lots, OptionalLong since) {
    var subscription = all.make(lots, since.isPresent(), connection::wake);
    mine.put(subscription.id(), subscription);
    long upTo = all.join(subscription, since.orElse(0));
    if (since.isPresent()) {
      replay = new Replay(subscription, since.getAsLong(), upTo);
    }
    connection.allowSilence(true);
    return subscription.id();
  }

  /** Ends a subscription of this connection, which stays open; tells whether it had that one. */
  boolean unsubscribe(long id) {
    var byName = named.remove(id);
    if (byName != null) {
      namedCalls.leave(byName);
      return true;
    }
    return mine.remove(id) != null && all.leave(id);
  }

  /** Whether a subscription is still being told what it missed. */
  boolean isReplaying() {
    return replay != null;
  }

  /** Writes what a subscription missed, until there is no room or no more. */
  void replay() {
    var now = replay;
    while (now != null && !out.isFull()) {
      if (now.cursor >= now.upTo || !goOn(now)) {
        replay = null;
        connection.wake(); // for what came meanwhile
        return;
      }
    }
  }

  /** Writes a batch; tells whether there may be more. */
  private boolean goOn(Replay now) {
    try {
      var batch = eventLog.after(now.cursor, BATCH_MAX, 0);
      for (var event : batch) {
        now.cursor = event.sequence();
        var told = now.free.change(event);
        if (now.cursor <= now.upTo
            && told.isPresent()
            && now.subscription.lots().contains(told.get().lot())) {
          out.frame(told.get().body(zone, true));
        }
      }
      return !batch.isEmpty() && now.cursor < now.upTo;
    } catch (GapException _) {
      return false; // it read too slowly for what is kept; the numbers show the gap
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes what waits; tells whether there is more, for which there is no room now. */
  boolean tell() {
    if (replay != null) {
      return false; // it wakes us when it is done
    }
    for (var subscription : mine.values()) {
      if (out.isFull()) {
        return true;
      }
      for (var told : subscription.take()) {
        out.frame(told.body(zone, subscription.isNumbered()));
      }
    }
    boolean had = !mine.isEmpty() || !named.isEmpty();
    for (var subscription : List.copyOf(named.values())) {
      if (subscription.tell(out)) {
        return true;
      }
      if (subscription.isOver()) {
        var _ = unsubscribe(subscription.id());
      }
    }
    if (had && size() == 0) {
      connection.finish(); // others ended them: who only listens would wait for ever
    }
    return false;
  }

  /** Ends all of them. */
  void close() {
    mine.values().forEach(one -> all.leave(one.id()));
    named.values().forEach(namedCalls::leave);
  }
}
