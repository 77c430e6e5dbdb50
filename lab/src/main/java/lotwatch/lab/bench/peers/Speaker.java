package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Publishes at a fixed rate and numbers the events. Used by one thread. */
final class Speaker implements AutoCloseable {
  private final Publisher publisher;
  private int number;

  /**
   * @param publisher is closed with this
   */
  Speaker(Publisher publisher) {
    this.publisher = publisher;
  }

  /** The number of the next event. */
  int next() {
    return number + 1;
  }

  /**
   * Publishes all of a round. An event counts as sent when it was written, or, if the one before
   * was not taken in time, when it should have been.
   *
   * @return the longest time that one was not taken, in nanoseconds
   */
  long speak(Round round, double perSecond) throws IOException {
    long everyNanos = Math.round(1e9 / perSecond);
    long due = System.nanoTime();
    long written = due;
    long longest = 0;
    for (int i = 0; i < round.count(); i++) {
      due += everyNanos;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      publisher.prepare(++number);
      long now = System.nanoTime();
      round.sent(number, written - due > 0 ? due : now);
      publisher.publish();
      written = System.nanoTime();
      longest = Math.max(longest, written - now);
    }
    return longest;
  }

  @Override
  public void close() throws IOException {
    publisher.close();
  }
}
