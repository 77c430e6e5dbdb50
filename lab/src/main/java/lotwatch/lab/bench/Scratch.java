package lotwatch.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;

/**
 * A folder for one run, removed after it; when the run is broken off, too, with all processes that
 * it started.
 */
public final class Scratch implements AutoCloseable {
  private final Path path;
  private final Thread atExit = new Thread(this::breakOff);

  private Scratch(Path path) {
    this.path = path;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Makes one in a folder, which other accounts may pass through. */
  public static Scratch in(Path folder) throws IOException {
    var path = Files.createTempDirectory(folder.toAbsolutePath(), "lotwatch-bench-");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Scratch(path);
  }

  /** A folder in it that is not there yet. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** On which kind of file system, and what a sync costs there. */
  public String disk() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s; a sync of 200 appended bytes takes %.2f ms, three files at once %.2f ms each (median)",
        Files.getFileStore(path).type(),
        DiskSync.medianMillis(path, 1),
        DiskSync.medianMillis(path, 3));
  }

  /** Empties a folder in it, so that the next one has room. */
  public void remove(String name) throws IOException {
    remove(path.resolve(name));
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Scratch::delete);
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
  }

  private void breakOff() {
    var started = ProcessHandle.current().descendants().toList();
    started.forEach(ProcessHandle::destroyForcibly);
    started.forEach(process -> process.onExit().join());
    try {
      remove(path);
    } catch (IOException e) {
      System.err.println("remains: " + path);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    remove(path);
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
