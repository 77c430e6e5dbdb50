package lotwatch.lab.bench.peers;

import java.io.IOException;

/** One subscriber: what it has received. One thread of its system writes, all may read. */
abstract class PeerSubscriber {
  private final Audience audience;
  private volatile boolean stalled;
  private volatile int received;
  private volatile int last;
  private volatile String end = "";

  PeerSubscriber(Audience audience) {
    this.audience = audience;
  }

  /** Stops reading; what it receives afterwards is so late that it is no measure of anything. */
  final void stall() {
    stalled = true;
    reading(false);
  }

  /** Goes on reading. */
  final void goOn() {
    reading(true);
  }

  /** Takes from its connection what is there, or leaves it there. */
  abstract void reading(boolean on);

  /** Leaves, at once. */
  abstract void close();

  /** It is told of everything from here on. */
  final void ready() {
    audience.ready();
  }

  /**
   * An event has arrived.
   *
   * @throws IOException if a later one was here before
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  final void received(int number, long nanos) throws IOException {
    if (number <= last) {
      throw new IOException("event %d comes after %d".formatted(number, last));
    }
    received++;
    last = number;
    if (!stalled) {
      audience.received(number, nanos);
    }
  }

  /** It receives no more. */
  final void end(String why) {
    close();
    end = why;
  }

  /** How many events it received. */
  final int received() {
    return received;
  }

  /** The newest that it received. */
  final int last() {
    return last;
  }

  /** Why it receives no more; empty if it does. */
  final String end() {
    return end;
  }
}
