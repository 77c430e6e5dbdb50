package lotwatch.gateway.live;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.gateway.net.AddressCaps;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** Who listens to the live feed now. */
final class LiveClientCaps {
  private final LiveLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final AddressCaps inside;
  private final Set<Thread> listeners = new HashSet<>();
  private boolean closed;

  LiveClientCaps(LiveLimits limits) {
    this.limits = limits;
    inside =
        new AddressCaps(
            limits.clientsMax(), limits.clientsPerAddressMax(), InetAddress::isLoopbackAddress);
  }

  /**
   * Lets the calling thread's client in.
   *
   * @throws ProblemException naming the limit, if one is reached
   */
  Seat enter(InetAddress address) throws ProblemException {
    lock.lock();
    try {
      if (closed) {
        throw refusal(503, "Closing", "the live feed is closing");
      }
      switch (inside.enter(address)) {
        case FULL ->
            throw refusal(
                503, "Too many live clients", "clientsMax is %d".formatted(limits.clientsMax()));
        case ADDRESS_FULL ->
            throw refusal(
                429,
                "Too many live clients of this address",
                "clientsPerAddressMax is %d".formatted(limits.clientsPerAddressMax()));
        case INSIDE -> listeners.add(Thread.currentThread());
      }
      return new Seat(address, Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  int size() {
    return inside.size();
  }

  /** Ends every stream. */
  void close() {
    lock.lock();
    try {
      closed = true;
      listeners.forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  private void leave(InetAddress address, Thread listener) {
    lock.lock();
    try {
      listeners.remove(listener);
      inside.leave(address);
    } finally {
      lock.unlock();
    }
  }

  private static ProblemException refusal(int status, String title, String detail) {
    return new ProblemException(Problem.of(status, title, detail).because("LIMIT"));
  }

  /** The right to listen, until closed. */
  final class Seat implements AutoCloseable {
    private final InetAddress address;
    private final Thread listener;

    Seat(InetAddress address, Thread listener) {
      this.address = address;
      this.listener = listener;
    }

    @Override
    public void close() {
      leave(address, listener);
    }
  }
}
