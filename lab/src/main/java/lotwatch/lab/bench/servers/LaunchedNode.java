package lotwatch.lab.bench.servers;

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
public final class LaunchedNode implements AutoCloseable {
  private static final Duration START_WAIT_MAX = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Process process;
  private final URI uri;
  private final int grpcPort;
  private final double wallSeconds;
  private final double cpuSeconds;

  private LaunchedNode(
      Process process, URI uri, int grpcPort, double wallSeconds, double cpuSeconds) {
    this.process = process;
    this.uri = uri;
    this.grpcPort = grpcPort;
    this.wallSeconds = wallSeconds;
    this.cpuSeconds = cpuSeconds;
  }

  /** Has the launcher build what it runs, which is no part of a start. */
  public static void build() throws IOException, InterruptedException {
    int exit = new ProcessBuilder(launcher(), "version").inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("the launcher ended with " + exit);
    }
  }

  /** The launcher's path. */
  public static String launcher() {
    return Path.of(System.getProperty("lotwatch.home", "."), "lotwatch").toString();
  }

  /**
   * Starts one and waits for its first answer.
   *
   * @param log gets what it says
   * @throws IOException if it ends, or does not answer in two minutes
   */
  public static LaunchedNode start(Path config, Path data, Path log) throws IOException {
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
    int grpcPort = freePort();
    command.environment().putAll(ports(grpcPort));
    long began = System.nanoTime();
    var process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    var uri = URI.create("http://127.0.0.1:%d/".formatted(port));
    var lots = uri.resolve("/api/lots").toURL();
    while (!answers(lots)) {
      if (!process.isAlive() || System.nanoTime() - began > START_WAIT_MAX.toNanos()) {
        process.destroyForcibly();
        throw new IOException("the node does not answer:\n" + Files.readString(log, UTF_8));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    double wall = (System.nanoTime() - began) / 1e9;
    return new LaunchedNode(process, uri, grpcPort, wall, cpuSeconds(process));
  }

  /** Where its pages and its REST are. */
  public URI uri() {
    return uri;
  }

  /** Where its gRPC services are. */
  public int grpcPort() {
    return grpcPort;
  }

  /** Of its process. */
  public long pid() {
    return process.pid();
  }

  /** From the start of the launcher to the first answer. */
  public double startSeconds() {
    return wallSeconds;
  }

  /** Processor time of all threads until then. */
  public double startCpuSeconds() {
    return cpuSeconds;
  }

  /** Processor time of all threads so far. */
  public double cpuSeconds() {
    return cpuSeconds(process);
  }

  /**
   * Leaves it alone for a while.
   *
   * @throws IOException if it ends meanwhile
   */
  public void idle(Duration time) throws IOException, InterruptedException {
    if (process.waitFor(time)) {
      throw new IOException("the node ended with " + process.exitValue());
    }
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

  private static Map<String, String> ports(int grpcPort) {
    return Map.of(
        "LOTWATCH_GRPC_PORTS", String.valueOf(grpcPort),
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
