package lotwatch.gateway.finder.pubsub;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.LotId;

/**
 * What one subscriber waits to be told: a bounded queue. When it is full the oldest goes of which a
 * newer one of the same lot is there, so that the newest of every lot always arrives.
 */
final class Subscription {
  private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

  private final long id;
  private final Set<LotId> lots;
  private final boolean numbered;
  private final int queueMax;
  private final Runnable wake;
  private final LongAdder dropped;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<FreeChange> queue = new ArrayDeque<>();
  private final Map<LotId, Integer> waiting = new HashMap<>();
  private boolean behind;

  /** Events up to this one come by the replay, not by the queue. */
  private volatile long after;

  /**
   * @param numbered whether events carry their sequence
   * @param wake is called when there is something to send, and when it ends
   * @param dropped counts what all subscribers miss
   */
  Subscription(
      long id, Set<LotId> lots, boolean numbered, int queueMax, Runnable wake, LongAdder dropped) {
    this.id = id;
    this.lots = Set.copyOf(lots);
    this.numbered = numbered;
    this.queueMax = Math.max(queueMax, lots.size());
    this.wake = wake;
    this.dropped = dropped;
  }

  long id() {
    return id;
  }

  Set<LotId> lots() {
    return lots;
  }

  boolean isNumbered() {
    return numbered;
  }

  void wake() {
    wake.run();
  }

  void startAfter(long sequence) {
    after = sequence;
  }

  /** Queues one change; never waits. */
  void tell(FreeChange told) {
    if (told.sequence() <= after) {
      return;
    }
    lock.lock();
    try {
      queue.add(told);
      waiting.merge(told.lot(), 1, Integer::sum);
      if (queue.size() > queueMax) {
        drop();
      }
    } finally {
      lock.unlock();
    }
    wake();
  }

  private void drop() {
    var oldest = queue.iterator();
    while (oldest.hasNext()) {
      var lot = oldest.next().lot();
      int ofLot = waiting.getOrDefault(lot, 0);
      if (ofLot > 1) { // there is one: the queue is longer than the list of lots
        oldest.remove();
        waiting.put(lot, ofLot - 1);
        dropped.increment();
        break;
      }
    }
    if (!behind) {
      behind = true;
      LOG.log(
          WARNING,
          "subscription {0} does not keep up: of more than {1} events the oldest are dropped",
          id,
          queueMax);
    }
  }

  /** Takes what waits. */
  List<FreeChange> take() {
    lock.lock();
    try {
      var all = new ArrayList<>(queue);
      queue.clear();
      waiting.clear();
      behind = false;
      return all;
    } finally {
      lock.unlock();
    }
  }
}
