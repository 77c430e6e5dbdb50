package lotwatch.lab.faults;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calls of Linux that Java has no words for. */
@SuppressWarnings("restricted")
final class Posix {
  static final int READ_ONLY = 0;
  static final int READ_WRITE = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN = variadic("open", JAVA_INT, 2, ADDRESS, JAVA_INT);
  private static final MethodHandle IOCTL =
      variadic("ioctl", JAVA_INT, 2, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

  private static final MethodHandle SETNS = call("setns", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final int CLONE_NEWNET = 0x40000000;

  private Posix() {}

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static MethodHandle variadic(
      String name, MemoryLayout result, int fixed, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.firstVariadicArg(fixed));
  }

  /** Opens a file and gives its descriptor. */
  static int open(String path, int flags) throws IOException {
    try (var arena = Arena.ofConfined()) {
      int file = (int) OPEN.invokeExact(arena.allocateFrom(path, UTF_8), flags);
      if (file < 0) {
        throw new IOException(path + " cannot be opened");
      }
      return file;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Commands a device. */
  static void ioctl(int file, int request, MemorySegment argument) throws IOException {
    try {
      if ((int) IOCTL.invokeExact(file, Integer.toUnsignedLong(request), argument) != 0) {
        throw new IOException("ioctl %x fails".formatted(request));
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many bytes were read into {@code to}; -1 if none can be. */
  static int read(int file, MemorySegment to) {
    try {
      return (int) (long) READ.invokeExact(file, to, to.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes all of {@code from}, or nothing. */
  static void write(int file, MemorySegment from) {
    try {
      long _ = (long) WRITE.invokeExact(file, from, from.byteSize());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void close(int file) {
    try {
      int _ = (int) CLOSE.invokeExact(file);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on what this platform thread connects is in that network namespace. */
  static void enterNetwork(String path) throws IOException {
    int file = open(path, READ_ONLY);
    try {
      if ((int) SETNS.invokeExact(file, CLONE_NEWNET) != 0) {
        throw new IOException(path + " cannot be entered");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      close(file);
    }
  }
}
