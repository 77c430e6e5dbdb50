package lotwatch.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a measurement ran on. */
public final class Machine {
  private Machine() {}

  /** One line: processor, system, Java, time. */
  public static String text() {
    return "%d virtual cores (%s), %s %s, JDK %s, %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            Instant.now().truncatedTo(ChronoUnit.MINUTES));
  }

  /**
   * One line: how many threads wanted to run in the last minute, ours included. More than there are
   * cores means that others worked beside us, and that who uses more threads got more.
   */
  public static String load() {
    return String.format(
        Locale.ROOT,
        "Load of the last minute: %.1f.",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"), UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
