package lotwatch.replica.upgrade;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One {@code lotwatch node}: its ports and folder stay, the program that runs it may change. */
final class NodeProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern LEADER = Pattern.compile("\"leader\"\\s*:\\s*\"([^\"]+)\"");

  /** The campus, to which each node adds the lot {@code counted}. */
  static final String CAMPUS =
      """
      ledger: {hold: 36000}
      lots:
        - {id: lot0, capacity: 20000, occupied: 0}
        - {id: lot1, capacity: 20000, occupied: 0}
        - {id: lot2, capacity: 20000, occupied: 0}
        - {id: lot3, capacity: 20000, occupied: 0}
      """;

  final String name;
  final int http = freePort();
  final int text = freePort();
  private final int grpc = freePort();
  private final String address = "127.0.0.1:" + freePort();
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Process process;

  NodeProcess(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the other nodes know it. */
  String peer() {
    return name + "=" + address;
  }

  /** Starts it with what is built in {@code home}, the sources of one version. */
  void start(Path home, String peers) throws IOException {
    Files.createDirectories(folder);
    var config =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            """
            node: {id: %s, data: %s}
            http: {port: %d}
            grpc: {ports: %d}
            text: {port: %d}
            rpc: {port: -1}
            sensor: {port: -1}
            pubsub: {port: -1}
            sim: {cameras: false}
            """
                    .formatted(name, folder.resolve("data"), http, grpc, text)
                + CAMPUS
                + "  - {id: counted, capacity: 100, occupied: 0}\n");
    var command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Dlotwatch.home=" + home,
            "-cp",
            "%1$s/cli/target/cli-0-SNAPSHOT.jar:%1$s/cli/target/lib/*".formatted(home),
            "lotwatch.cli.Lotwatch",
            "node",
            "--config",
            config.toString(),
            "--peers",
            peers));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
  }

  private Path log() {
    return folder.resolve("log.txt");
  }

  /** All that it said since its first start. */
  String said() throws IOException {
    return Files.readString(log());
  }

  /** Waits until it answers. */
  void awaitReady() throws TimeoutException {
    await(name + " to be ready", () -> status("/readyz") == 200);
  }

  private int status(String path) {
    try {
      return client.send(request(path), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** The status of a change that is asked of it; 0 if it does not answer. */
  int asks(String method, String path, String json) {
    var change =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
            .timeout(Duration.ofSeconds(15))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      return client.send(change, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** The status of a configuration that is put over the one in force and ends reservations. */
  int configures(String yaml) {
    try {
      var inForce = client.send(request("/api/config"), BodyHandlers.discarding());
      var change =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + http + "/api/config?close-reserved=true"))
              .timeout(Duration.ofSeconds(15))
              .header("Content-Type", "application/yaml")
              .header("If-Match", inForce.headers().firstValue("ETag").orElse("0"))
              .PUT(HttpRequest.BodyPublishers.ofString(yaml))
              .build();
      return client.send(change, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
        .timeout(Duration.ofSeconds(5))
        .build();
  }

  /** Whether this node leads, as it says itself. */
  boolean leads() {
    try {
      var nodes = client.send(request("/api/nodes"), BodyHandlers.ofString()).body();
      var leader = LEADER.matcher(nodes);
      return leader.find() && List.of(name, address).contains(leader.group(1));
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The version that its data folder is of. */
  String version() {
    try {
      return Files.readString(folder.resolve("data/version")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  /** As Ctrl-C does. */
  void stop() throws InterruptedException {
    var running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(60, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
      process = null;
    }
  }

  /** Waits until it ends by itself. */
  int awaitEnd() throws InterruptedException, TimeoutException {
    var running = process;
    if (running == null || !running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new TimeoutException(name + " does not end");
    }
    return running.exitValue();
  }

  static void await(String what, BooleanSupplier holds) throws TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("waited in vain for " + what);
      }
      LockSupport.parkNanos(100_000_000);
    }
  }

  /** Stops it for good. */
  void close() throws InterruptedException {
    stop();
    client.close();
  }
}
