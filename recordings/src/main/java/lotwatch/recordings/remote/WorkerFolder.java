package lotwatch.recordings.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import lotwatch.ledger.BlobId;

/**
 * The folder of a worker that is no node: its name, and files on their way. Nothing in it but the
 * name is of any use to the next worker that starts there.
 */
public final class WorkerFolder implements AutoCloseable {
  /** Bytes of files that were fetched and are kept for a while. */
  public static final long FETCHED_BYTES_MAX = 4L << 30;

  /** A file that was used within this time stays, whatever there is. */
  private static final Duration USED = Duration.ofMinutes(10);

  private static final int NAME_BYTES = 3;

  private final Path folder;
  private final FileChannel lock;

  private WorkerFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder, makes it if there is none, and removes what an earlier worker left.
   *
   * @throws IOException if another worker has it, or it cannot be written
   */
  public static WorkerFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    var lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isTaken(lock)) {
      lock.close();
      throw new IOException("another worker works in %s: choose one with --data".formatted(folder));
    }
    var opened = new WorkerFolder(folder.toRealPath(), lock);
    remove(opened.temporary());
    Files.createDirectories(opened.temporary().resolve("fetched"));
    return opened;
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  private Path temporary() {
    return folder.resolve("tmp");
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The worker's name, which it gets at its first start and keeps. */
  public String name() throws IOException {
    var file = folder.resolve("name");
    if (!Files.exists(file)) {
      byte[] random = new byte[NAME_BYTES];
      new SecureRandom().nextBytes(random);
      Files.writeString(file, "%s-%s".formatted(host(), HexFormat.of().formatHex(random)), UTF_8);
    }
    return Files.readString(file, UTF_8).strip();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (UnknownHostException _) {
      return "worker";
    }
  }

  /** Bytes that its disk has left; all of them where the system does not tell. */
  long freeBytes() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException _) {
      return Long.MAX_VALUE;
    }
  }

  /** A new empty folder. */
  Path fresh(String name) throws IOException {
    return Files.createTempDirectory(temporary(), name + "-");
  }

  /** Where a blob is that was fetched. */
  Path fetched(BlobId blob) {
    return temporary().resolve("fetched").resolve(blob.sha256());
  }

  /** A file that was fetched is used now; older ones make room for it. */
  synchronized void used(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    var all = new ArrayList<Path>();
    try (var files = Files.list(temporary().resolve("fetched"))) {
      files.forEach(all::add);
    }
    all.sort(Comparator.comparing(WorkerFolder::time));
    long bytes = 0;
    for (var each : all) {
      bytes += Files.size(each);
    }
    var old = Instant.now().minus(USED);
    for (var each : all) {
      if (bytes <= FETCHED_BYTES_MAX || !time(each).isBefore(old)) {
        return;
      }
      bytes -= Files.size(each);
      Files.deleteIfExists(each);
    }
  }

  private static Instant time(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException _) {
      return Instant.MIN;
    }
  }

  @Override
  public void close() throws IOException {
    remove(temporary());
    lock.close();
  }
}
