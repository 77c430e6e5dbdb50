package lotwatch.gateway.http;

import static java.lang.System.Logger.Level.WARNING;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Who is connected by HTTP. At a limit, the connections that have been silent for longest make room
 * for new ones; those that are being answered are left alone. At the limit of all connections they
 * are of the address that has most of them, so that one address cannot take everybody's.
 */
final class HttpConnections implements Connection.Listener {
  /**
   * Silent connections that make room at once where all are taken: looking for them costs a look at
   * each, and who opens so many will open more.
   */
  static final int CLOSED_AT_ONCE_MAX = 64;

  private static final Duration WARNING_PAUSE = Duration.ofMinutes(1);
  private static final System.Logger LOG = System.getLogger(HttpConnections.class.getName());

  private final HttpSettings.Connections limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Set<HttpConnection>> byAddress = new HashMap<>();
  private final Map<HttpConnection, InetAddress> open = new HashMap<>();
  private long refused;
  private long warnedNanos;

  HttpConnections(HttpSettings.Connections limits) {
    this.limits = limits;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof HttpConnection http
        && http.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress from) {
      enter(http, from.getAddress()).forEach(each -> each.getEndPoint().close());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof HttpConnection http) {
      lock.lock();
      try {
        leave(http);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Those to be closed for the new one: it is among them if there is no room. */
  private Collection<HttpConnection> enter(HttpConnection connection, InetAddress address) {
    lock.lock();
    try {
      var closed = toClose(address);
      if (closed.isEmpty() && isFull(address)) {
        refuse(address);
        return List.of(connection);
      }
      closed.forEach(this::leave);
      open.put(connection, address);
      byAddress.computeIfAbsent(address, _ -> new HashSet<>()).add(connection);
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(InetAddress address) {
    return open.size() >= limits.max() || isAddressFull(address);
  }

  private boolean isAddressFull(InetAddress address) {
    return !limits.proxies().test(address)
        && byAddress.getOrDefault(address, Set.of()).size() >= limits.perAddressMax();
  }

  private Collection<HttpConnection> toClose(InetAddress address) {
    if (isAddressFull(address)) {
      return silent(byAddress.getOrDefault(address, Set.of()), 1);
    }
    if (open.size() < limits.max()) {
      return List.of();
    }
    return byAddress.values().stream()
        .sorted(Comparator.<Set<HttpConnection>>comparingInt(Set::size).reversed())
        .map(each -> silent(each, Math.ceilDiv(each.size(), CLOSED_AT_ONCE_MAX)))
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** So many at most that are not being answered, the longest silent first. */
  private static Collection<HttpConnection> silent(Collection<HttpConnection> from, int most) {
    var silent = new ArrayList<Silence>();
    for (var each : from) {
      if (each.getParser().inHeaderState()) {
        silent.add(new Silence(each, idleMillis(each.getEndPoint())));
      }
    }
    silent.sort(Comparator.comparingLong(Silence::millis).reversed());
    return silent.stream()
        .limit(Math.min(most, CLOSED_AT_ONCE_MAX))
        .map(Silence::connection)
        .toList();
  }

  private static long idleMillis(EndPoint end) {
    var bare = end;
    while (bare instanceof EndPoint.Wrapper wrapper) {
      bare = wrapper.unwrap();
    }
    return bare instanceof IdleTimeout watched ? watched.getIdleFor() : 0;
  }

  private void leave(HttpConnection connection) {
    var address = open.remove(connection);
    if (address != null) {
      byAddress.computeIfPresent(
          address,
          (_, those) -> {
            those.remove(connection);
            return those.isEmpty() ? null : those;
          });
    }
  }

  /** Says so, but not for each of a flood. */
  private void refuse(InetAddress address) {
    refused++;
    if (warnedNanos != 0 && System.nanoTime() - warnedNanos < WARNING_PAUSE.toNanos()) {
      return;
    }
    boolean all = open.size() >= limits.max();
    LOG.log(
        WARNING,
        "an HTTP connection of {0} is refused ({1} were so far): {2} is {3}, and all are in use",
        address.getHostAddress(),
        refused,
        all ? "http.connections-max" : "http.connections-per-address-max",
        all ? limits.max() : limits.perAddressMax());
    warnedNanos = System.nanoTime();
  }

  private record Silence(HttpConnection connection, long millis) {}
}
