package lotwatch.gateway.net;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Who is connected to a port now. */
final class ConnectionCaps {
  private static final System.Logger LOG = System.getLogger(ConnectionCaps.class.getName());

  private final TcpLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final AddressCaps inside;
  private boolean refusing;
  private boolean finishing;

  /** Those who have a place. */
  private final Set<Connection> entered = new HashSet<>();

  /** Those inside and those who are being turned away. */
  private final Set<Connection> watched = ConcurrentHashMap.newKeySet();

  ConnectionCaps(TcpLimits limits) {
    this.limits = limits;
    inside =
        new AddressCaps(limits.connectionsMax(), limits.connectionsPerAddressMax(), _ -> false);
  }

  /**
   * Lets a connection in.
   *
   * @return null if it is in, else why not
   */
  @Nullable String enter(Connection connection, InetAddress address) {
    lock.lock();
    try {
      if (finishing) {
        return "the server is stopping";
      }
      var entry = inside.enter(address);
      if (entry == AddressCaps.Entry.ADDRESS_FULL && isMadeFree(address)) {
        entry = inside.enter(address);
      }
      return switch (entry) {
        case FULL ->
            "%d connections are open, which is the limit".formatted(limits.connectionsMax());
        case ADDRESS_FULL ->
            "%d connections are open from this address, which is the limit"
                .formatted(limits.connectionsPerAddressMax());
        case INSIDE -> {
          refusing = false;
          watched.add(connection);
          entered.add(connection);
          yield null;
        }
      };
    } finally {
      lock.unlock();
    }
  }

  void leave(Connection connection, InetAddress address) {
    lock.lock();
    try {
      watched.remove(connection);
      if (entered.remove(connection)) {
        inside.leave(address);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Cuts the connection of an address that has been silent for longest, if that is long. Behind a
   * router that forgets connections, such are those of clients that have come again since.
   */
  private boolean isMadeFree(InetAddress address) {
    long now = System.nanoTime();
    long longest = limits.peers().silentMin().toNanos();
    Connection silent = null;
    for (var each : entered) {
      long silence = each.address().equals(address) ? each.silentNanos(now) : -1;
      if (silence >= longest) {
        longest = silence;
        silent = each;
      }
    }
    if (silent == null) {
      return false;
    }
    entered.remove(silent);
    inside.leave(address);
    silent.cut();
    return true;
  }

  /** Whether nobody was turned away since the last one was let in. */
  boolean isFirstRefusal() {
    lock.lock();
    try {
      boolean first = !refusing;
      refusing = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  void watch(Connection connection) {
    watched.add(connection);
  }

  void unwatch(Connection connection) {
    watched.remove(connection);
  }

  int size() {
    return inside.size();
  }

  boolean isEmpty() {
    return watched.isEmpty();
  }

  /** Cuts those of the calling loop who are late, and counts them. */
  void cutLate(long nowNanos, LongAdder count) {
    for (var connection : watched) {
      if (connection.loop().inEventLoop() && isLate(connection, nowNanos)) {
        count.increment();
        connection.cut();
      }
    }
  }

  /** One that fails is cut, too: the others are looked at all the same. */
  private static boolean isLate(Connection connection, long nowNanos) {
    try {
      return connection.isLate(nowNanos);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, connection + " failed and is cut", e);
      return true;
    }
  }

  /** Lets nobody more in, and asks those inside to finish. */
  void finish() {
    lock.lock();
    try {
      finishing = true;
    } finally {
      lock.unlock();
    }
    List.copyOf(watched).forEach(Connection::finish);
  }

  void cut() {
    List.copyOf(watched).forEach(Connection::cut);
  }
}
