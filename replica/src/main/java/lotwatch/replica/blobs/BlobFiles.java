package lotwatch.replica.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lotwatch.ledger.BlobId;
import org.jspecify.annotations.Nullable;

/**
 * The files of the blobs on this node's disk, each named by its content. A name appears only when
 * the whole file is on the disk, synced.
 *
 * <pre>
 * blobs/ab/abcdef...  a blob
 * blobs/damaged/...   files that are damaged and the last of their blob that is known of
 * blobs/tmp/...       what is being written; emptied at every start
 * </pre>
 *
 * <p>When a file was last wanted is the time of its last change. Whoever looks for a file and finds
 * it also sets that time, under the lock under which old files are removed.
 */
final class BlobFiles {
  private static final int PREFIX = 2;
  private static final int FOLDERS = 256;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NO_NAME = Pattern.compile("[^\\w-]");
  private static final int FOLDER_NAME_MAX = 40;

  private final Path root;
  private final Path temporary;
  private final Path damaged;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong count = new AtomicLong();

  private BlobFiles(Path root, InstantSource clock) {
    this.root = root;
    this.temporary = root.resolve("tmp");
    this.damaged = root.resolve("damaged");
    this.clock = clock;
  }

  /**
   * Opens the folder {@code blobs} in here, making it if there is none, and throws away what is
   * half written.
   */
  static BlobFiles open(Path data, InstantSource clock) throws IOException {
    var files = new BlobFiles(data.toAbsolutePath().resolve("blobs"), clock);
    removeAll(files.temporary);
    Files.createDirectories(files.temporary);
    Files.createDirectories(files.damaged);
    sync(files.root);
    sync(data);
    for (var folder : prefixes()) {
      for (var blob : files.in(folder)) {
        files.count(1, Files.size(files.path(blob)));
      }
    }
    return files;
  }

  private static void removeAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, @Nullable IOException e)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Makes the names in a folder last. */
  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private void count(int more, long moreBytes) {
    count.addAndGet(more);
    bytes.addAndGet(moreBytes);
  }

  /** How many there are. */
  long count() {
    return count.get();
  }

  /** Bytes of all of them. */
  long bytes() {
    return bytes.get();
  }

  /** Where they are. */
  Path root() {
    return root;
  }

  /** Where the file of a blob is, if it is here. */
  Path path(BlobId blob) {
    return root.resolve(blob.sha256().substring(0, PREFIX)).resolve(blob.sha256());
  }

  /** A new empty folder on the same disk, which is gone after the next start. */
  Path folder(String name) throws IOException {
    var plain = NO_NAME.matcher(name).replaceAll("_");
    return Files.createTempDirectory(
        temporary, plain.substring(0, Math.min(FOLDER_NAME_MAX, plain.length())) + "-");
  }

  /** A new empty file on the same disk, which is gone after the next start. */
  Path temporary() throws IOException {
    return Files.createTempFile(temporary, "part-", "");
  }

  /** Whether the file is here and has so many bytes. */
  boolean has(BlobId blob, long size) {
    try {
      return Files.size(path(blob)) == size;
    } catch (IOException e) {
      return false;
    }
  }

  /** The same, and if it is it stays for a while from now on, whether it is used or not. */
  boolean want(BlobId blob, long size) throws IOException {
    lock.lock();
    try {
      if (!has(blob, size)) {
        return false;
      }
      Files.setLastModifiedTime(path(blob), FileTime.from(clock.instant()));
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a file in, by a second name where the disk has such, else as a copy: the first name is
   * left, to be removed when all is done.
   *
   * @param file whole and synced
   */
  void adopt(Path file, BlobId blob) throws IOException {
    var to = path(blob);
    var folder = Objects.requireNonNull(to.getParent());
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      sync(root);
    }
    var whole = ownFile(file);
    lock.lock();
    try {
      long before = Files.exists(to) ? Files.size(to) : -1;
      Files.setLastModifiedTime(whole, FileTime.from(clock.instant()));
      Files.move(whole, to, StandardCopyOption.ATOMIC_MOVE);
      count(before < 0 ? 1 : 0, Files.size(to) - Math.max(0, before));
    } finally {
      lock.unlock();
      Files.deleteIfExists(whole);
    }
    sync(folder);
  }

  /** Whether a file is on the same disk, so that it need not be copied. */
  boolean isOnDisk(Path file) throws IOException {
    return Files.getFileStore(file).equals(Files.getFileStore(root));
  }

  /** A second name for a file, or a synced copy of it. */
  private Path ownFile(Path file) throws IOException {
    var own = temporary();
    try {
      Files.delete(own);
      Files.createLink(own, file);
    } catch (UnsupportedOperationException | IOException _) { // on another disk, or no such names
      copy(file, own);
    }
    return own;
  }

  private static void copy(Path file, Path to) throws IOException {
    try {
      Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      try (var channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(to);
      throw e;
    }
  }

  /** Removes the file unless somebody wanted it since then; tells whether it did. */
  boolean removeUnwantedSince(BlobId blob, Instant since) throws IOException {
    lock.lock();
    try {
      if (!isUnwantedSince(blob, since)) {
        return false;
      }
      var file = path(blob);
      count(-1, -Files.size(file));
      Files.delete(file);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is here and nobody wanted it since then. */
  boolean isUnwantedSince(BlobId blob, Instant since) throws IOException {
    try {
      return !Files.getLastModifiedTime(path(blob)).toInstant().isAfter(since);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** A file is damaged: it has its name no more. Where it is the last one it is kept aside. */
  void damaged(BlobId blob, boolean keep) throws IOException {
    lock.lock();
    try {
      var file = path(blob);
      count(-1, -Files.size(file));
      if (keep) {
        Files.move(file, damaged.resolve(blob.sha256()), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.delete(file);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The files that are kept aside. */
  List<BlobId> setAside() throws IOException {
    return blobs(damaged);
  }

  /** A file that is kept aside is not needed any more. */
  void dropDamaged(BlobId blob) throws IOException {
    Files.deleteIfExists(damaged.resolve(blob.sha256()));
  }

  /** The folders that blobs are in, in order. */
  static List<String> prefixes() {
    return IntStream.range(0, FOLDERS).mapToObj("%02x"::formatted).toList();
  }

  /** The blobs of one folder. */
  List<BlobId> in(String prefix) throws IOException {
    return blobs(root.resolve(prefix));
  }

  private static List<BlobId> blobs(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> NAME.matcher(name).matches())
          .map(BlobId::new)
          .sorted()
          .toList();
    }
  }
}
