package lotwatch.feeds.pubsub;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.Journal;
import lotwatch.ledger.Journal.GapException;
import lotwatch.ledger.LotId;
import lotwatch.tcp.Caller;
import lotwatch.wire.rpc.RpcAnswer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one connection: replies first, and what its subscriptions are told. It has a thread of
 * its own, so that its reader hears when the caller is gone and a caller that takes nothing keeps
 * nobody but this thread.
 */
final class Teller implements AutoCloseable {
  /** Replies that wait for a caller that asks faster than it listens. */
  static final int REPLIES_MAX = 16;

  private static final int BATCH_MAX = 256;
  private static final long LOOK_AGAIN_NANOS = 100_000_000;

  private final Caller caller;
  private final Journal journal;
  private final ZoneId zone;
  private final Subscriptions all;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final Map<Long, Subscription> mine = new LinkedHashMap<>();
  private final Thread thread;
  private boolean woken;
  private boolean closing;
  private boolean gone;

  /** A reply, and the replay that follows it. */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  private record Reply(byte[] body, @Nullable Replay replay) {}

  /** Events that a subscription is told before those of its queue. */
  private record Replay(Subscription subscription, long after, long upTo) {}

  Teller(Caller caller, Journal journal, ZoneId zone, Subscriptions all) {
    this.caller = caller;
    this.journal = journal;
    this.zone = zone;
    this.all = all;
    caller.input().readApart();
    thread = Thread.ofVirtual().name("pubsub-teller").start(this::tell);
  }

  /** How many subscriptions this connection has. */
  int size() {
    lock.lock();
    try {
      mine.values().removeIf(one -> !all.has(one));
      return mine.size();
    } finally {
      lock.unlock();
    }
  }

  /** Sends an answer; waits while too many wait already. */
  void reply(byte[] body) throws InterruptedException {
    reply(new Reply(body, null), null);
  }

  private void reply(Reply reply, @Nullable Subscription added) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (replies.size() >= REPLIES_MAX && !gone) {
        changed.await();
      }
      replies.add(reply);
      if (added != null) {
        mine.put(added.id(), added);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Subscribes. What happens from here on is told; before the reply nothing is.
   *
   * @param since the last event that the caller has; empty to begin now
   */
  void subscribe(String call, Set<LotId> lots, OptionalLong since) throws InterruptedException {
    var subscription = all.make(lots, since.isPresent(), this::wake);
    long upTo = all.join(subscription, since.orElse(0));
    var replay = since.isPresent() ? new Replay(subscription, since.getAsLong(), upTo) : null;
    try {
      reply(new Reply(answer(call, subscription), replay), subscription);
    } catch (InterruptedException e) {
      all.leave(subscription.id());
      throw e;
    }
    caller.input().bePatient(true);
  }

  private static byte[] answer(String call, Subscription subscription) {
    return RpcAnswer.result(call, Long.toString(subscription.id()));
  }

  private void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The caller will say no more, and may listen still: system B's connections are like that. */
  void goOnAlone(Duration aloneMax) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long until = System.nanoTime() + aloneMax.toNanos();
      while (!mine.isEmpty() && !gone && !caller.isFinishing() && System.nanoTime() < until) {
        changed.awaitNanos(LOOK_AGAIN_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sends what waits and hangs up. */
  void hangUp() throws IOException, InterruptedException {
    finish();
    caller.hangUp();
  }

  private void finish() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    thread.join();
  }

  private void tell() {
    try {
      boolean on = true;
      while (on) {
        on = await();
        for (var reply = nextReply(); reply != null; reply = nextReply()) {
          caller.output().frame(reply.body());
          if (reply.replay() != null) {
            replay(reply.replay());
          }
        }
        for (var subscription : subscriptions()) {
          for (var told : subscription.take()) {
            caller.output().frame(told.body(zone, subscription.isNumbered()));
          }
        }
        caller.output().flush();
      }
    } catch (IOException _) {
      caller.close(); // gone, or takes nothing: its reader ends with it
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      over();
    }
  }

  /** Waits for something to send; tells whether more may come after it. */
  private boolean await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (replies.isEmpty() && !woken && !closing) {
        changed.await();
      }
      woken = false;
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Reply nextReply() {
    lock.lock();
    try {
      var reply = replies.poll();
      changed.signalAll();
      return reply;
    } finally {
      lock.unlock();
    }
  }

  /** Those that have had their replies. */
  private List<Subscription> subscriptions() {
    lock.lock();
    try {
      return replies.isEmpty() ? List.copyOf(mine.values()) : List.of();
    } finally {
      lock.unlock();
    }
  }

  private void replay(Replay replay) throws IOException, InterruptedException {
    var free = new FreePlaces();
    long cursor = replay.after();
    try {
      while (cursor < replay.upTo()) {
        var batch = journal.after(cursor, BATCH_MAX, 0);
        for (var event : batch) {
          cursor = event.sequence();
          var told = free.change(event);
          if (cursor <= replay.upTo()
              && told.isPresent()
              && replay.subscription().lots().contains(told.get().lot())) {
            caller.output().frame(told.get().body(zone, true));
          }
        }
        if (batch.isEmpty()) {
          return;
        }
      }
    } catch (GapException _) {
      // it read too slowly for what is kept; the numbers show the gap
    }
  }

  private void over() {
    lock.lock();
    try {
      gone = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      mine.values().forEach(one -> all.leave(one.id()));
    } finally {
      lock.unlock();
    }
    try {
      if (!Thread.currentThread().isInterrupted()) {
        finish();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
