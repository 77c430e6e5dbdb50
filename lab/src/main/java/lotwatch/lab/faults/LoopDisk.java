package lotwatch.lab.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A small ext4 disk in a file, mounted as root, whose power can be cut and that can be filled. */
public final class LoopDisk implements AutoCloseable {
  private static final int EXT4_IOC_SHUTDOWN = 0x8004587d;

  /** EXT4_GOING_FLAGS_NOLOGFLUSH: neither data nor journal that was not synced reaches the disk. */
  private static final int NOLOGFLUSH = 2;

  private static final Duration UNMOUNT_WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration UNMOUNT_EVERY = Duration.ofMillis(100);
  private static final int BLOCK_BYTES = 1 << 16;

  private final Path image;
  private final Path mount;

  private LoopDisk(Path image, Path mount) {
    this.image = image;
    this.mount = mount;
  }

  /**
   * Makes and mounts one.
   *
   * @param folder where the file and the mount point are made
   * @throws IOException if that is not possible here; says what is missing
   */
  public static LoopDisk make(Path folder, int megabytes) throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new IOException("a disk of one's own needs root");
    }
    var disk = new LoopDisk(folder.resolve("disk"), folder.resolve("mount"));
    Files.createDirectories(disk.mount);
    try (var file = new RandomAccessFile(disk.image.toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    Shell.run("mkfs.ext4", "-q", "-m", "0", disk.image.toString());
    disk.mount();
    return disk;
  }

  private void mount() throws IOException {
    Shell.run("mount", "-o", "loop", image.toString(), mount.toString());
  }

  /** Where it is mounted. */
  public Path path() {
    return mount;
  }

  /** From now on nothing more reaches the disk, and what was not synced never does. */
  public void cutPower() throws IOException {
    int file = Posix.open(mount.toString(), Posix.READ_ONLY);
    try (var arena = Arena.ofConfined()) {
      Posix.ioctl(file, EXT4_IOC_SHUTDOWN, arena.allocateFrom(ValueLayout.JAVA_INT, NOLOGFLUSH));
    } finally {
      Posix.close(file);
    }
  }

  /** The machine comes up again: the file system's journal is replayed. */
  public void powerOn() throws IOException {
    unmount();
    mount();
  }

  /**
   * Writes a file until no more than this is left.
   *
   * @return the file; delete it to make room again
   */
  public Path fill(long leaveBytes) throws IOException {
    var filler = mount.resolve("filler");
    byte[] block = new byte[BLOCK_BYTES];
    try (var out = Files.newOutputStream(filler)) {
      while (Files.getFileStore(filler).getUsableSpace() > leaveBytes) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
    return filler;
  }

  /** A killed process may hold its files for a moment longer. */
  private void unmount() throws IOException {
    long deadline = System.nanoTime() + UNMOUNT_WAIT_MAX.toNanos();
    while (!Shell.tried("umount", mount.toString())) {
      if (System.nanoTime() > deadline) {
        throw new IOException("%s is in use".formatted(mount));
      }
      LockSupport.parkNanos(UNMOUNT_EVERY.toNanos());
    }
  }

  /**
   * Throws the disk away. What a log that could not be opened still holds in this process goes with
   * the process: it must not fail a test that has said what it had to say.
   */
  @Override
  public void close() {
    try {
      if (!Shell.tried("umount", mount.toString())) {
        Shell.run("umount", "--lazy", mount.toString());
      }
      Files.delete(image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
