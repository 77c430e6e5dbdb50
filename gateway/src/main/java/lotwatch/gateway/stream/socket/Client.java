package lotwatch.gateway.stream.socket;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One client of Engine.IO, by whichever transport it is reached now, and where it visits. */
final class Client {
  private static final String PING = "2";
  private static final String PONG = "3";
  private static final String PROBE = "2probe";
  private static final String PROBED = "3probe";
  private static final String UPGRADE = "5";

  private final String id;
  private final InetAddress address;
  private final SocketLimits limits;
  private final Map<String, Namespace> namespaces;
  private final Consumer<Client> gone;
  private final Outbox outbox = new Outbox(this::close);
  private final ReentrantLock received = new ReentrantLock();
  private final Map<String, Visitor> visits = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final long begunNanos = System.nanoTime();
  private volatile boolean visiting;
  private volatile long answeredNanos = begunNanos;
  private volatile long pingedNanos;
  private volatile boolean pinged;
  private @Nullable Session socket;
  private @Nullable Session probing;
  private long probedNanos;
  private boolean closed;

  /**
   * @param namespaces by name
   * @param gone is told once when it closes
   */
  Client(
      String id,
      InetAddress address,
      SocketLimits limits,
      Map<String, Namespace> namespaces,
      Consumer<Client> gone) {
    this.id = id;
    this.address = address;
    this.limits = limits;
    this.namespaces = namespaces;
    this.gone = gone;
  }

  String id() {
    return id;
  }

  InetAddress address() {
    return address;
  }

  /** Says how it goes on; the first packet of every client. */
  void greet() {
    send(
        "0{\"sid\":\"%s\",\"upgrades\":[%s],\"pingTimeout\":%d,\"pingInterval\":%d,\"maxPayload\":%d}"
            .formatted(
                id,
                isPolling() ? "\"websocket\"" : "",
                limits.pings().timeout().toMillis(),
                limits.pings().interval().toMillis(),
                SocketLimits.MESSAGE_BYTES_MAX));
  }

  /** Never waits; a client for which too much waits already is closed. */
  void send(String packet) {
    if (!outbox.add(packet)) {
      close();
    }
  }

  /** See {@link Outbox#poll}. */
  List<String> poll() throws InterruptedException {
    return outbox.poll();
  }

  boolean isPolling() {
    lock.lock();
    try {
      return socket == null;
    } finally {
      lock.unlock();
    }
  }

  /** Is reached by a WebSocket from the beginning. */
  void begin(Session to) {
    lock.lock();
    try {
      socket = to;
    } finally {
      lock.unlock();
    }
    outbox.goOver(to);
    greet();
  }

