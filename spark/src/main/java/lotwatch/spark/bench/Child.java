package lotwatch.spark.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process of this machine, which writes what it says into a file, and may be killed. */
public final class Child implements AutoCloseable {
  private static final Duration END_MAX = Duration.ofMinutes(1);

  /** Kernel ticks in /proc: 100 on every Linux that runs a JVM. */
  private static final double TICKS_PER_SECOND = 100;

  private static final long POLL_MILLIS = 20;

  private final Process process;
  private final Path log;

  private Child(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param environment in addition to that of this process
   * @param log is written on if it is there
   */
  public static Child start(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    var output = Redirect.appendTo(log.toFile());
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().putAll(environment);
    return new Child(builder.start(), log);
  }

  /** The processes that it started. */
  public List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** The command that runs a main with the JVM that runs here. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Waits until something is so. */
  public static void await(String what, Duration limit, BooleanSupplier isSo)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not within %s: %s".formatted(limit, what));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Waits until it has said something. */
  public void awaitWords(String words, Duration limit) throws InterruptedException {
    await(
        "'%s' of a process that is %s and said: %s"
            .formatted(words, process.isAlive() ? "alive" : "dead", said()),
        limit,
        () -> said().contains(words) || !process.isAlive());
    if (!said().contains(words)) {
      throw new IllegalStateException("ended without '%s': %s".formatted(words, said()));
    }
  }

  /** All that it said. */
  public String said() {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it ends. */
  void awaitEnd(Duration limit) throws InterruptedException {
    await("the end of a process that said: " + said(), limit, () -> !process.isAlive());
  }

  /**
   * Processor time so far: fields 14 and 15 of /proc/PID/stat.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>
   */
  double cpuSeconds() throws IOException {
    return cpuSeconds(process.toHandle());
  }

  /** The same of any process that runs. */
  static double cpuSeconds(ProcessHandle handle) throws IOException {
    var stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** SIGKILL, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, and kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(END_MAX.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
