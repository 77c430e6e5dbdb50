package lotwatch.gateway.stream.socket;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lotwatch.gateway.net.AddressCaps;
import org.jspecify.annotations.Nullable;

/** The clients that there are. One thread looks after all of them, from the first on. */
final class Clients implements AutoCloseable {
  private static final Duration LOOK_PAUSE_MAX = Duration.ofSeconds(1);
  private static final int LOOKS = 4;

  private final SocketLimits limits;
  private final Map<String, Namespace> namespaces;
  private final AddressCaps inside;
  private final Map<String, Client> byId = new ConcurrentHashMap<>();
  private final Thread watch = Thread.ofVirtual().name("socket-pings").unstarted(this::look);
  private boolean watched;
  private volatile boolean closed;

  Clients(SocketLimits limits, Map<String, Namespace> namespaces) {
    this.limits = limits;
    this.namespaces = namespaces;
    inside = new AddressCaps(limits.clientsMax(), limits.clientsPerAddressMax(), limits.proxies());
  }

  /** One that has just come. */
  Client enter(InetAddress address) throws FullException {
    if (closed) {
      throw new FullException(503, "Socket.IO is closing");
    }
    switch (inside.enter(address)) {
      case FULL ->
          throw new FullException(
              503,
              "too many clients: http.socket-clients-max is %d".formatted(limits.clientsMax()));
      case ADDRESS_FULL ->
          throw new FullException(
              429,
              "too many clients of this address: http.socket-clients-per-address-max is %d"
                  .formatted(limits.clientsPerAddressMax()));
      case INSIDE -> {}
    }
    var client = new Client(SocketIds.next(), address, limits, namespaces, this::leave);
    byId.put(client.id(), client);
    watchAll();
    if (closed) {
      client.close();
    }
    return client;
  }

  private synchronized void watchAll() {
    if (!watched) {
      watched = true;
      watch.start();
    }
  }

  private void leave(Client client) {
    if (byId.remove(client.id()) != null) {
      inside.leave(client.address());
    }
  }

  @Nullable Client client(String id) {
    return byId.get(id);
  }

  int size() {
    return inside.size();
  }

  private void look() {
    var pause = limits.pings().interval().dividedBy(LOOKS);
    try {
      while (true) {
        Thread.sleep(pause.compareTo(LOOK_PAUSE_MAX) < 0 ? pause : LOOK_PAUSE_MAX);
        long now = System.nanoTime();
        byId.values().forEach(client -> client.tick(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
    byId.values().forEach(Client::close);
  }

  /** There is no place for one more. */
  static final class FullException extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    FullException(int status, String message) {
      super(message, null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
