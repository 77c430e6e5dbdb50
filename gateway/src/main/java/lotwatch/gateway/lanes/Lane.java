package lotwatch.gateway.lanes;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;

/** One bounded queue, and whether something of it is being carried. For any thread. */
final class Lane<T> {
  private final int laneMax;
  private final int batchMax;
  private final BiPredicate<T, T> together;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition rest = lock.newCondition();
  private final ArrayDeque<T> queue = new ArrayDeque<>();
  private boolean carrying;
  private boolean closed;

  /** What became of something that was brought. */
  enum Offered {
    /** It waits. */
    WAITS,
    /** It waits, and who brought it is to carry it. */
    BEGINS,
    /** There is no space for it. */
    FULL
  }

  Lane(Lanes.Limits limits, BiPredicate<T, T> together) {
    laneMax = limits.laneMax();
    batchMax = limits.batchMax();
    this.together = together;
  }

  Offered offer(T one) {
    lock.lock();
    try {
      return add(one);
    } finally {
      lock.unlock();
    }
  }

  Offered offer(T one, long waitNanosMax) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = waitNanosMax;
      while (queue.size() >= laneMax && !closed && left > 0) {
        left = notFull.awaitNanos(left);
      }
      return add(one);
    } finally {
      lock.unlock();
    }
  }

  private Offered add(T one) {
    if (closed || queue.size() >= laneMax) {
      return Offered.FULL;
    }
    queue.add(one);
    if (carrying) {
      return Offered.WAITS;
    }
    carrying = true;
    return Offered.BEGINS;
  }

  /** What is to be carried next; if there is nothing, somebody has to begin anew. */
  List<T> next() {
    lock.lock();
    try {
      var batch = new ArrayList<T>();
      var first = closed ? null : queue.poll();
      if (first == null) {
        carrying = false;
        rest.signalAll();
        return batch;
      }
      batch.add(first);
      for (var next = queue.peek();
          batch.size() < batchMax && next != null && together.test(first, next);
          next = queue.peek()) {
        batch.add(queue.remove());
      }
      notFull.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is carried. */
  void drain(long deadlineNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (carrying && !closed) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0 || !rest.await(left, NANOSECONDS)) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      notFull.signalAll();
      rest.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
