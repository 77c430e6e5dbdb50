package lotwatch.lab.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a piece of work took.
 *
 * @param wallSeconds by the clock on the wall
 * @param cpuSeconds of this process and its ended children, to 0.01 s
 * @param frames that were worked on
 */
record Spent(double wallSeconds, double cpuSeconds, int frames) {
  /** Kernel ticks per second in /proc: 100 on every Linux that runs a JVM. */
  private static final double TICKS_PER_SECOND = 100;

  /** Work that says how many frames it worked on. */
  @FunctionalInterface
  interface Work {
    int run() throws Exception;
  }

  static Spent on(Work work) throws Exception {
    var startNanos = System.nanoTime();
    var startCpu = cpuSoFar();
    var frames = work.run();
    return new Spent((System.nanoTime() - startNanos) / 1e9, cpuSoFar() - startCpu, frames);
  }

  double cpuMillisPerFrame() {
    return 1e3 * cpuSeconds / frames;
  }

  double wallMillisPerFrame() {
    return 1e3 * wallSeconds / frames;
  }

  /**
   * Fields 14 to 17 of /proc/self/stat.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat</a>
   */
  private static double cpuSoFar() throws IOException {
    var stat = Files.readString(Path.of("/proc/self/stat"), US_ASCII);
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    var ticks = 0L;
    for (int field = 14; field <= 17; field++) {
      ticks += Long.parseLong(fields[field - 3]);
    }
    return ticks / TICKS_PER_SECOND;
  }
}