  /** Whether a WebSocket may try to take over from polls. */
  boolean mayProbe(Session with) {
    lock.lock();
    try {
      if (closed || socket != null || probing != null) {
        return false;
      }
      probing = with;
      probedNanos = System.nanoTime();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A WebSocket brought a packet. */
  void receive(Session from, String packet) throws InterruptedException {
    boolean trying;
    lock.lock();
    try {
      trying = from.equals(probing);
      if (trying && packet.equals(UPGRADE)) {
        socket = from;
        probing = null;
      }
    } finally {
      lock.unlock();
    }
    if (!trying) {
      if (!receive(packet)) {
        close();
      }
    } else if (packet.equals(UPGRADE)) {
      outbox.goOver(from);
    } else if (packet.equals(PROBE)) {
      from.sendText(PROBED, Callback.from(() -> outbox.probe(true), _ -> lose(from)));
    } else {
      from.disconnect();
      lose(from);
    }
  }

  /** A WebSocket is closed. */
  void lose(Session session) {
    boolean served;
    lock.lock();
    try {
      served = session.equals(socket);
      if (session.equals(probing)) {
        probing = null;
        outbox.probe(false);
      }
    } finally {
      lock.unlock();
    }
    if (served) {
      close();
    }
  }

  /**
   * It said something.
   *
   * @return whether it is a packet of Engine.IO that a client may send
   */
  boolean receive(String packet) throws InterruptedException {
    received.lockInterruptibly();
    try {
      if (packet.equals(PONG)) {
        answeredNanos = System.nanoTime();
        pinged = false;
        return true;
      }
      return switch (packet.isEmpty() ? ' ' : packet.charAt(0)) {
        case '1' -> {
          close();
          yield true;
        }
        case '4' -> {
          var read = SocketPacket.parse(packet.substring(1));
          if (read.isPresent()) {
            take(read.get());
          }
          yield true;
        }
        case '6', 'b' -> true; // bytes belong to events that nobody here knows
        default -> false;
      };
    } finally {
      received.unlock();
    }
  }

  private void take(SocketPacket packet) throws InterruptedException {
    var visitor = visits.get(packet.namespace());
    switch (packet.type()) {
      case CONNECT -> enter(packet.namespace());
      case DISCONNECT -> {
        if (visitor != null) {
          leave(visitor);
        }
      }
      case EVENT -> {
        if (visitor != null) {
          event(visitor, packet);
        }
      }
      case ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK -> {} // nobody asked for that
    }
  }

  private void enter(String name) throws InterruptedException {
    var namespace = namespaces.get(name);
    if (namespace == null) {
      send(SocketPacket.refused(name));
    } else if (!visits.containsKey(name)) {
      var visitor = new Visitor(this, name);
      lock.lock();
      try {
        if (closed) {
          return;
        }
        visits.put(name, visitor);
      } finally {
        lock.unlock();
      }
      visiting = true;
      send(SocketPacket.connected(name, SocketIds.next()));
      namespace.enter(visitor);
    }
  }

  private void event(Visitor visitor, SocketPacket packet) throws InterruptedException {
    if (packet.data() == null || !packet.data().isArray() || packet.data().isEmpty()) {
      return;
    }
    List<JsonNode> said = List.copyOf(packet.data().asArray().values());
    if (said.getFirst().isString()) {
      namespace(visitor)
          .take(
              visitor,
              said.getFirst().stringValue(),
              said.subList(1, said.size()),
              () -> acknowledge(visitor, packet.ack()));
    }
  }

  private static void acknowledge(Visitor visitor, String ack) {
    if (!ack.isEmpty()) {
      visitor.send(SocketPacket.acknowledged(visitor.namespace(), ack));
    }
  }

  private void leave(Visitor visitor) {
    lock.lock();
    try {
      visits.remove(visitor.namespace());
      visiting = !visits.isEmpty();
    } finally {
      lock.unlock();
    }
    visitor.go();
    namespace(visitor).leave(visitor);
  }

  private Namespace namespace(Visitor visitor) {
    return namespaces.getOrDefault(visitor.namespace(), Namespace.QUIET);
  }

  /** Pings it when it is time, and closes what does not answer, go over or visit in time. */
  void tick(long now) {
    boolean silent = pinged && now - pingedNanos > limits.pings().timeout().toNanos();
    boolean idle = !visiting && now - begunNanos > SocketLimits.NAMESPACE_WAIT_MAX.toNanos();
    if (silent || idle) {
      close();
    } else if (!pinged && now - answeredNanos > limits.pings().interval().toNanos()) {
      pingedNanos = now;
      pinged = true;
      send(PING);
    }
    @Nullable Session late;
    lock.lock();
    try {
      late = now - probedNanos > SocketLimits.UPGRADE_WAIT_MAX.toNanos() ? probing : null;
    } finally {
      lock.unlock();
    }
    if (late != null) {
      late.disconnect();
      lose(late);
    }
  }

  /** Hangs up and leaves everything; harmless when it is closed. Never waits. */
  void close() {
    List<Visitor> left;
    @Nullable Session open;
    @Nullable Session tried;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      left = List.copyOf(visits.values());
      visits.clear();
      open = socket;
      tried = probing;
    } finally {
      lock.unlock();
    }
    outbox.close();
    for (var visitor : left) {
      visitor.go();
      namespace(visitor).leave(visitor);
    }
    if (open != null) {
      open.disconnect(); // a farewell would wait behind what it does not take
    }
    if (tried != null) {
      tried.disconnect();
    }
    gone.accept(this);
  }
}
