package lotwatch.lab.bench.startup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node that was started by the launcher, in an empty folder and on free ports. */
final class StartedNode implements AutoCloseable {
  private static final Duration START_WAIT_MAX = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Process process;
  private final double wallSeconds;
  private final double cpuSeconds;

  /**
   * What was measured.
   *
   * @param wallSeconds from the start of the launcher to the first answer
   * @param cpuSeconds of all threads until then
   * @param memory what the process holds after it had nothing to do
   */
  record Figures(double wallSeconds, double cpuSeconds, ResidentMemory memory) {}

  private StartedNode(Process process, double wallSeconds, double cpuSeconds) {
    this.process = process;
    this.wallSeconds = wallSeconds;
    this.cpuSeconds = cpuSeconds;
  }

  /** Has the launcher build what it runs, which is no part of a start. */
  static void build() throws IOException, InterruptedException {
    int exit = new ProcessBuilder(launcher(), "version").inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("the launcher ended with " + exit);
    }
  }

  private static String launcher() {
    return Path.of(System.getProperty("lotwatch.home", "."), "lotwatch").toString();
  }

  /**
   * Starts one and waits for its first answer.
   *
   * @param log gets what it says
   * @throws IOException if it ends, or does not answer in two minutes
   */
  static StartedNode start(Path config, Path data, Path log) throws IOException {
    int port = freePort();
    var command =
        new ProcessBuilder(
            launcher(),
            "up",
            "--config",
            config.toString(),
            "--data",
            data.toString(),
            "--port",
            String.valueOf(port));
    command.environment().putAll(freePorts());
    long began = System.nanoTime();
    var process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var lots = URI.create("http://127.0.0.1:%d/api/lots".formatted(port)).toURL();
    while (!answers(lots)) {
      if (!process.isAlive() || System.nanoTime() - began > START_WAIT_MAX.toNanos()) {
        process.destroyForcibly();
        throw new IOException("the node does not answer:\n" + Files.readString(log, UTF_8));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    double wall = (System.nanoTime() - began) / 1e9;
    return new StartedNode(process, wall, cpuSeconds(process));
  }

  /** Waits, and reads what it holds then. */
  Figures idle(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time)) {
      throw new IOException("the node ended with " + process.exitValue());
    }
    return new Figures(wallSeconds, cpuSeconds, ResidentMemory.of(process.pid()));
  }

  private static double cpuSeconds(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private static boolean answers(URL url) {
    try {
      return ((HttpURLConnection) url.openConnection()).getResponseCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static Map<String, String> freePorts() {
    return Map.of(
        "LOTWATCH_GRPC_PORTS", "0",
        "LOTWATCH_TEXT_PORT", "0",
        "LOTWATCH_RPC_PORT", "0",
        "LOTWATCH_SENSOR_PORT", "0",
        "LOTWATCH_PUBSUB_PORT", "0");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(START_WAIT_MAX)) {
        process.destroyForcibly();
        throw new IOException("the node does not stop");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
