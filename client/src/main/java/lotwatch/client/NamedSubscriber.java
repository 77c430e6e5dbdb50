package lotwatch.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lotwatch.client.Calls.Call;
import lotwatch.client.Notice.Gap;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.TakenOver;
import lotwatch.client.ParkingException.Unavailable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Is told by the subscription port (port 5003) every change of what lots have free, at least once
 * and in order, however often it, its connection or a server dies: the cluster knows by its name
 * what it has not acknowledged, and tells that again at whatever node it connects to.
 *
 * <p>While 1,000 notices are not acknowledged no more are sent. A {@link Gap} says how many are
 * kept no more, by as many nodes as there are addresses; it is to be acknowledged, too. A name has
 * one connection at a time: one that subscribes by the same name ends this subscription with {@link
 * TakenOver}.
 *
 * <pre>{@code
 * try (var signs = NamedSubscriber.open(addresses, Timeouts.DEFAULT, "signs", List.of("LOT-A"))) {
 *   signs.deliver(notice -> show(notice)); // acknowledges what show has returned from
 * }
 * }</pre>
 *
 * <p>One thread calls its methods; any may close it.
 */
public final class NamedSubscriber implements AutoCloseable {
  /** Notices that {@link #deliver} handles before it acknowledges them. */
  static final int DELIVERED_MAX = 100;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration ROUND_PAUSE = Duration.ofMillis(100);
  private static final Object FROM_POSITION = JsonNodeFactory.instance.nullNode();

  private final List<Address> addresses;
  private final Timeouts timeouts;
  private final String name;
  private final List<String> lots;
  private final ArrayDeque<Notice> waiting = new ArrayDeque<>();
  private int at;
  private long id;
  private int gaps;
  private long calls;
  private long asked;
  private long heartbeatNanos;
  private volatile @Nullable Connection open;
  private volatile boolean closed;

  private NamedSubscriber(
      List<Address> addresses, Timeouts timeouts, String name, Collection<String> lots) {
    if (addresses.isEmpty() || lots.isEmpty() || lots.size() > Subscriber.LOTS_MAX) {
      throw new IllegalArgumentException(
          "%d addresses and %d lots are given, both must be 1 or more, lots at most %d"
              .formatted(addresses.size(), lots.size(), Subscriber.LOTS_MAX));
    }
    this.addresses = List.copyOf(addresses);
    this.timeouts = timeouts;
    this.name = Terms.name(name);
    this.lots = lots.stream().map(Terms::lot).toList();
  }

  /**
   * Subscribes. A name that is known goes on where it was acknowledged, a new one begins with what
   * happens from now on; another connection of that name is ended.
   *
   * @param addresses of one server, or of each node of a cluster
   * @param name at most 64 characters, without blanks and {@code /}; the same as that of an export
   *     in {@code lotwatch export --list}
   * @param lots 1 to {@link Subscriber#LOTS_MAX}
   * @throws ParkingException.UnknownLot if one of the lots does not exist
   * @throws ParkingException.Rejected if there are too many names
   */
  public static NamedSubscriber open(
      List<Address> addresses, Timeouts timeouts, String name, Collection<String> lots)
      throws ParkingException {
    var subscriber = new NamedSubscriber(addresses, timeouts, name, lots);
    var _ = subscriber.connection(System.nanoTime() + timeouts.connectMax().toNanos());
    return subscriber;
  }

  /**
   * Hands each notice to the handler, and acknowledges it after the handler has returned. Goes on
   * until this is closed or its thread is interrupted, while no server is there, too. One that the
   * handler throws at comes again, to this or to another subscriber of the name.
   *
   * @throws TakenOver if another connection has the name now
   */
  public void deliver(Consumer<Notice> handler) throws ParkingException {
    long handled = -1;
    int count = 0;
    while (!closed) {
      try {
        var notice = next(handled < 0 ? LOOK_EVERY : Duration.ZERO);
        if (notice.isPresent()) {
          handle(notice.get(), handler);
          handled = notice.get().sequence();
          count++;
        }
        if (handled >= 0 && (notice.isEmpty() || count >= DELIVERED_MAX)) {
          acknowledge(handled);
          handled = -1;
          count = 0;
        }
      } catch (Unavailable _) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    }
  }

  private void handle(Notice notice, Consumer<Notice> handler) {
    boolean done = false;
    try {
      handler.accept(notice);
      done = true;
    } finally {
      if (!done) {
        leave(); // so that it comes again
      }
    }
  }

