package lotwatch.lab.up;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.lab.cluster.JavaCommand;

/**
 * The command {@code lotwatch} in a process of its own. As the launcher does, it lets the JVM
 * remember the classes that a start needs, once for all tests; and it compiles for a short life.
 */
final class Program {
  private static final String MAIN = "lotwatch.cli.Lotwatch";
  private static final String SHORT_LIFE = "-XX:TieredStopAtLevel=1";
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final long WARM_UP_MINUTES_MAX = 3;

  private Program() {}

  /** The command line that runs it with these words. */
  static List<String> words(List<String> words) throws IOException {
    var command = JavaCommand.words(SHORT_LIFE);
    var path = classPath();
    cache(path)
        .ifPresent(cache ->
            command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off")));
    command.addAll(List.of("-cp", path, MAIN));
    command.addAll(words);
    return command;
  }

  /** All but lab's own classes, which the program does not have. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(each -> !Path.of(each).startsWith(TARGET))
            .toList());
  }

  /** Empty if there can be none: it holds classes of jars only. */
  private static synchronized Optional<Path> cache(String path) throws IOException {
    var jars = Stream.of(path.split(File.pathSeparator)).map(Path::of).toList();
    if (!jars.stream().allMatch(Files::isRegularFile)) {
      return Optional.empty();
    }
    var cache = TARGET.resolve("start").resolve("lotwatch.aot");
    Files.createDirectories(cache.getParent());
    try (var lock =
            FileChannel.open(
                TARGET.resolve("start").resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = lock.lock()) {
      if (!Files.exists(cache) || isOlder(cache, jars)) {
        make(cache, path);
      }
    }
    return Files.exists(cache) ? Optional.of(cache) : Optional.empty();
  }

  private static boolean isOlder(Path cache, List<Path> jars) throws IOException {
    for (var jar : jars) {
      if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(cache)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** One that cannot be made is done without. */
  private static void make(Path cache, String path) throws IOException {
    Files.deleteIfExists(cache);
    var folder = Files.createTempDirectory(cache.getParent(), "warm-up");
    var command = new ArrayList<>(JavaCommand.words(SHORT_LIFE, "-XX:AOTCacheOutput=" + cache));
    command.addAll(List.of("-cp", path, "lotwatch.cli.WarmUp", folder.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(cache.resolveSibling("warm-up.log").toFile())
            .start();
    try {
      if (!process.waitFor(WARM_UP_MINUTES_MAX, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        Files.deleteIfExists(cache);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
