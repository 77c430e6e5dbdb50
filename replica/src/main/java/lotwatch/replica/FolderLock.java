package lotwatch.replica;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lock on a data folder: a file that the operating system frees when the process ends, however
 * it ends. The file says who holds it.
 */
final class FolderLock implements AutoCloseable {
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final int HOLDER_BYTES_MAX = 1_000;

  private final FileChannel channel;
  private final String who;

  private FolderLock(FileChannel channel, String who) {
    this.channel = channel;
    this.who = who;
  }

  /**
   * Takes the lock.
   *
   * @throws ReplicaException naming the process that holds it
   */
  static FolderLock take(Path path) throws ReplicaException {
    try {
      var channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (tryLock(channel) == null) {
          throw new ReplicaException(
              "%s is in use by %s".formatted(path.getParent(), holder(path)));
        }
        var lock = new FolderLock(channel, who());
        lock.say("");
        return lock;
      } catch (ReplicaException | IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ReplicaException(Obstacle.told(path, e), e);
    }
  }

  /** Adds something to what a second process is told, as where this one can be reached. */
  void say(String more) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((who + more).getBytes(UTF_8)), 0);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String who() {
    var process = ProcessHandle.current();
    var since = process.info().startInstant().orElse(Instant.now());
    return "process %d since %s".formatted(process.pid(), since.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String holder(Path path) throws IOException {
    var text = Files.readString(path).strip();
    return text.isEmpty() || text.length() > HOLDER_BYTES_MAX ? "another process" : text;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
