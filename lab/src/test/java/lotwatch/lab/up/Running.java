package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lotwatch.lab.faults.Networks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lotwatch up} in a process of its own, on a free port. */
public final class Running implements AutoCloseable {
  /** So long a slow machine may take; nothing is asserted about how fast it is. */
  static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Pattern ADDRESS = Pattern.compile("Lotwatch is at (\\S+)");
  private static final Pattern GRPC = Pattern.compile("gRPC +127\\.0\\.0\\.1:(\\d+)");
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final URI uri;
  private final List<String> said;
  private final HttpClient http = HttpClient.newHttpClient();

  private Running(Process process, URI uri, List<String> said) {
    this.process = process;
    this.uri = uri;
    this.said = said;
  }

  /** Starts it and waits until it says where it is. */
  public static Running up(Path data, String... flags) throws IOException {
    return started(command(data, flags));
  }

  /** Starts one node of a cluster and waits until it says where it is. */
  static Running node(String id, String peers, int port, Path data, String... flags)
      throws IOException {
    var words =
        new ArrayList<>(
            List.of(
                "node", "--id", id, "--peers", peers, "--port", "" + port, "--data", "" + data));
    words.addAll(List.of(flags));
    return started(process(words));
  }

  /** Starts the program in the network of this member, where its own ports are free. */
  static Running hosted(int member, List<String> words) throws IOException {
    var command = process(words);
    return started(command.command(Networks.inside(member, command.command())));
  }

  /** The same with at most so many bytes of heap; ends at once when they are not enough. */
  static Running within(int heapMegabytes, Path data, String... flags) throws IOException {
    return with(
        List.of("-Xmx%dm".formatted(heapMegabytes), "-XX:+ExitOnOutOfMemoryError"), data, flags);
  }

  /** The same with these flags for Java. */
  static Running with(List<String> javaFlags, Path data, String... flags) throws IOException {
    var command = command(data, flags);
    command.command().addAll(1, javaFlags);
    return started(command);
  }

  private static Running started(ProcessBuilder command) throws IOException {
    var process = command.start();
    var said = new ArrayList<String>();
    var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      var address = ADDRESS.matcher(line);
      if (address.find()) {
        Thread.ofVirtual().start(() -> drain(out));
        return new Running(process, URI.create(address.group(1)), List.copyOf(said));
      }
    }
    throw new IOException("it did not start: " + said);
  }

  /** Reads on, so that it never waits for a reader, until it ends. */
  private static void drain(BufferedReader out) {
    try (out) {
      while (out.readLine() != null) {
        // nobody asks
      }
    } catch (IOException _) {
      // it was killed
    }
  }

  /** The command that {@link #up} runs, its two outputs as one. */
  static ProcessBuilder command(Path data, String... flags) throws IOException {
    var words = new ArrayList<>(List.of("up", "--port", "0", "--data", data.toString()));
    words.addAll(List.of(flags));
    return process(words);
  }

  private static ProcessBuilder process(List<String> words) throws IOException {
    return new ProcessBuilder(Program.words(words)).redirectErrorStream(true);
  }

  /** Where its page is. */
  public URI uri() {
    return uri;
  }

  /** What it printed until it was up. */
  List<String> said() {
    return said;
  }

  /** The port of its gRPC port. */
  int grpcPort() {
    return said.stream()
        .map(GRPC::matcher)
        .filter(Matcher::find)
        .map(line -> Integer.parseInt(line.group(1)))
        .findFirst()
        .orElseThrow();
  }

  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** What a path answers. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    var answer = send(HttpRequest.newBuilder(uri.resolve(path)));
    return JSON.readTree(answer.body());
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** Asks again with the same key while there is no leader. */
  int reserve(String lot, String plate, String key) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri.resolve("/api/lots/%s/reservations".formatted(lot)))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString("{\"plate\":\"%s\"}".formatted(plate)));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int status = send(request).statusCode();
    while (status == 503 && System.nanoTime() < deadline) {
      process.waitFor(100, TimeUnit.MILLISECONDS);
      status = send(request).statusCode();
    }
    return status;
  }

  /** Where one of its TCP ports is, as {@code HOST:PORT}. */
  String address(String name) {
    var line =
        said.stream().filter(one -> one.strip().startsWith(name + " ")).findFirst().orElseThrow();
    return line.strip().replaceAll(".* ", "");
  }

  /** The port of a TCP port: text, rpc, sensor or pubsub. */
  int port(String name) {
    var address = address(name);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** The most memory it ever held, in bytes: VmHWM of /proc/PID/status. */
  long residentMax() throws IOException {
    try (var lines = Files.lines(Path.of("/proc", "" + process.pid(), "status"), UTF_8)) {
      var peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) << 10;
    }
  }

  /** The sum of a metric over its labels. */
  long metric(String name) throws IOException, InterruptedException {
    var all = new String(send(HttpRequest.newBuilder(uri.resolve("/metrics"))).body(), UTF_8);
    return Math.round(
        all.lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum());
  }

  /** Sends lines to a TCP port, says no more, and gives all answers. */
  String lines(String port, String lines) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(port))) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      socket.getOutputStream().write(lines.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** Asks again and again until the answer pleases. */
  JsonNode await(String path, Predicate<JsonNode> pleases)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = get(path);
      if (pleases.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("%s still answers %s".formatted(path, answer));
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  /** As Ctrl-C does; returns the exit code when it has ended. */
  int stop() throws InterruptedException {
    process.destroy();
    ended();
    return process.exitValue();
  }

  /** Holds it still, as a debugger or a machine out of memory does, or lets it go on. */
  void pause(boolean still) throws IOException, InterruptedException {
    var signal = still ? "-STOP" : "-CONT";
    int done = new ProcessBuilder("kill", signal, "" + process.pid()).inheritIO().start().waitFor();
    if (done != 0) {
      throw new AssertionError("kill " + signal + " ended with " + done);
    }
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    ended();
  }

  private void ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
  }

  /** Lets so much time pass, unless it ends before. */
  void awaitEnd(long time, TimeUnit unit) throws InterruptedException {
    process.waitFor(time, unit);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** {@code kill -9}. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
