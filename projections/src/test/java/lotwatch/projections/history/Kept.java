package lotwatch.projections.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.wire.history.HistoryPeers;
import org.jspecify.annotations.Nullable;

/** The history of one node, as tests open, look at and close it. */
final class Kept implements AutoCloseable {
  /** All tables that follow from events alone. */
  static final List<String> TABLES =
      List.of(
          "session_revisions",
          "sessions",
          "reservations",
          "spot_changes",
          "spot_stays",
          "occupancy");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  final SqlHistory history;
  private final Path data;
  private final TestLedger ledger;

  /** The nodes that a node knows: those that answer with their history, and those that do not. */
  static final class Others implements HistoryPeers {
    private final Map<String, @Nullable SqlHistory> all = new ConcurrentSkipListMap<>();
    private final List<String> silent = new ArrayList<>();

    Others with(String name, SqlHistory history) {
      all.put(name, history);
      silent.remove(name);
      return this;
    }

    Others silent(String name) {
      silent.add(name);
      return this;
    }

    @Override
    public List<String> names() {
      var names = new ArrayList<>(all.keySet());
      names.addAll(silent);
      return names;
    }

    @Override
    public boolean fetch(String name, Path into) throws IOException {
      var history = all.get(name);
      if (history == null) {
        throw new IOException(name + " does not answer");
      }
      var copy = history.copy().orElse(null);
      if (copy == null) {
        return false;
      }
      try (copy) {
        Files.copy(copy.file(), into, StandardCopyOption.REPLACE_EXISTING);
      }
      return true;
    }
  }

  private Kept(SqlHistory history, Path data, TestLedger ledger) {
    this.history = history;
    this.data = data;
    this.ledger = ledger;
  }

  /** Opens the history of a node in a file. */
  static Kept open(String node, Path data, TestLedger ledger, HistoryPeers peers) {
    return open(node, data, ledger, peers, HistorySettings.DEFAULT, () -> true);
  }

  static Kept open(
      String node,
      Path data,
      TestLedger ledger,
      HistoryPeers peers,
      HistorySettings settings,
      BooleanSupplier leading) {
    var origin =
        new SqlHistory.Origin(node, data, ledger, ledger, leading, peers, 8, ledger.clock());
    var history = new SqlHistory(settings, origin);
    history.begin();
    return new Kept(history, data, ledger);
  }

  /** Waits until it is so; fails when it never is. */
  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Waits until all events are in it. */
  Kept caughtUp() {
    await("all is written: " + history.degraded(), () -> history.behind() == 0);
    return this;
  }

  /** All rows of all tables that follow from events, in order. */
  List<String> dump() throws SQLException {
    caughtUp();
    return dump("jdbc:sqlite:" + data.resolve("history").resolve("history.sqlite"));
  }

  static List<String> dump(String url) throws SQLException {
    var lines = new ArrayList<String>();
    try (var connection = DriverManager.getConnection(url)) {
      for (var table : TABLES) {
        try (var statement = connection.createStatement();
            var rows =
                statement.executeQuery(
                    "SELECT * FROM %s ORDER BY %s"
                        .formatted(table, table.equals("sessions") ? "session" : "seq"))) {
          while (rows.next()) {
            var line = new StringBuilder(table);
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
              line.append('|').append(rows.getString(i));
            }
            lines.add(line.toString());
          }
        }
      }
    }
    return lines;
  }

  /** How many rows a table has. */
  long rows(String table) throws SQLException {
    return dump().stream().filter(line -> line.startsWith(table + "|")).count();
  }

  /** How many events there were of these kinds. */
  long events(Class<?> kind) {
    return ledger.events().stream().filter(event -> kind.isInstance(event.change())).count();
  }

  @Override
  public void close() {
    history.close();
  }
}
