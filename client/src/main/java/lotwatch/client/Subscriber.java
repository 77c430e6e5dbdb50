package lotwatch.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lotwatch.client.Calls.Call;
import lotwatch.client.Notice.Change;
import lotwatch.client.Notice.Gap;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Rejected;
import lotwatch.client.ParkingException.Unavailable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Is told by the subscription port (port 5003) whenever the free capacity of lots changes.
 *
 * <p>When its connection is lost, or its server has said nothing for twice {@link
 * Timeouts#answerMax} and does not answer when asked, it goes on at the next address from the last
 * event that it heard, and misses nothing; if events so old are not kept anywhere, a {@link Gap}
 * says so. A subscriber that lets more than the server's queue wait (100 events and what the
 * network holds) misses the oldest of them, never the newest of a lot.
 *
 * <p>One thread calls {@link #next}; any may close it.
 */
public final class Subscriber implements AutoCloseable {
  /** Lots of one subscription. */
  public static final int LOTS_MAX = 1_000;

  private static final Duration ROUND_PAUSE = Duration.ofMillis(100);
  private static final long NOW = -1;
  private static final Pattern TOKEN = Pattern.compile("(?:([0-9a-f]{1,64})-)?(\\d{1,18})");

  private final List<Address> addresses;
  private final Timeouts timeouts;
  private final List<String> lots;
  private int at;
  private long last;
  private String history = "";
  private long calls;
  private long heartbeatNanos;
  private long asked;
  private @Nullable Gap gap;
  private volatile @Nullable Connection open;
  private volatile boolean closed;

  private Subscriber(
      List<Address> addresses, Timeouts timeouts, Collection<String> lots, long since) {
    if (addresses.isEmpty() || lots.isEmpty() || lots.size() > LOTS_MAX) {
      throw new IllegalArgumentException(
          "%d addresses and %d lots are given, both must be 1 or more, lots at most %d"
              .formatted(addresses.size(), lots.size(), LOTS_MAX));
    }
    this.addresses = List.copyOf(addresses);
    this.timeouts = timeouts;
    this.lots = lots.stream().map(Terms::lot).toList();
    last = since;
  }

  /**
   * Subscribes: what changes from now on is told.
   *
   * @param addresses of one server, or of each node of a cluster
   * @param lots 1 to {@link #LOTS_MAX}
   * @throws ParkingException.UnknownLot if one of the lots does not exist
   */
  public static Subscriber open(List<Address> addresses, Timeouts timeouts, Collection<String> lots)
      throws ParkingException {
    return new Subscriber(addresses, timeouts, lots, NOW).opened();
  }

  /**
   * Goes on where an earlier subscriber stopped: what changed since comes first.
   *
   * @param since the {@link Change#sequence} of the last change that was heard
   */
  public static Subscriber resume(
      List<Address> addresses, Timeouts timeouts, Collection<String> lots, long since)
      throws ParkingException {
    return new Subscriber(addresses, timeouts, lots, Terms.number("since", since)).opened();
  }

  /**
   * The same with a token, which is of one history: where the numbers of another server mean
   * something else, a {@link Gap} comes instead of wrong events.
   *
   * @param token what {@link #token} of the earlier subscriber said
   */
  public static Subscriber resume(
      List<Address> addresses, Timeouts timeouts, Collection<String> lots, String token)
      throws ParkingException {
    var shape = TOKEN.matcher(token);
    if (!shape.matches()) {
      throw new IllegalArgumentException("token is none of a subscriber");
    }
    var subscriber = new Subscriber(addresses, timeouts, lots, Long.parseLong(shape.group(2)));
    subscriber.history = shape.group(1) == null ? "" : shape.group(1);
    return subscriber.opened();
  }

  private Subscriber opened() throws ParkingException {
    var _ = connection(System.nanoTime() + timeouts.connectMax().toNanos());
    return this;
  }

  /** The newest event heard of, with the history that its number is of. */
  public String token() {
    return history.isEmpty() ? Long.toString(last) : history + "-" + last;
  }

  /** The number of the newest event heard of; {@link #resume} goes on from it. */
  public long sequence() {
    return last;
  }

  /**
   * Waits for the next notice.
   *
   * @param timeout how long; while there is no connection, up to a try at each address longer
   * @return empty if nothing happened
   * @throws Unavailable if no server was there at the end of the timeout; call again to go on, what
   *     happens meanwhile is told then
   * @throws ParkingException.UnknownLot if a lot is there no more
   * @throws BrokenProtocol if what came is no event; the connection was closed, call again to go on
   */
  public Optional<Notice> next(Duration timeout) throws ParkingException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      var connection = connection(deadline);
      var missed = gap;
      if (missed != null) {
        gap = null;
        return Optional.of(missed);
      }
      try {
        long judged = heartbeatNanos + timeouts.answerMax().toNanos() * (asked == 0 ? 2 : 1);
        if (connection.until(Math.min(deadline, judged)).awaitFrame()) {
          heartbeatNanos = System.nanoTime();
          var change = received(connection.frame());
          if (change.isPresent()) {
            return change;
          }
        } else if (System.nanoTime() >= judged) {
          askIfThere(connection);
        } else if (System.nanoTime() >= deadline) {
          return Optional.empty();
        }
      } catch (IOException | Unavailable _) {
        leave();
        var _ = pause(); // interrupted, it cannot connect and says so
      } catch (BrokenProtocol e) {
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

  private Optional<Notice> received(byte[] frame) throws ParkingException {
    if (EventFrames.isAnswer(frame)) {
      var _ = Calls.result(asked, frame);
      asked = 0;
      return Optional.empty();
    }
    var change = EventFrames.change(frame);
    last = Math.max(last, change.sequence());
    return Optional.of(change);
  }

  /** The connection; a new one if there is none, tried at each address until the deadline. */
  private Connection connection(long deadline) throws ParkingException {
    boolean missing = false;
    for (int tries = 1; ; tries++) {
      var kept = open;
      if (kept != null) {
        return kept;
      }
      try {
        boolean round = tries > addresses.size();
        return subscribe(addresses.get(at), round && missing);
      } catch (IOException | ParkingException e) {
        var address = addresses.get(at);
        leave();
        boolean gone = isGap(e);
        if (!gone && !(e instanceof IOException) && !(e instanceof Unavailable)) {
          throw (ParkingException) e;
        }
        missing |= gone;
        boolean again =
            System.nanoTime() < deadline
                || tries < addresses.size()
                || (missing && tries == addresses.size());
        if (closed || !again || (tries % addresses.size() == 0 && !pause())) {
          throw new Unavailable(
              "no subscription at %s: %s".formatted(address, e.getMessage()), false, e);
        }
      }
    }
  }

  private static boolean isGap(Exception e) {
    return e instanceof Rejected && String.valueOf(e.getMessage()).startsWith("gap: ");
  }

  /**
   * Subscribes at one address, from the last event heard.
   *
   * @param anew from now on instead, since nobody keeps what came after that
   */
  private Connection subscribe(Address address, boolean anew) throws IOException, ParkingException {
    var fresh = Connection.open(address, System.nanoTime() + timeouts.connectMax().toNanos());
    open = fresh;
    if (closed) {
      throw new IOException("the subscriber is closed");
    }
    fresh.until(System.nanoTime() + timeouts.answerMax().toNanos());
    long from = last;
    if (anew || last == NOW) {
      from = newest(Calls.ask(fresh, new Call(++calls, "getSequence", List.of("token"))));
    }
    Object since = history.isEmpty() ? (Object) from : history + "-" + from;
    var answer = Calls.ask(fresh, new Call(++calls, "subscribe", List.of(lots, since)));
    if (!answer.isIntegralNumber()) {
      throw new BrokenProtocol("the answer is no subscription's number");
    }
    if (anew) {
      gap = new Gap(last, from);
    }
    last = from;
    asked = 0;
    heartbeatNanos = System.nanoTime();
    return fresh;
  }

  /** The newest event: its token, or its number if the server is older or has no history yet. */
  private long newest(JsonNode answer) throws BrokenProtocol {
    var shape = TOKEN.matcher(answer.asString(""));
    if (!shape.matches()) {
      throw new BrokenProtocol("the answer is no event's number");
    }
    history = shape.group(1) == null ? "" : shape.group(1);
    return Long.parseLong(shape.group(2));
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

  /** Ends the subscription; a {@link #next} under way ends with {@link Unavailable}. */
  @Override
  public void close() {
    closed = true;
    var connection = open;
    if (connection != null) {
      connection.close();
    }
  }
}