  /**
   * Waits for the next notice. It comes again after a new connection, until it is acknowledged.
   *
   * @param timeout how long; while there is no connection, up to a try at each address longer
   * @return empty if nothing happened
   * @throws Unavailable if no server was there at the end of the timeout; call again to go on
   * @throws TakenOver if another connection has the name now; to call again takes it back
   * @throws BrokenProtocol if what came is no event; the connection was closed, call again to go on
   */
  public Optional<Notice> next(Duration timeout) throws ParkingException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      if (!waiting.isEmpty()) {
        return Optional.of(waiting.remove());
      }
      var connection = connection(deadline);
      try {
        long judged = heartbeatNanos + timeouts.answerMax().toNanos() * (asked == 0 ? 2 : 1);
        if (connection.until(Math.min(deadline, judged)).awaitFrame()) {
          take(connection.frame());
        } else if (System.nanoTime() >= judged) {
          askIfThere(connection);
        } else if (System.nanoTime() >= deadline) {
          return Optional.empty();
        }
      } catch (IOException | Unavailable _) {
        leave();
        var _ = pause(); // interrupted, it cannot connect and says so
      } catch (ParkingException e) {
        leave();
        throw e;
      }
    }
  }

  private void askIfThere(Connection connection) throws IOException {
    if (asked != 0) {
      throw new IOException("it says nothing");
    }
    asked = ++calls;
    heartbeatNanos = System.nanoTime();
    Calls.send(connection, new Call(asked, "getSequence", List.of()));
  }

  /** Takes a frame that answers no acknowledgement. */
  private void take(byte[] frame) throws IOException, ParkingException {
    heartbeatNanos = System.nanoTime();
    if (EventFrames.isAnswer(frame)) {
      var _ = Calls.result(asked, frame);
      asked = 0;
    } else {
      var notice = EventFrames.named(frame);
      if (notice instanceof Gap && ++gaps < addresses.size()) {
        throw new IOException("another node may keep the events that this one does not");
      }
      gaps = 0;
      waiting.add(notice);
    }
  }

  /**
   * Everything up to this notice is done and need not come again. When this returns, no node tells
   * it any more.
   *
   * @param sequence the {@link Notice#sequence} of a notice that was heard
   * @throws Unavailable if nobody has confirmed it; it may come again, or acknowledge it again
   */
  public void acknowledge(long sequence) throws ParkingException {
    call("ack", sequence);
    waiting.removeIf(notice -> notice.sequence() <= sequence);
  }

  /**
   * Forgets the name and closes this: from now on nothing is kept for it. Whoever subscribes by it
   * again begins anew.
   */
  public void forget() throws ParkingException {
    call("forget", name);
    close();
  }

  private void call(String method, Object argument) throws ParkingException {
    long deadline = System.nanoTime() + timeouts.callMax().toNanos();
    while (true) {
      var connection = connection(deadline);
      try {
        long call = ++calls;
        var args = method.equals("ack") ? List.of((Object) id, argument) : List.of(argument);
        connection.until(Math.min(deadline, System.nanoTime() + timeouts.answerMax().toNanos()));
        Calls.send(connection, new Call(call, method, args));
        awaitAnswer(connection, call);
        return;
      } catch (IOException | Unavailable e) {
        leave();
        if (System.nanoTime() >= deadline || !pause()) {
          throw new Unavailable("%s has no answer".formatted(method), true, e);
        }
      } catch (BrokenProtocol | TakenOver e) {
        leave();
        throw e;
      }
    }
  }

  /** Answers come in the order of the calls, with notices between them. */
  private void awaitAnswer(Connection connection, long call) throws IOException, ParkingException {
    while (true) {
      var frame = connection.frame();
      if (EventFrames.isAnswer(frame) && asked == 0) {
        heartbeatNanos = System.nanoTime();
        var _ = Calls.result(call, frame);
        return;
      }
      take(frame);
    }
  }

  /** The connection; a new one if there is none, tried at each address until the deadline. */
  private Connection connection(long deadline) throws ParkingException {
    for (int tries = 1; ; tries++) {
      var kept = open;
      if (kept != null) {
        return kept;
      }
      var address = addresses.get(at);
      try {
        return subscribe(address);
      } catch (IOException | Unavailable e) {
        leave();
        boolean again = System.nanoTime() < deadline || tries < addresses.size();
        if (closed || !again || (tries % addresses.size() == 0 && !pause())) {
          throw new Unavailable(
              "no subscription at %s: %s".formatted(address, e.getMessage()), false, e);
        }
      } catch (ParkingException e) {
        leave();
        throw e;
      }
    }
  }

  private Connection subscribe(Address address) throws IOException, ParkingException {
    var fresh = Connection.open(address, System.nanoTime() + timeouts.connectMax().toNanos());
    open = fresh;
    if (closed) {
      throw new IOException("the subscriber is closed");
    }
    fresh.until(System.nanoTime() + timeouts.answerMax().toNanos());
    var answer =
        Calls.ask(fresh, new Call(++calls, "subscribe", List.of(lots, FROM_POSITION, name)));
    if (!answer.isIntegralNumber() || !answer.canConvertToLong()) {
      throw new BrokenProtocol("the answer is no subscription's number");
    }
    id = answer.longValue();
    asked = 0;
    waiting.clear(); // what is not acknowledged comes again
    heartbeatNanos = System.nanoTime();
    return fresh;
  }

  /** Hangs up, and turns to the next address. */
  private void leave() {
    var connection = open;
    open = null;
    if (connection != null) {
      connection.close();
    }
    at = (at + 1) % addresses.size();
  }

  private static boolean pause() {
    try {
      Thread.sleep(ROUND_PAUSE);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the connection, not the name; what waits for it ends with {@link Unavailable}. */
  @Override
  public void close() {
    closed = true;
    var connection = open;
    if (connection != null) {
      connection.close();
    }
  }
}
