package lotwatch.gateway.campus;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How many names that nobody knew before each address brings: who invents names without end would
 * push out those that are silent for a moment. This machine may bring as many as it likes.
 */
final class NewNames {
  /** New names of one address within {@link #WINDOW}. */
  static final int NAMES_PER_ADDRESS_MAX = 500;

  /** After this time an address may bring as many again. */
  static final Duration WINDOW = Duration.ofHours(1);

  /** Addresses remembered; the one that came first is forgotten first. */
  static final int ADDRESSES_MAX = 10_000;

  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Window> windows =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Window> eldest) {
          return size() > ADDRESSES_MAX;
        }
      };

  /** What an address brought since a moment. */
  private record Window(long since, int names) {}

  /**
   * @param nanos a clock that only runs forward
   */
  NewNames(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Takes note of a new name.
   *
   * @throws IllegalArgumentException if its address has brought too many
   */
  void bring(InetAddress from) {
    if (from.isLoopbackAddress()) {
      return;
    }
    lock.lock();
    try {
      long now = nanos.getAsLong();
      var before = windows.get(from);
      var window =
          before == null || now - before.since() >= WINDOW.toNanos() ? new Window(now, 0) : before;
      if (window.names() >= NAMES_PER_ADDRESS_MAX) {
        throw new IllegalArgumentException(
            "new names of this address are %d within %d minutes, which is the limit"
                .formatted(NAMES_PER_ADDRESS_MAX, WINDOW.toMinutes()));
      }
      windows.put(from, new Window(window.since(), window.names() + 1));
    } finally {
      lock.unlock();
    }
  }
}
