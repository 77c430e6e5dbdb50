package lotwatch.projections.history;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writer's connection, made when it is first needed, and the file behind it, if it is one. For
 * one thread.
 */
final class Store implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.history");

  private final Database database;
  private final Readers readers;
  private final InstantSource clock;
  private @Nullable Connection connection;

  /**
   * @param readers are let in once the tables are there
   */
  Store(Database database, Readers readers, InstantSource clock) {
    this.database = database;
    this.readers = readers;
    this.clock = clock;
  }

  /** Whether this node has the file to itself. */
  boolean isFile() {
    return database instanceof SqliteFile;
  }

  /** The connection; of a damaged file, that of a new one in its place. */
  Connection connection() throws SQLException, IOException {
    var opened = connection;
    if (opened != null) {
      return opened;
    }
    try {
      opened = open();
    } catch (SQLException e) {
      if (!mend(e)) {
        throw e;
      }
      opened = open();
    }
    connection = opened;
    readers.open(null);
    return opened;
  }

  private Connection open() throws SQLException, IOException {
    if (database instanceof SqliteFile file) {
      var folder = file.file().toAbsolutePath().getParent();
      if (folder != null && !Files.exists(folder)) {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
    }
    var opened = database.write();
    try {
      Schema.migrate(database, opened);
      return opened;
    } catch (SQLException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Puts a damaged file aside; false if that is not what is wrong. */
  boolean mend(SQLException e) throws IOException {
    if (!database.isDamage(e)) {
      return false;
    }
    LOG.log(WARNING, "the history in {0} is damaged: {1}", database.where(), e.getMessage());
    moveAside("damaged");
    return true;
  }

  /** Keeps the file under another name, and begins with an empty one. */
  void moveAside(String why) throws IOException {
    if (!(database instanceof SqliteFile file)) {
      throw new IOException("%s cannot be put aside".formatted(database.where()));
    }
    readers.open("the history is being opened");
    disconnect();
    var aside =
        file.file()
            .resolveSibling("%s.%s-%d".formatted(file.file().getFileName(), why, clock.millis()));
    for (var ending : List.of("", "-wal", "-shm")) {
      var old = sibling(file.file(), ending);
      if (Files.exists(old)) {
        Files.move(old, sibling(aside, ending));
      }
    }
    LOG.log(WARNING, "the history that was in {0} is kept in {1}", file.file(), aside);
    readers.renew();
  }

  /** Puts another file, which is synced, in the place of this one. */
  void replace(Path with) throws IOException {
    if (!(database instanceof SqliteFile file)) {
      throw new IOException("%s cannot be replaced".formatted(database.where()));
    }
    readers.open("the history is being opened");
    disconnect();
    readers.renew();
    Files.deleteIfExists(sibling(file.file(), "-wal"));
    Files.deleteIfExists(sibling(file.file(), "-shm"));
    Files.move(
        with, file.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    var folder = file.file().toAbsolutePath().getParent();
    if (folder != null) {
      try (var synced = FileChannel.open(folder, StandardOpenOption.READ)) {
        synced.force(true);
      }
    }
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  /** Gives the connection up, and with it what is not committed. */
  void disconnect() {
    var opened = connection;
    connection = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (SQLException _) {
        // it is gone
      }
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
