package lotwatch.projections.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit record of this node, from its files into rows. Its position says which file, up to
 * which byte, and how many lines; it moves in the transaction that writes them.
 */
final class AuditTail {
  /** Bytes that are read at a time. */
  private static final int BYTES_MAX = 1 << 20;

  private static final String INSERT =
      "INSERT INTO audit"
          + " (node, number, at_millis, principal, protocol, address, action, object, outcome)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final Path folder;
  private final String node;
  private final int filesMax;

  /**
   * @param folder that the record is written into: {@code audit.jsonl} is the newest, {@code
   *     audit.1.jsonl} older
   * @param filesMax files of the record
   */
  AuditTail(Path folder, String node, int filesMax) {
    this.folder = folder;
    this.node = node;
    this.filesMax = filesMax;
  }

  /** The name of its position. */
  static String position(String node) {
    return "audit-" + node;
  }

  /** A place in the files: which of them, and the byte. */
  private record Place(String key, long offset) {
    static Place parse(String text) {
      int colon = text.lastIndexOf(':');
      return new Place(text.substring(0, colon), Long.parseLong(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
      return key + ":" + offset;
    }
  }

  /** Writes what is new, up to a limit; commits. Tells whether there may be more. */
  boolean step(Connection connection) throws SQLException, IOException {
    var name = position(node);
    var was = Position.read(connection, name);
    var files = files();
    if (files.isEmpty()) {
      connection.rollback();
      return false;
    }
    if (was == null) {
      was = new Position(new Place(key(files.getFirst()), 0).toString(), 0);
      was.begin(connection, name);
    }
    var place = Place.parse(was.history());
    int at = index(files, place.key);
    if (at < 0) { // it is gone: what was not read of it is lost
      at = 0;
      place = new Place(key(files.getFirst()), 0);
    }
    var read = read(files.get(at), place.offset);
    if (read.length == 0 && at + 1 < files.size()) {
      at++; // the writer has gone on with another file
      place = new Place(key(files.get(at)), 0);
      read = read(files.get(at), 0);
    }
    var lines = lines(read);
    var now =
        new Position(
            new Place(place.key, place.offset + read.length).toString(),
            was.sequence() + lines.size());
    if (now.equals(was)) {
      connection.commit();
      return false;
    }
    if (!was.move(connection, name, now)) {
      throw new SQLException("another node of the name %s writes its audit record".formatted(node));
    }
    insert(connection, lines, was.sequence());
    connection.commit();
    return read.length > 0;
  }

  /** The files that there are, the oldest first. */
  private List<Path> files() {
    var files = new ArrayList<Path>();
    for (int age = filesMax - 1; age >= 0; age--) {
      var file = folder.resolve(age == 0 ? "audit.jsonl" : "audit.%d.jsonl".formatted(age));
      if (Files.exists(file)) {
        files.add(file);
      }
    }
    return files;
  }

  private static int index(List<Path> files, String key) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      if (key(files.get(i)).equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Stays the same when a file gets another name. */
  private static String key(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime()).toString();
  }

  /** Whole lines from a byte on. */
  private static byte[] read(Path file, long offset) throws IOException {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      long left = in.length() - offset;
      if (left <= 0) {
        return new byte[0];
      }
      byte[] bytes = new byte[(int) Math.min(left, BYTES_MAX)];
      in.seek(offset);
      in.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      return Arrays.copyOf(bytes, end);
    }
  }

  private static List<ObjectNode> lines(byte[] bytes) {
    var lines = new ArrayList<ObjectNode>();
    for (var line : new String(bytes, UTF_8).split("\n", -1)) {
      var read = line(line);
      if (read != null) {
        lines.add(read);
      }
    }
    return lines;
  }

  private static @Nullable ObjectNode line(String line) {
    if (line.isBlank()) {
      return null;
    }
    try {
      return Json.object(line.getBytes(UTF_8));
    } catch (ProblemException _) {
      return null; // cut off by a crash
    }
  }

  private void insert(Connection connection, List<ObjectNode> lines, long before)
      throws SQLException {
    long number = before;
    try (var statement = connection.prepareStatement(INSERT)) {
      for (var line : lines) {
        number++;
        statement.setString(1, node);
        statement.setLong(2, number);
        statement.setLong(3, at(line));
        int column = 4;
        for (var field :
            List.of("principal", "protocol", "address", "action", "object", "outcome")) {
          statement.setString(column++, line.path(field).asString(""));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static long at(ObjectNode line) {
    try {
      return Instant.parse(line.path("at").asString("")).toEpochMilli();
    } catch (DateTimeException _) {
      return 0;
    }
  }
}
