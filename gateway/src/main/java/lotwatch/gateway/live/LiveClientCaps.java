package lotwatch.gateway.live;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.gateway.net.AddressCaps;
import lotwatch.gateway.net.UnansweredPeers;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** Who listens to the live feed now. */
final class LiveClientCaps {
  /** Between two looks for clients that are gone: each reads a line for every connection. */
  private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

  private final LiveLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final AddressCaps inside;
  private final Map<Thread, InetSocketAddress> listeners = new LinkedHashMap<>();
  private long lookedNanos = System.nanoTime() - LOOK_PAUSE.toNanos();
  private boolean closed;

  LiveClientCaps(LiveLimits limits) {
    this.limits = limits;
    inside = new AddressCaps(limits.clientsMax(), limits.clientsPerAddressMax(), limits.proxies());
  }

  /**
   * Lets the calling thread's client in. Where its address has all its places, one whose system
   * acknowledges nothing makes room.
   *
   * @throws ProblemException naming the limit, if one is reached
   */
  Seat enter(InetSocketAddress client) throws ProblemException {
    var address = client.getAddress();
    lock.lock();
    try {
      if (closed) {
        throw refusal(503, "Closing", "the live feed is closing");
      }
      var entry = inside.enter(address);
      if (entry == AddressCaps.Entry.ADDRESS_FULL && isMadeFree(address)) {
        entry = inside.enter(address);
      }
      switch (entry) {
        case FULL ->
            throw refusal(
                503, "Too many live clients", "clientsMax is %d".formatted(limits.clientsMax()));
        case ADDRESS_FULL ->
            throw refusal(
                429,
                "Too many live clients of this address",
                "clientsPerAddressMax is %d".formatted(limits.clientsPerAddressMax()));
        case INSIDE -> listeners.put(Thread.currentThread(), client);
      }
      return new Seat(Thread.currentThread());
    } finally {
      lock.unlock();
    }
  }

  /** Whether the calling thread's client may go on. */
  boolean isInside() {
    lock.lock();
    try {
      return !closed && listeners.containsKey(Thread.currentThread());
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
      listeners.keySet().forEach(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  private boolean isMadeFree(InetAddress address) {
    long now = System.nanoTime();
    if (now - lookedNanos < LOOK_PAUSE.toNanos()) {
      return false;
    }
    lookedNanos = now;
    var unanswered = UnansweredPeers.ports(address);
    var gone =
        listeners.entrySet().stream()
            .filter(each -> each.getValue().getAddress().equals(address))
            .filter(each -> unanswered.contains(each.getValue().getPort()))
            .map(Map.Entry::getKey)
            .findFirst();
    gone.ifPresent(thread -> {
      leave(thread);
      thread.interrupt();
    });
    return gone.isPresent();
  }

  private void leave(Thread listener) {
    lock.lock();
    try {
      var client = listeners.remove(listener);
      if (client != null) {
        inside.leave(client.getAddress());
      }
    } finally {
      lock.unlock();
    }
  }

  private static ProblemException refusal(int status, String title, String detail) {
    return new ProblemException(Problem.of(status, title, detail).because("LIMIT"));
  }

  /** The right to listen, until closed. */
  final class Seat implements AutoCloseable {
    private final Thread listener;

    Seat(Thread listener) {
      this.listener = listener;
    }

    @Override
    public void close() {
      leave(listener);
    }
  }
}
