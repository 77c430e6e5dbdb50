package lotwatch.gateway.stream;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.gateway.stream.socket.Namespace;
import lotwatch.gateway.stream.socket.SocketPacket;
import lotwatch.gateway.stream.socket.Visitor;
import lotwatch.ledger.ConfigurationChange.ConfigurationApplied;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.ledger.LotChange.LotClosed;
import lotwatch.ledger.LotChange.LotOpened;
import lotwatch.ledger.SessionChange.SessionChanged;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The namespace {@code /parking} of system C's Socket.IO. One thread reads the events for all
 * visitors, writes each row out once, and answers what they ask between two rows, so that everybody
 * gets everything in the order in which it happened.
 */
public final class ParkingNamespace implements Namespace, AutoCloseable {
  /** Its name. */
  public static final String NAME = "/parking";

  /** Between two events with running durations. */
  public static final Duration DURATION_PAUSE = Duration.ofSeconds(5);

  /** Events taken from the event log at once. */
  static final int BATCH_MAX = 256;

  /** Requests of visitors that wait; who asks beyond waits until there is space. */
  static final int REQUESTS_MAX = 256;

  private static final long OFFER_MILLIS = 1_000;

  private final EventLog eventLog;
  private final InstantSource clock;
  private final Duration durationPause;
  private final BlockingQueue<Runnable> requests = new ArrayBlockingQueue<>(REQUESTS_MAX);
  private final Set<Visitor> visitors = ConcurrentHashMap.newKeySet();
  private final ReentrantLock starting = new ReentrantLock();
  private final Thread reader = Thread.ofVirtual().name("socket-parking").unstarted(this::read);
  private final EventLog.Listening listening;
  private volatile boolean closed;

  // The reader's own:
  private @Nullable OpenSessions open;
  private @Nullable StreamView view;
  private long viewSecond;
  private @Nullable String initial;
  private long toldNanos;

  /**
   * Nobody is in it yet.
   *
   * @param clock until which durations and costs of open sessions run
   */
  public ParkingNamespace(EventLog eventLog, InstantSource clock) {
    this(eventLog, clock, DURATION_PAUSE);
  }

  /** The same with another pause between durations. */
  ParkingNamespace(EventLog eventLog, InstantSource clock, Duration durationPause) {
    this.eventLog = eventLog;
    this.clock = clock;
    this.durationPause = durationPause;
    listening = eventLog.listen(this::wake);
  }

  @Override
  public void enter(Visitor visitor) throws InterruptedException {
    ask(() -> {
      visitors.add(visitor);
      if (visitor.isGone()) {
        visitors.remove(visitor);
      }
      visitor.send(initial());
    });
  }

  @Override
  public void leave(Visitor visitor) {
    visitors.remove(visitor);
  }

  @Override
  public void take(Visitor visitor, String event, List<JsonNode> values, Runnable ack)
      throws InterruptedException {
    if (event.equals("request_update") && values.isEmpty()) {
      ask(() -> {
        visitor.send(initial());
        ack.run();
      });
    } else if (event.equals("request_location") && values.size() == 1) {
      @Nullable String place = place(values.getFirst());
      if (place != null) {
        ask(() -> {
          tellLocation(visitor, place);
          ack.run();
        });
      }
    }
  }

  /** Empty if it names none, which is a place that nobody knows; null if it is no payload. */
  private static @Nullable String place(JsonNode payload) {
    if (!payload.isObject()) {
      return null;
    }
    @Nullable JsonNode id = payload.get("location_id");
    if (id == null) {
      return "";
    }
    return id.isString() ? id.stringValue() : null;
  }

  private void tellLocation(Visitor visitor, String place) {
    var location = now().location(place);
    if (location != null) {
      visitor.send(packet("location_info", location));
    }
  }

  /** Has the reader do it; waits where too much is asked already. */
  private void ask(Runnable request) throws InterruptedException {
    start();
    while (!closed && !requests.offer(request, OFFER_MILLIS, TimeUnit.MILLISECONDS)) {
      wake();
    }
    LockSupport.unpark(reader);
  }

  private void start() {
    starting.lock();
    try {
      if (reader.getState() == Thread.State.NEW && !closed) {
        reader.start();
      }
    } finally {
      starting.unlock();
    }
  }

