package lotwatch.ffmpeg;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * The ffmpeg that comes as a Maven artefact ({@code org.bytedeco:ffmpeg}, GPL build): one known
 * version, unpacked once into a cache folder.
 */
final class FfmpegJar {
  private static final System.Logger LOG = System.getLogger("lotwatch.ffmpeg");

  /** Far above the 86 MB of the real one: a jar that claims more is not ours. */
  private static final long UNPACKED_BYTES_MAX = 512L << 20;

  private FfmpegJar() {}

  /**
   * Unpacks the jar's programs and libraries unless the cache has them whole.
   *
   * @param cache a folder that may be created; programs are run from it, so it must allow that
   * @return the folder that holds {@code ffmpeg}, {@code ffprobe} and their libraries; null if the
   *     class path has no ffmpeg for this machine
   * @throws IOException if the folder cannot be written
   */
  static @Nullable Path unpack(Path cache) throws IOException {
    var folder = "org/bytedeco/ffmpeg/" + platform() + "/";
    var program = FfmpegJar.class.getClassLoader().getResource(folder + "ffmpeg");
    if (program == null || !(program.openConnection() instanceof JarURLConnection connection)) {
      return null;
    }
    connection.setUseCaches(false);
    try (var jar = connection.getJarFile()) {
      var entries = entries(jar, folder);
      var jarName = Path.of(jar.getName()).getFileName();
      var home = cache.resolve(String.valueOf(jarName).replaceAll("\\.jar$", ""));
      if (!whole(home, entries)) {
        unpack(jar, entries, home);
      }
      return home;
    }
  }

  private static String platform() {
    var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    var arch = System.getProperty("os.arch", "");
    var isArm = arch.equals("aarch64");
    if (system.startsWith("mac")) {
      return isArm ? "macosx-arm64-gpl" : "macosx-x86_64-gpl";
    }
    return isArm ? "linux-arm64-gpl" : "linux-x86_64-gpl";
  }

  /** The programs and the libraries they load; the bridges for Java (libjni...) stay packed. */
  private static List<JarEntry> entries(JarFile jar, String folder) {
    return jar.stream()
        .filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory())
        .filter(entry -> !fileName(entry).startsWith("libjni"))
        .toList();
  }

  private static String fileName(JarEntry entry) {
    return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
  }

  private static boolean whole(Path home, List<JarEntry> entries) throws IOException {
    for (var entry : entries) {
      var file = home.resolve(fileName(entry));
      if (!Files.isExecutable(file) || Files.size(file) != entry.getSize()) {
        return false;
      }
    }
    return true;
  }

  private static void unpack(JarFile jar, List<JarEntry> entries, Path home) throws IOException {
    var startNanos = System.nanoTime();
    var bytes = entries.stream().mapToLong(JarEntry::getSize).sum();
    if (bytes > UNPACKED_BYTES_MAX) {
      throw new IOException("%s holds %d bytes".formatted(jar.getName(), bytes));
    }
    Files.createDirectories(home);
    for (var entry : entries) {
      var file = home.resolve(fileName(entry));
      var unfinished = Files.createTempFile(home, "unpack", null);
      try (InputStream packed = jar.getInputStream(entry)) {
        Files.copy(packed, unfinished, StandardCopyOption.REPLACE_EXISTING);
        if (!unfinished.toFile().setExecutable(true, false)) {
          throw new IOException(home + " does not allow programs");
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    }
    LOG.log(
        INFO,
        "ffmpeg unpacked into {0}: {1} MB in {2} ms, once",
        home,
        bytes >> 20,
        (System.nanoTime() - startNanos) / 1_000_000);
  }

  /**
   * An empty library for one which the loader misses and ffmpeg only needs to be there.
   *
   * @param library a file name such as {@code libpulse.so.0}
   * @return a folder that holds just that library; null if there is no stub of that name
   */
  static @Nullable Path stub(Path home, String library) throws IOException {
    if (!library.matches("[a-z0-9.-]{1,40}")) {
      return null;
    }
    try (var bytes = FfmpegJar.class.getResourceAsStream("stubs/" + library)) {
      if (bytes == null) {
        return null;
      }
      var folder = Files.createDirectories(home.resolve("stub-" + library));
      var unfinished = Files.createTempFile(folder, "stub", null);
      Files.copy(bytes, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(unfinished, folder.resolve(library), StandardCopyOption.ATOMIC_MOVE);
      return folder;
    }
  }
}
