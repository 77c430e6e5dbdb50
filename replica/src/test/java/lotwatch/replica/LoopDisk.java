package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** A small ext4 disk in a file, mounted as root, whose power can be cut. */
final class LoopDisk implements AutoCloseable {
  private static final int EXT4_IOC_SHUTDOWN = 0x8004587d;

  /** EXT4_GOING_FLAGS_NOLOGFLUSH: neither data nor journal that was not synced reaches the disk. */
  private static final int NOLOGFLUSH = 2;

  private final Path image;
  private final Path mount;

  private LoopDisk(Path image, Path mount) {
    this.image = image;
    this.mount = mount;
  }

  /** Makes and mounts one; the test ends here, with a line, where that is not possible. */
  static LoopDisk make(Path temp, int megabytes) throws IOException {
    var disk = new LoopDisk(temp.resolve("disk"), temp.resolve("mount"));
    try (var file = new RandomAccessFile(disk.image.toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    Files.createDirectories(disk.mount);
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && ran("mkfs.ext4", "-q", "-m", "0", disk.image.toString())
            && disk.mounts(),
        "skipped: needs root, mkfs.ext4 and a loop device");
    return disk;
  }

  private static boolean ran(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() == 0;
    } catch (IOException e) {
      System.out.println(List.of(command) + ": " + e.getMessage());
      return false;
    }
  }

  private boolean mounts() {
    return ran("mount", "-o", "loop", image.toString(), mount.toString());
  }

  Path path() {
    return mount;
  }

  /** From now on nothing more reaches the disk, and what was not synced never does. */
  @SuppressWarnings("restricted")
  void cutPower() {
    var linker = Linker.nativeLinker();
    var symbols = linker.defaultLookup();
    var open =
        linker.downcallHandle(
            symbols.findOrThrow("open"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    var ioctl =
        linker.downcallHandle(
            symbols.findOrThrow("ioctl"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    var close =
        linker.downcallHandle(
            symbols.findOrThrow("close"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (var arena = Arena.ofConfined()) {
      int fd = (int) open.invokeExact(arena.allocateFrom(mount.toString()), 0);
      int done =
          (int)
              ioctl.invokeExact(
                  fd,
                  Integer.toUnsignedLong(EXT4_IOC_SHUTDOWN),
                  arena.allocateFrom(ValueLayout.JAVA_INT, NOLOGFLUSH));
      int closed = (int) close.invokeExact(fd);
      assertThat(List.of(done, closed)).as("shutdown of %s", mount).containsExactly(0, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot cut the power of " + mount, e);
    }
  }

  /** The machine comes up again: the journal is replayed. */
  void powerOn() {
    unmount();
    assertThat(mounts()).isTrue();
  }

  /** A killed process may hold its files for a moment longer. */
  private void unmount() {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!ran("umount", mount.toString())) {
      assertThat(System.nanoTime()).as("unmount %s", mount).isLessThan(deadline);
      LockSupport.parkNanos(100_000_000);
    }
  }

  @Override
  public void close() {
    unmount();
  }
}
