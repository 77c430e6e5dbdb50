package lotwatch.replica;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import lotwatch.ledger.Versions;

/**
 * The folder in which one node keeps everything, held by this process alone.
 *
 * <pre>
 * lock        who holds it
 * version     the version that a program must understand to read what is in here
 * raft/log    the Raft log (RocksDB)
 * raft/meta   term and vote
 * raft/mark   how far the log was synced
 * raft/member which voter of the cluster this is
 * raft/token  tells this node from another of its name
 * raft/roster which node is at which address
 * raft/snapshot
 * events      the events that consumers have not acknowledged yet
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");
  private static final String NAME = "lotwatch ";
  private static final Pattern SHAPE = Pattern.compile(NAME + "([1-9]\\d{0,2})");

  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FolderLock lock;
  private final boolean isNew;

  private DataFolder(Path path, FolderLock lock, boolean isNew) {
    this.path = path;
    this.lock = lock;
    this.isNew = isNew;
  }

  /**
   * Opens the folder, making it if there is none.
   *
   * @throws ReplicaException if another process holds it, it cannot be written, or is of another
   *     version
   */
  public static DataFolder open(Path path) throws ReplicaException {
    var folder = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new ReplicaException("the data folder %s cannot be made: %s".formatted(folder, e), e);
    }
    if (!Files.isWritable(folder)) {
      throw new ReplicaException("the data folder %s cannot be written".formatted(folder));
    }
    var lock = FolderLock.take(folder.resolve("lock"));
    try {
      boolean isNew = begin(folder);
      keepPrivate(folder);
      return new DataFolder(folder, lock, isNew);
    } catch (IOException | ReplicaException e) {
      try (lock) {
        throw e instanceof IOException failed
            ? new ReplicaException(Obstacle.told(folder, failed), failed)
            : (ReplicaException) e;
      } catch (IOException closing) {
        throw new ReplicaException("%s: %s".formatted(folder, closing), closing);
      }
    }
  }

  /**
   * Takes the rights of everybody but the owner: the log holds plates and the passwords of cameras.
   * What the log's store writes later has the rights that the process gives; nobody else gets past
   * the folder.
   */
  private static void keepPrivate(Path folder) {
    try {
      takeRights(folder);
    } catch (IOException e) {
      LOG.log(WARNING, "others may read {0}, which holds plates and passwords: {1}", folder, e);
    }
  }

  private static void takeRights(Path folder) throws IOException {
    if (!Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
      return;
    }
    Files.setPosixFilePermissions(folder, OWNER_ONLY_FOLDER);
    try (var inside = Files.walk(folder.resolve("raft"))) {
      for (var path : inside.toList()) {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.setPosixFilePermissions(path, OWNER_ONLY_FOLDER);
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.setPosixFilePermissions(path, OWNER_ONLY_FILE);
        }
      }
    }
    for (var name : List.of("lock", "version")) {
      Files.setPosixFilePermissions(folder.resolve(name), OWNER_ONLY_FILE);
    }
  }

  /** Makes what has to be there, and tells whether it did; else checks what is there. */
  private static boolean begin(Path folder) throws IOException, ReplicaException {
    var file = folder.resolve("version");
    if (!Files.exists(file)) {
      if (Files.exists(folder.resolve("raft"))) {
        throw new ReplicaException(
            "%s is missing, but there is a raft folder beside it: this is no whole data folder"
                .formatted(file));
      }
      AtomicFile.write(file, NAME + Versions.FIRST);
      Files.createDirectory(folder.resolve("raft"));
      return true;
    }
    var text = Files.readString(file).strip();
    int version = version(text);
    if (version < Versions.FIRST || version > Versions.NEWEST) {
      throw new ReplicaException(
          "%s says '%s', this program reads up to '%s%d': use the Lotwatch that wrote it or a newer one, or another folder"
              .formatted(
                  file, text.substring(0, Math.min(40, text.length())), NAME, Versions.NEWEST));
    }
    if (!Files.exists(folder.resolve("raft"))) {
      if (version > Versions.FIRST) { // it is raised when something is in the log
        throw new ReplicaException(
            "%s is there, but the raft folder beside it is gone: bring it back, or empty %s to begin with nothing"
                .formatted(file, folder));
      }
      Files.createDirectory(folder.resolve("raft"));
    }
    return false;
  }

  /** What a version file says; 0 if it is none. */
  private static int version(String text) {
    var shape = SHAPE.matcher(text);
    return shape.matches() ? Integer.parseInt(shape.group(1)) : 0;
  }

  /**
   * Notes that the log now holds what only this version and later ones understand, so that an older
   * program is told so when it opens the folder. The log says it itself, too, but later.
   */
  void raise(int version) {
    var file = path.resolve("version");
    try {
      if (version(Files.readString(file).strip()) < version) {
        AtomicFile.write(file, NAME + version);
        if (!isNew) { // nobody has an older program for a folder that begins
          LOG.log(
              INFO,
              "the cluster is at version {0} now: no older Lotwatch can open {1} any more",
              Integer.toString(version),
              path);
        }
      }
    } catch (IOException e) {
      LOG.log(WARNING, "{0} cannot be raised to version {1}: {2}", file, version, e);
    }
  }

  /** Tells a second process that wants this folder where this one can be reached. */
  public void say(String url) throws IOException {
    lock.say(", " + url);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
