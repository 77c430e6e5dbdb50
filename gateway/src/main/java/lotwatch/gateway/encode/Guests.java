package lotwatch.gateway.encode;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import lotwatch.ledger.View;
import lotwatch.wire.recordings.GuestDesk;

/** The programs of system D that have said to this node where they are. */
final class Guests {
  /** How many are remembered. */
  static final int GUESTS_MAX = 1_000;

  private static final Pattern ADDRESS =
      Pattern.compile("(?<host>[\\w.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):(?<port>\\d{1,5})");

  private static final int PORT_MAX = 65_535;

  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<String> addresses = new TreeSet<>();

  /** Where a guest is. */
  record Address(String host, int port) {
    /** Reads {@code HOST:PORT}; empty if it is none. */
    static Optional<Address> of(String text) {
      var shape = ADDRESS.matcher(text);
      if (!shape.matches()) {
        return Optional.empty();
      }
      int port = Integer.parseInt(shape.group("port"));
      return port < 1 || port > PORT_MAX
          ? Optional.empty()
          : Optional.of(new Address(shape.group("host"), port));
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * Remembers one.
   *
   * @return its address, as it is remembered
   * @throws IllegalArgumentException if the text is no address, or there are too many
   */
  String add(String text) {
    var address =
        Address.of(text)
            .map(Address::toString)
            .orElseThrow(() ->
                new IllegalArgumentException("an address is HOST:PORT, such as 10.0.0.4:50061"));
    lock.lock();
    try {
      if (!addresses.contains(address) && addresses.size() >= GUESTS_MAX) {
        throw new IllegalArgumentException(
            "addresses are %d, which is the limit".formatted(GUESTS_MAX));
      }
      addresses.add(address);
      return address;
    } finally {
      lock.unlock();
    }
  }

  /** All of them, and those that other nodes know, in order. */
  List<String> all(View view) {
    lock.lock();
    try {
      var all = new TreeSet<>(addresses);
      all.addAll(GuestDesk.addresses(view));
      return List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }
}
