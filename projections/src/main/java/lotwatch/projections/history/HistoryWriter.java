package lotwatch.projections.history;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.Event;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.EventLog.GapException;
import lotwatch.projections.history.Takeover.Result;
import org.jspecify.annotations.Nullable;

/**
 * Writes events into the history, each once: the rows of a batch and the position of its last event
 * are one transaction. Only then the ledger is told, which forgets what it has told. A thread of
 * its own does it; nothing waits for it, and what fails is tried again for ever.
 */
final class HistoryWriter implements AutoCloseable {
  /** Events of one transaction. */
  static final int BATCH_MAX = 1_000;

  /** Between two transactions, unless there is much to write: each is a sync of the disk. */
  static final Duration COMMIT_EVERY = Duration.ofMillis(250);

  private static final System.Logger LOG = System.getLogger("lotwatch.history");
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

  private final EventLog eventLog;
  private final Writing writing;
  private final Store store;
  private final @Nullable Takeover takeover;
  private final Parts parts;
  private final Health health;
  private final Thread thread;
  private @Nullable Position position;
  private boolean gapSeen;
  private volatile long written = -1;
  private volatile boolean closed;

  /** Whether this node writes events: it has the file to itself, or leads. */
  @FunctionalInterface
  interface Writing {
    /** Whether it does now. */
    boolean isOurs();
  }

  /** What it does beside. */
  record Parts(Acknowledging acknowledging, AuditTail audit, Retention retention) {}

  /**
   * @param takeover null where all nodes share a database
   */
  HistoryWriter(
      EventLog eventLog,
      Writing writing,
      Store store,
      @Nullable Takeover takeover,
      Parts parts,
      Health health) {
    this.eventLog = eventLog;
    this.writing = writing;
    this.store = store;
    this.takeover = takeover;
    this.parts = parts;
    this.health = health;
    thread = Thread.ofPlatform().daemon().name("history").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** The last event that is committed here; -1 if this node has written none. */
  long written() {
    return written;
  }

  private void run() {
    while (!closed) {
      try {
        turn();
        health.succeeded();
      } catch (SQLException e) {
        failed(e);
      } catch (IOException | RuntimeException e) { // whatever it is: the next try may go well
        if (e instanceof RuntimeException) {
          LOG.log(ERROR, "the history failed", e);
        }
        failed(e);
      } catch (InterruptedException _) {
        break;
      }
    }
    store.close();
  }

  private void failed(Exception e) {
    if (closed) {
      return;
    }
    store.disconnect();
    position = null;
    try {
      if (e instanceof SQLException failure && store.mend(failure)) {
        return;
      }
    } catch (IOException moved) {
      LOG.log(ERROR, "a damaged history stays where it is", moved);
    }
    pause(health.failed(e));
  }

  private void turn() throws SQLException, IOException, InterruptedException {
    if (eventLog.view().history().isEmpty()) {
      pause(LOOK_EVERY); // an old cluster, in which numbers of events mean nothing
      return;
    }
    var connection = store.connection();
    while (parts.audit.step(connection)) {
      // more
    }
    boolean ours = writing.isOurs();
    if (ours) {
      events();
    } else {
      position = null; // whoever leads now moves it
      pause(LOOK_EVERY);
    }
    parts.retention.step(store.connection(), ours);
  }

  private void events() throws SQLException, IOException, InterruptedException {
    var from = position == null ? locate() : position;
    position = from;
    if (from == null) {
      return;
    }
    written = from.sequence();
    parts.acknowledging.reached(from.sequence());
    List<Event> batch;
    try {
      batch = eventLog.after(from.sequence(), BATCH_MAX, LOOK_EVERY.toMillis());
      gapSeen = false;
    } catch (GapException _) {
      missing(from);
      return;
    }
    if (!batch.isEmpty()) {
      long beganNanos = System.nanoTime();
      position = write(from, batch);
      parts.acknowledging.reached(written);
      if (batch.size() < BATCH_MAX) {
        pause(COMMIT_EVERY.minusNanos(System.nanoTime() - beganNanos));
      }
    }
  }

  /** Commits a batch; null if another node has written it. */
  private @Nullable Position write(Position from, List<Event> batch)
      throws SQLException, IOException {
    var connection = store.connection();
    var to = new Position(from.history(), batch.getLast().sequence());
    if (!from.move(connection, Position.EVENTS, to)) {
      connection.rollback();
      return null;
    }
    try (var rows = new EventRows(connection)) {
      for (var event : batch) {
        rows.add(event);
      }
      rows.write();
    }
    connection.commit();
    written = to.sequence();
    return to;
  }

  /** Where the history is; null if that has to be looked at again. */
  private @Nullable Position locate() throws SQLException, IOException {
    var connection = store.connection();
    var history = eventLog.view().history();
    var there = Position.read(connection, Position.EVENTS);
    connection.rollback();
    if (there == null) {
      return begin(connection, history);
    }
    if (there.history().equals(history)) {
      return there;
    }
    if (!store.isFile()) {
      throw new SQLException(
          "the database has history %s, this cluster has %s: name another one in history.url"
              .formatted(there.history(), history));
    }
    store.moveAside(there.history());
    return null;
  }

  private @Nullable Position begin(Connection connection, String history)
      throws SQLException, IOException {
    var first = new Position(history, Math.max(0, eventLog.oldest() - 1));
    if (first.sequence() > 0) {
      var result = takeOver(history, first.sequence());
      if (result != Result.NOBODY) {
        return null;
      }
    }
    if (!first.begin(connection, Position.EVENTS)) {
      connection.rollback();
      return null;
    }
    if (first.sequence() > 0) {
      gap(connection, 0, first.sequence());
    }
    connection.commit();
    LOG.log(
        System.Logger.Level.INFO,
        "the history begins with event {0}",
        Long.toString(first.sequence() + 1));
    return first;
  }

  /** The next events are not kept: another node may have them; else they are missing for ever. */
  private void missing(Position from) throws SQLException, IOException {
    long first = eventLog.oldest() - 1;
    if (closed || first <= from.sequence() || !gapSeen) {
      gapSeen = first > from.sequence(); // else they are of the future, and this node is behind
      pause(LOOK_EVERY);
      return;
    }
    var result = takeOver(from.history(), first);
    if (result != Result.NOBODY) {
      position = null;
      return;
    }
    var connection = store.connection();
    var to = new Position(from.history(), first);
    if (from.move(connection, Position.EVENTS, to)) {
      gap(connection, from.sequence(), first);
      connection.commit();
      health.lacks(from.sequence(), first);
    } else {
      connection.rollback();
    }
    position = null;
  }

  private Result takeOver(String history, long atLeast) throws IOException {
    if (takeover == null) {
      return Result.NOBODY;
    }
    var result = takeover.from(store, history, atLeast, health);
    if (result == Result.LATER) {
      pause(LOOK_EVERY);
    }
    return result;
  }

  private void gap(Connection connection, long after, long until) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO gaps (after_seq, until_seq, at_millis) VALUES (?, ?, ?)")) {
      statement.setLong(1, after);
      statement.setLong(2, until);
      statement.setLong(3, eventLog.view().at().toEpochMilli());
      statement.executeUpdate();
    }
  }

  private void pause(Duration time) {
    if (!closed && time.isPositive()) {
      LockSupport.parkNanos(this, time.toNanos());
    }
  }

  /** Stops after the transaction that is under way; what is not committed comes again. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt(); // it may wait for events
    try {
      thread.join(CLOSE_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
