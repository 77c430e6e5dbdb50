package lotwatch.gateway.stream.socket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client, and how it gets it: by polls, or by a WebSocket. Who puts something in
 * never waits.
 */
final class Outbox {
  /** Says nothing: a poll must end. */
  private static final String NOOP = "6";

  /** The server has closed. */
  private static final String CLOSE = "1";

  private final Runnable lost;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<String> waiting = new ArrayDeque<>();
  private long length;
  private @Nullable Session socket;
  private int onTheWay;
  private boolean sending;
  private boolean polled;
  private boolean probed;
  private boolean closed;

  /**
   * @param lost is run when the WebSocket takes nothing any more
   */
  Outbox(Runnable lost) {
    this.lost = lost;
  }

  /** Whether there was space for it. */
  boolean add(String packet) {
    lock.lock();
    try {
      if (closed) {
        return true;
      }
      if (waiting.size() >= SocketLimits.QUEUE_MAX
          || (length > 0 && length + packet.length() > SocketLimits.QUEUE_LENGTH_MAX)) {
        return false;
      }
      waiting.add(packet);
      length += packet.length();
      changed.signalAll();
      beginSending();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for what a poll answers: at least one packet. It ends with the next ping at the latest.
   *
   * @return empty if another poll waits already
   */
  List<String> poll() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (polled) {
        return List.of();
      }
      polled = true;
      try {
        while (waiting.isEmpty() && !closed && !probed && socket == null) {
          changed.await();
        }
        return taken();
      } finally {
        polled = false;
      }
    } finally {
      lock.unlock();
    }
  }

  private List<String> taken() {
    var taken = new ArrayList<String>();
    int told = 0;
    while (socket == null && !waiting.isEmpty() && told < SocketLimits.POLL_LENGTH_MAX) {
      var packet = waiting.remove();
      told += packet.length();
      length -= packet.length();
      taken.add(packet);
    }
    if (closed && waiting.isEmpty()) {
      taken.add(CLOSE);
    } else if (taken.isEmpty()) {
      taken.add(NOOP);
    }
    return taken;
  }

  /** Whether polls end at once, since the client is about to go over to a WebSocket. */
  void probe(boolean now) {
    lock.lock();
    try {
      probed = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** From now on the client gets everything this way. */
  void goOver(Session to) {
    lock.lock();
    try {
      socket = to;
      probed = false;
      changed.signalAll();
      beginSending();
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing any more; a poll still gets what there is. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void beginSending() {
    if (socket != null
        && !sending
        && onTheWay < SocketLimits.ON_THE_WAY_MAX
        && !waiting.isEmpty()) {
      sending = true;
      Thread.ofVirtual().name("socket-out").start(this::send);
    }
  }

  private void send() {
    while (true) {
      Session to;
      String packet;
      lock.lock();
      try {
        to = socket;
        if (to == null || onTheWay >= SocketLimits.ON_THE_WAY_MAX || waiting.isEmpty()) {
          sending = false;
          return;
        }
        packet = waiting.remove();
        onTheWay++;
      } finally {
        lock.unlock();
      }
      to.sendText(packet, Callback.from(() -> sent(packet), _ -> lost.run()));
    }
  }

  private void sent(String packet) {
    lock.lock();
    try {
      onTheWay--;
      length -= packet.length();
      beginSending();
    } finally {
      lock.unlock();
    }
  }
}
