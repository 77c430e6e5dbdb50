package lotwatch.projections.history;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import lotwatch.wire.history.HistoryPeers;

/**
 * What a node does whose history lacks events that are no longer kept: it takes over the file of
 * another node, whose rows are the same. Only its part of the audit record is its own.
 */
final class Takeover {
  /** How long a node that does not answer is waited for, before its history counts as lost. */
  static final Duration ANSWER_WAIT_MAX = Duration.ofMinutes(10);

  private static final System.Logger LOG = System.getLogger("lotwatch.history");

  private final HistoryPeers peers;
  private final Path file;
  private final String node;
  private long beganNanos;
  private boolean begun;

  /**
   * @param file of this node
   */
  Takeover(HistoryPeers peers, Path file, String node) {
    this.peers = peers;
    this.file = file;
    this.node = node;
  }

  /** What came of it. */
  enum Result {
    /** The file is that of another node. */
    TAKEN,
    /** A node has not answered. */
    LATER,
    /** Nobody has it. */
    NOBODY
  }

  /**
   * Asks one node after the other.
   *
   * @param history the history that it must be of
   * @param atLeast the event up to which it must reach
   */
  Result from(Store store, String history, long atLeast, Health health) throws IOException {
    if (!begun) {
      begun = true;
      beganNanos = System.nanoTime();
    }
    var silent = new ArrayList<String>();
    for (var name : peers.names()) {
      var copy = file.resolveSibling(file.getFileName() + ".copy");
      try {
        Files.deleteIfExists(copy);
        health.waits("it is copied from " + name);
        if (peers.fetch(name, copy) && fits(copy, history, atLeast)) {
          adopt(copy);
          store.replace(copy);
          LOG.log(INFO, "the history is now that of {0}", name);
          return end(health, Result.TAKEN);
        }
      } catch (IOException | SQLException e) {
        LOG.log(WARNING, "the history of {0} cannot be copied: {1}", name, e.getMessage());
        silent.add(name);
      } finally {
        Files.deleteIfExists(copy);
      }
    }
    if (silent.isEmpty() || System.nanoTime() - beganNanos > ANSWER_WAIT_MAX.toNanos()) {
      return end(health, Result.NOBODY);
    }
    health.waits(
        "it has to be copied, and these nodes do not answer: " + String.join(", ", silent));
    return Result.LATER;
  }

  private Result end(Health health, Result result) {
    begun = false;
    health.waits(null);
    return result;
  }

  /** Whether a copy is whole, of this history, and reaches far enough. */
  private static boolean fits(Path copy, String history, long atLeast) throws SQLException {
    try (var connection = open(copy)) {
      try (var statement = connection.createStatement();
          var rows = statement.executeQuery("PRAGMA quick_check")) {
        if (!rows.next() || !"ok".equals(rows.getString(1))) {
          throw new SQLException("the copy is damaged");
        }
      }
      var position = Position.read(connection, Position.EVENTS);
      return position != null
          && position.history().equals(history)
          && position.sequence() >= atLeast;
    }
  }

  private static Connection open(Path copy) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + copy.toAbsolutePath());
  }

  /** Puts this node's part of the audit record into a copy, instead of that of the other node. */
  private void adopt(Path copy) throws SQLException, IOException {
    try (var connection = open(copy)) {
      boolean keeps = Files.exists(file);
      if (keeps) {
        try (var attach = connection.prepareStatement("ATTACH DATABASE ? AS old")) {
          attach.setString(1, file.toAbsolutePath().toString());
          attach.execute();
        }
      }
      connection.setAutoCommit(false);
      update(connection, "DELETE FROM main.audit WHERE node <> ?", node);
      update(connection, "DELETE FROM main.history_position WHERE name <> ?", Position.EVENTS);
      if (keeps) {
        update(
            connection,
            "INSERT OR IGNORE INTO main.audit SELECT * FROM old.audit WHERE node = ?",
            node);
        update(
            connection,
            "INSERT INTO main.history_position SELECT * FROM old.history_position WHERE name = ?",
            AuditTail.position(node));
      }
      connection.commit();
    }
    try (var synced = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      synced.force(true);
    }
  }

  private static void update(Connection connection, String sql, String value) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, value);
      statement.executeUpdate();
    }
  }
}
