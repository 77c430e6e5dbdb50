package lotwatch.gateway.finder.pubsub;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import lotwatch.ledger.LotId;

/** Who is subscribed to what; the publisher tells them through here. */
final class Subscriptions {
  private final int queueMax;
  private final LongSupplier ids;
  private final Map<Long, Subscription> byId = new ConcurrentHashMap<>();
  private final Map<LotId, List<Subscription>> byLot = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();

  /** Held while one event is told, so that a subscriber joins between two of them. */
  private final ReentrantLock turn = new ReentrantLock();

  private long told;

  Subscriptions(int queueMax, LongSupplier ids, long sequence) {
    this.queueMax = queueMax;
    this.ids = ids;
    told = sequence;
  }

  /**
   * Makes a subscription that is told nothing yet.
   *
   * @param wake is called when there is something to send
   */
  Subscription make(Set<LotId> lots, boolean numbered, Runnable wake) {
    return new Subscription(nextId(), lots, numbered, queueMax, wake, dropped);
  }

  /** The number of one more subscription. */
  long nextId() {
    return ids.getAsLong();
  }

  /**
   * From now on it is told.
   *
   * @param since the last event it has; it is told nothing up to that one
   * @return the last event that others were told already: those between are for the connection to
   *     tell
   */
  long join(Subscription subscription, long since) {
    turn.lock();
    try {
      subscription.startAfter(Math.max(told, since));
      byId.put(subscription.id(), subscription);
      subscription
          .lots()
          .forEach(lot ->
              byLot.computeIfAbsent(lot, _ -> new CopyOnWriteArrayList<>()).add(subscription));
      return told;
    } finally {
      turn.unlock();
    }
  }

  /** Ends one and wakes its connection; tells whether there was one of that id. */
  boolean leave(long id) {
    var left = byId.remove(id);
    if (left == null) {
      return false;
    }
    left.lots()
        .forEach(lot ->
            byLot.computeIfPresent(
                lot,
                (_, all) -> {
                  all.remove(left);
                  return all.isEmpty() ? null : all;
                }));
    left.wake();
    return true;
  }

  boolean has(Subscription subscription) {
    return byId.containsKey(subscription.id());
  }

  int size() {
    return byId.size();
  }

  long dropped() {
    return dropped.sum();
  }

  /** All events up to {@code sequence} have happened; these are changes that they made. */
  void tell(Collection<FreeChange> changes, long sequence) {
    turn.lock();
    try {
      for (var change : changes) {
        byLot.getOrDefault(change.lot(), List.of()).forEach(one -> one.tell(change));
      }
      told = sequence;
    } finally {
      turn.unlock();
    }
  }
}
