package lotwatch.bench.finder;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the server's process took while it was measured; zeros if it is not ours.
 *
 * @param cores processor time per time on the wall, warm-up included
 * @param residentMegabytes (10^6 bytes) of memory at the end
 */
record Footprint(double cores, double residentMegabytes) {
  private static final Footprint UNKNOWN = new Footprint(0, 0);

  /** Work on the server. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /** A result and what it took. */
  record With<T>(T result, Footprint footprint) {}

  static <T> With<T> of(Optional<ProcessHandle> process, Work<T> work)
      throws IOException, InterruptedException {
    if (process.isEmpty()) {
      return new With<>(work.run(), UNKNOWN);
    }
    var server = process.get();
    long began = System.nanoTime();
    double before = cpuSeconds(server);
    var result = work.run();
    double cores = (cpuSeconds(server) - before) / ((System.nanoTime() - began) / 1e9);
    return new With<>(result, new Footprint(cores, residentMegabytes(server)));
  }

  private static double cpuSeconds(ProcessHandle server) {
    return server.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
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
