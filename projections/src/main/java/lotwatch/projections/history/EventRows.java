package lotwatch.projections.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import lotwatch.ledger.CameraChange;
import lotwatch.ledger.ConfigurationChange;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotChange.Cancelled;
import lotwatch.ledger.LotChange.Counted;
import lotwatch.ledger.LotChange.Expired;
import lotwatch.ledger.LotChange.LotClosed;
import lotwatch.ledger.LotChange.LotOpened;
import lotwatch.ledger.LotChange.ReservationEnded;
import lotwatch.ledger.LotChange.Reserved;
import lotwatch.ledger.LotChange.SpotChanged;
import lotwatch.ledger.NodeChange;
import lotwatch.ledger.Occupancy;
import lotwatch.ledger.Plate;
import lotwatch.ledger.RecordingChange;
import lotwatch.ledger.ReportChange;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.WorkChange;
import org.jspecify.annotations.Nullable;

/** The rows of a batch of events. What a row says follows from its event alone. */
final class EventRows implements AutoCloseable {
  private static final String SESSION_COLUMNS =
      "session, revision, plate, shown, location, lot, state, start_second, last_second, seconds,"
          + " cost_minor, currency, at_millis";

  private final Connection connection;
  private final Map<Kind, PreparedStatement> statements = new EnumMap<>(Kind.class);

  /** What is written, in the order in which it is sent: stays begin before they end. */
  private enum Kind {
    REVISION(
        "INSERT INTO session_revisions ("
            + SESSION_COLUMNS
            + ", seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    SESSION(
        "INSERT INTO sessions ("
            + SESSION_COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (session) DO UPDATE SET"
            + " revision = excluded.revision, plate = excluded.plate, shown = excluded.shown,"
            + " location = excluded.location, lot = excluded.lot, state = excluded.state,"
            + " start_second = excluded.start_second, last_second = excluded.last_second,"
            + " seconds = excluded.seconds, cost_minor = excluded.cost_minor,"
            + " currency = excluded.currency, at_millis = excluded.at_millis"
            + " WHERE excluded.revision > sessions.revision AND sessions.state = 'active'"),
    RESERVATION(
        "INSERT INTO reservations (seq, lot, kind, plate, shown, until_millis, reason, at_millis)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
    SPOT(
        "INSERT INTO spot_changes"
            + " (seq, lot, spot, from_state, to_state, confidence, camera, at_millis)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
    STAY("INSERT INTO spot_stays (seq, lot, spot, start_millis) VALUES (?, ?, ?, ?)"),
    STAY_END(
        "UPDATE spot_stays SET end_seq = ?, end_millis = ?, ended = ?"
            + " WHERE lot = ? AND spot = COALESCE(?, spot) AND end_seq IS NULL AND seq < ?"),
    OCCUPANCY(
        "INSERT INTO occupancy"
            + " (seq, lot, is_open, capacity, free, occupied, reserved, unknown, at_millis)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }
  }

  EventRows(Connection connection) {
    this.connection = connection;
  }

  /** Takes an event's rows in. */
  void add(Event event) throws SQLException {
    long seq = event.sequence();
    long at = millis(event.at());
    switch (event.change()) {
      case SessionChanged it -> session(it, seq, at);
      case Reserved it -> reservation(it, "made", it.plate(), it.until(), null, seq, at);
      case Cancelled it -> reservation(it, "cancelled", it.plate(), null, null, seq, at);
      case Expired it -> reservation(it, "expired", it.plate(), null, null, seq, at);
      case ReservationEnded it ->
          reservation(it, "ended", it.plate(), null, it.why().name(), seq, at);
      case SpotChanged it -> spot(it, seq, at);
      case Counted it -> occupancy(it, seq, at);
      case LotOpened it -> occupancy(it, seq, at);
      case LotClosed it -> {
        var lot = it.lot().value();
        add(Kind.STAY_END, seq, at, "closed", lot, null, seq);
        add(Kind.OCCUPANCY, seq, lot, 0, 0, 0, 0, 0, 0, at);
      }
      case CameraChange _,
          NodeChange _,
          ReportChange _,
          ConfigurationChange _,
          WorkChange _,
          RecordingChange _,
          Event.General _ -> {
        // of the machinery, not of the parking
      }
    }
  }

  private void session(SessionChanged change, long seq, long at) throws SQLException {
    var session = change.session();
    var plate = session.key().plate();
    Object[] values = {
      session.id(),
      session.revision(),
      plate,
      new Plate(plate).masked(),
      session.key().location(),
      change.lot(),
      word(session.state()),
      session.start(),
      session.last(),
      session.seconds(),
      session.cost(),
      session.tariff().currency(),
      at,
      seq
    };
    add(Kind.REVISION, values);
    add(Kind.SESSION, Arrays.copyOf(values, values.length - 1));
  }

  private void reservation(
      LotChange.Tallied change,
      String kind,
      Plate plate,
      @Nullable Instant until,
      @Nullable String reason,
      long seq,
      long at)
      throws SQLException {
    add(
        Kind.RESERVATION,
        seq,
        change.lot().value(),
        kind,
        plate.text(),
        plate.masked(),
        until == null ? null : millis(until),
        reason,
        at);
    occupancy(change, seq, at);
  }

  private void spot(SpotChanged change, long seq, long at) throws SQLException {
    var lot = change.lot().value();
    var spot = change.spot().value();
    var by = change.by();
    add(
        Kind.SPOT,
        seq,
        lot,
        spot,
        word(change.from()),
        word(change.to()),
        change.confidence(),
        by == null ? null : by.value(),
        at);
    add(Kind.STAY_END, seq, at, word(change.to()), lot, spot, seq);
    if (change.to() == Occupancy.OCCUPIED) {
      add(Kind.STAY, seq, lot, spot, at);
    }
    occupancy(change, seq, at);
  }

  private void occupancy(LotChange.Tallied change, long seq, long at) throws SQLException {
    var tally = change.tally();
    add(
        Kind.OCCUPANCY,
        seq,
        change.lot().value(),
        1,
        tally.capacity(),
        tally.free(),
        tally.occupied(),
        tally.reserved(),
        tally.unknown(),
        at);
  }

  private void add(Kind kind, @Nullable Object... values) throws SQLException {
    var statement = statements.get(kind);
    if (statement == null) {
      statement = connection.prepareStatement(kind.sql);
      statements.put(kind, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
  }

  /** Writes all that was taken in. Commits nothing. */
  void write() throws SQLException {
    for (var statement : statements.values()) {
      statement.executeBatch();
    }
  }

  private static long millis(Instant at) {
    return at.toEpochMilli();
  }

  private static String word(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() throws SQLException {
    for (var statement : statements.values()) {
      statement.close();
    }
  }
}
