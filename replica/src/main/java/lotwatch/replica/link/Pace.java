package lotwatch.replica.link;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A stream goes out no faster than the other node takes it. */
final class Pace {
  private final ServerCallStreamObserver<?> requester;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private Pace(ServerCallStreamObserver<?> requester) {
    this.requester = requester;
  }

  /** That of a call which begins; only the thread that gRPC calls may ask for it. */
  static Pace of(ServerCallStreamObserver<?> requester) {
    var pace = new Pace(requester);
    requester.setOnReadyHandler(pace::look);
    requester.setOnCancelHandler(pace::look);
    return pace;
  }

  private void look() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until more can be sent; false if nobody wants it any more. */
  boolean await() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!requester.isReady() && !requester.isCancelled()) {
        changed.await();
      }
      return !requester.isCancelled();
    } finally {
      lock.unlock();
    }
  }
}
