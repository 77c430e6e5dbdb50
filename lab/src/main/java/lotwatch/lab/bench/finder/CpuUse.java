package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Who used the processors of this machine during a measurement, warm-up included: processor time
 * per time on the wall.
 *
 * @param server the server's process; 0 if it is not ours
 * @param generator this process
 * @param others whatever else ran on the machine, and disturbed
 * @param residentMegabytes (10^6 bytes) of the server's memory at the end; 0 if it is not ours
 */
record CpuUse(double server, double generator, double others, double residentMegabytes) {
  /** Kernel ticks per second in /proc: 100 on every Linux that runs a JVM. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of the first line of /proc/stat that are time without work: idle and iowait. */
  private static final int IDLE = 3;

  private static final int IOWAIT = 4;

  /** User to steal; what follows is in them already. */
  private static final int FIELDS = 8;

  /** Work on the server. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /** A result and what it took. */
  record With<T>(T result, CpuUse footprint) {}

  /** Processor seconds so far. */
  private record Used(double server, double generator, double all) {
    static Used now(Optional<ProcessHandle> server) throws IOException {
      return new Used(
          server.map(CpuUse::cpuSeconds).orElse(0.0),
          cpuSeconds(ProcessHandle.current()),
          allSeconds());
    }
  }

  static <T> With<T> of(Optional<ProcessHandle> server, Work<T> work)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    var before = Used.now(server);
    var result = work.run();
    var after = Used.now(server);
    double wall = (System.nanoTime() - began) / 1e9;
    double ours = (after.server() - before.server()) / wall;
    double generator = (after.generator() - before.generator()) / wall;
    double all = (after.all() - before.all()) / wall;
    double resident = server.isPresent() ? residentMegabytes(server.get()) : 0;
    return new With<>(
        result, new CpuUse(ours, generator, Math.max(0, all - ours - generator), resident));
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /**
   * Of the whole machine.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_stat.5.html">proc_stat</a>
   */
  private static double allSeconds() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/stat"), US_ASCII)) {
      var ticks =
          Stream.of(lines.findFirst().orElse("cpu").split(" +", -1))
              .skip(1)
              .limit(FIELDS)
              .mapToLong(Long::parseLong)
              .toArray();
      return ticks.length < FIELDS
          ? 0
          : (LongStream.of(ticks).sum() - ticks[IDLE] - ticks[IOWAIT]) / TICKS_PER_SECOND;
    }
  }

  private static double residentMegabytes(ProcessHandle server) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", "" + server.pid(), "status"), US_ASCII)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) * 1_024 / 1e6)
          .findFirst()
          .orElse(0);
    }
  }
}
