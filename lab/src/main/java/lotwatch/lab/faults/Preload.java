package lotwatch.lab.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * A library that a process loads before all others, so that its wall clock can be set while it
 * runs, and its disk can be made to forget. It takes the place of what libc has: the JVM and all
 * native code ask it. The monotonic clock stays as it is. Compiled by gcc when it is needed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ld.so.8.html">ld.so(8), LD_PRELOAD</a>
 */
public final class Preload {
  private static final String STATE = "LAB_PRELOAD_STATE";
  private static final int STATE_BYTES = 2 * Long.BYTES;

  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <fcntl.h>
      #include <stdint.h>
      #include <stdlib.h>
      #include <sys/mman.h>
      #include <sys/time.h>
      #include <time.h>
      #include <unistd.h>

      /* Nanoseconds by which the wall clock is ahead; whether nothing is synced. */
      static volatile int64_t *state;

      __attribute__((constructor)) static void begin(void) {
        const char *path = getenv("LAB_PRELOAD_STATE");
        int file = path ? open(path, O_RDONLY) : -1;
        if (file >= 0) {
          void *mapped = mmap(0, 16, PROT_READ, MAP_SHARED, file, 0);
          if (mapped != MAP_FAILED) state = mapped;
          close(file);
        }
      }

      static int64_t wall(int64_t nanos) { return state ? nanos + state[0] : nanos; }

      int clock_gettime(clockid_t id, struct timespec *out) {
        static int (*real)(clockid_t, struct timespec *);
        if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
        int result = real(id, out);
        if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) {
          int64_t now = wall(out->tv_sec * INT64_C(1000000000) + out->tv_nsec);
          out->tv_sec = now / INT64_C(1000000000);
          out->tv_nsec = now % INT64_C(1000000000);
        }
        return result;
      }

      int gettimeofday(struct timeval *restrict out, void *restrict zone) {
        struct timespec now;
        int result = clock_gettime(CLOCK_REALTIME, &now);
        out->tv_sec = now.tv_sec;
        out->tv_usec = now.tv_nsec / 1000;
        return result;
      }

      time_t time(time_t *out) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        if (out) *out = now.tv_sec;
        return now.tv_sec;
      }

      static int synced(const char *name, int file) {
        int (*real)(int) = dlsym(RTLD_NEXT, name);
        return state && state[1] ? 0 : real(file);
      }

      int fsync(int file) { return synced("fsync", file); }
      int fdatasync(int file) { return synced("fdatasync", file); }
      """;

  private final Path library;

  private Preload(Path library) {
    this.library = library;
  }

  /**
   * Compiles it.
   *
   * @param folder where it is put
   * @throws IOException if that is not possible here; says what is missing
   */
  public static Preload compile(Path folder) throws IOException {
    var source = Files.writeString(folder.resolve("preload.c"), SOURCE);
    var library = folder.resolve("preload.so").toAbsolutePath();
    Shell.run(
        "gcc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl");
    return new Preload(library);
  }

  /** The state of one process, which it may be started with again and again. */
  public State state(Path file) throws IOException {
    Files.write(file, new byte[STATE_BYTES]);
    return new State(library, file.toAbsolutePath());
  }

  /**
   * What one process is told.
   *
   * @param file is mapped by the process: what is written there counts at once
   */
  public record State(Path library, Path file) {
    /** What the process has to have in its environment. */
    public Map<String, String> environment() {
      return Map.of("LD_PRELOAD", library.toString(), STATE, file.toString());
    }

    /** Its wall clock is so far ahead of the machine's from now on; negative is behind. */
    public void stepTo(Duration ahead) throws IOException {
      write(0, ahead.toNanos());
    }

    /** Nothing that it syncs reaches the disk for that. */
    public void neverSync() throws IOException {
      write(Long.BYTES, 1);
    }

    private void write(int at, long value) throws IOException {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        channel.write(bytes.putLong(value).flip(), at);
      }
    }
  }
}