  private void wake() {
    if (!visitors.isEmpty()) {
      LockSupport.unpark(reader);
    }
  }

  private void read() {
    try {
      while (!closed) {
        boolean busy = answer();
        if (visitors.isEmpty()) {
          open = null; // nobody pays for what nobody reads
          view = null;
          if (!busy) {
            LockSupport.park(this);
          }
        } else {
          busy |= follow();
          tellDurations();
          if (!busy) {
            LockSupport.parkNanos(this, durationPause.toNanos() - (System.nanoTime() - toldNanos));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers what was asked; whether anything was. */
  private boolean answer() {
    @Nullable Runnable request = requests.poll();
    boolean any = request != null;
    while (request != null) {
      request.run();
      request = requests.poll();
    }
    return any;
  }

  /** Tells the next rows; whether there were events. */
  private boolean follow() throws InterruptedException {
    var following = following();
    try {
      var events = eventLog.after(following.cursor(), BATCH_MAX, 0);
      for (Event event : events) {
        take(following, event);
      }
      return !events.isEmpty();
    } catch (GapException e) {
      open = null;
      view = null;
      tell(initial()); // rows are missing: everybody begins anew
      return true;
    }
  }

  private void take(OpenSessions following, Event event) {
    view = null;
    switch (event.change()) {
      case SessionChanged changed -> {
        var session = changed.session();
        following.apply(event.sequence(), session);
        var row = StreamView.row(session);
        tell(packet("parking_update", row));
        if (session.hasEnded()) {
          tell(packet("exit_notification", exit(row)));
        }
        tell(packet("statistics_update", following.statistics()));
      }
      case LotOpened _, LotClosed _, ConfigurationApplied _ -> {
        following.pass(event.sequence());
        following.see(SitePlaces.taken(eventLog.view()));
      }
      default -> following.pass(event.sequence());
    }
  }

  private static Map<String, Object> exit(Map<String, Object> row) {
    var exit = new LinkedHashMap<String, Object>();
    exit.put("type", "EXIT");
    for (var key : List.of("license_plate", "location", "duration", "cost")) {
      exit.put(key, row.get(key));
    }
    exit.put("timestamp", row.get("end_time"));
    exit.put(
        "message",
        "Xe %s đã rời vị trí %s".formatted(row.get("license_plate"), row.get("location")));
    return exit;
  }

  private void tellDurations() {
    if (System.nanoTime() - toldNanos >= durationPause.toNanos()) {
      toldNanos = System.nanoTime();
      following().agree(eventLog.view());
      view = null;
      var durations = new LinkedHashMap<String, Object>();
      durations.put("active_sessions", now().active());
      durations.put("statistics", now().statistics());
      tell(packet("duration_update", durations));
    }
  }

  /** Written out once for all that ask between two rows in one second. */
  private String initial() {
    var now = now();
    @Nullable String kept = initial;
    if (kept == null) {
      var shape = new LinkedHashMap<String, Object>();
      shape.put("active_sessions", now.active());
      shape.put("statistics", now.statistics());
      shape.put("free_locations", now.free());
      shape.put("busy_locations", now.busySorted());
      kept = packet("initial_data", shape);
      initial = kept;
    }
    return kept;
  }

  private OpenSessions following() {
    @Nullable OpenSessions kept = open;
    if (kept == null) {
      kept = OpenSessions.of(eventLog.view());
      open = kept;
      toldNanos = System.nanoTime();
    }
    return kept;
  }

  /** What is so after the last row that was told, in this second. */
  private StreamView now() {
    long second = clock.instant().getEpochSecond();
    @Nullable StreamView kept = view;
    if (kept == null || viewSecond != second) {
      kept = following().at(second);
      view = kept;
      viewSecond = second;
      initial = null;
    }
    return kept;
  }

  private void tell(String packet) {
    visitors.forEach(visitor -> visitor.send(packet));
  }

  private static String packet(String event, Object value) {
    return SocketPacket.event(NAME, event, value);
  }

  /** Tells nothing any more. */
  @Override
  public void close() {
    closed = true;
    listening.close();
    LockSupport.unpark(reader);
  }
}
