package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder in which one node keeps everything, held by this process alone.
 *
 * <pre>
 * lock        who holds it
 * version     the version of this layout
 * raft/log    the Raft log (RocksDB)
 * raft/meta   term and vote
 * raft/mark   how far the log was synced
 * raft/member which member of the cluster this is
 * raft/snapshot
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  private static final String VERSION = "lotwatch 1";

  private final Path path;
  private final FolderLock lock;

  private DataFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
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
      checkVersion(folder);
      return new DataFolder(folder, lock);
    } catch (IOException | ReplicaException e) {
      try (lock) {
        throw e instanceof ReplicaException known
            ? known
            : new ReplicaException("the data folder %s: %s".formatted(folder, e), e);
      } catch (IOException closing) {
        throw new ReplicaException("%s: %s".formatted(folder, closing), closing);
      }
    }
  }

  private static void checkVersion(Path folder) throws IOException, ReplicaException {
    var file = folder.resolve("version");
    if (!Files.exists(file)) {
      if (Files.exists(folder.resolve("raft"))) {
        throw new ReplicaException(
            "%s is missing, but there is a raft folder beside it: this is no whole data folder"
                .formatted(file));
      }
      Small.write(file, VERSION);
      return;
    }
    var version = Files.readString(file).strip();
    if (!version.equals(VERSION)) {
      throw new ReplicaException(
          "%s says '%s', this program reads '%s': use the Lotwatch that wrote it, or another folder"
              .formatted(file, version.substring(0, Math.min(40, version.length())), VERSION));
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
