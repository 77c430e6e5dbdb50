package lotwatch.lab.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.faults.Networks;
import lotwatch.lab.faults.Preload;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One {@code lotwatch node} that can be asked, killed, paused and started again. */
public final class NodeProcess {
  private static final Duration START_WAIT_MAX = Duration.ofMinutes(4);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Then another node is asked, with the same request id. */
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(1);

  private static final Duration READ_WAIT_MAX = Duration.ofSeconds(30);
  private static final String MAIN = "lotwatch.cli.Lotwatch";

  /** An answer that leaves open whether something was done. */
  public static final String MAYBE = "MAYBE";

  private final Place place;
  private final String peers;
  private final Path config;
  private final Path log;
  private final Preload.@Nullable State preload;
  private final NodeCalls calls;
  private volatile @Nullable Process process;

  /**
   * Where a node is.
   *
   * @param id its name
   * @param number of its network
   * @param folder where it keeps its state
   * @param inNetwork whether it has one of the {@link Networks}
   */
  record Place(String id, int number, Path folder, boolean inNetwork) {}

  /**
   * @param config the file that it is started with
   * @param log where it writes what goes wrong
   * @param preload sets its clock; null if it has that of the machine
   */
  NodeProcess(
      Place place,
      String peers,
      Path config,
      Path log,
      Preload.@Nullable State preload,
      NodeCalls calls) {
    this.place = place;
    this.peers = peers;
    this.config = config;
    this.log = log;
    this.preload = preload;
    this.calls = calls;
  }

  /** Starts it; returns at once. */
  public void start() throws IOException {
    start(config);
  }

  /** Starts it with another file; returns at once. */
  public void start(Path file) throws IOException {
    var command = JavaCommand.words("-Xmx512m", "-XX:TieredStopAtLevel=1");
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            MAIN,
            "node",
            "--id",
            place.id(),
            "--peers",
            peers,
            "--port",
            String.valueOf(calls.port()),
            "--data",
            place.folder().toString(),
            "--config",
            file.toString()));
    var builder =
        new ProcessBuilder(place.inNetwork() ? Networks.inside(place.number(), command) : command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    if (preload != null) {
      builder.environment().putAll(preload.environment());
    }
    process = builder.start();
  }

  /** Waits until it answers. */
  public void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_WAIT_MAX.toNanos();
    while (!isReady()) {
      var running = process;
      if (System.nanoTime() > deadline || running == null || !running.isAlive()) {
        throw new IOException("n%d does not start: see %s".formatted(number(), log));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private boolean isReady() {
    try {
      return calls.ask("GET", "/readyz", "", "", ANSWER_WAIT_MAX).status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Waits until it ends by itself.
   *
   * @return its exit code and all that it wrote; -1 if it did not end
   */
  public Ended awaitEnd() throws IOException, InterruptedException {
    var running = process;
    boolean ended =
        running != null && running.waitFor(START_WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    return new Ended(
        ended && running != null ? running.exitValue() : -1,
        Files.exists(log) ? Files.readString(log, UTF_8) : "");
  }

  /** How a node ended. */
  public record Ended(int code, String said) {}

  /** SIGKILL. */
  public void kill() {
    var running = process;
    if (running != null) {
      running.descendants().forEach(ProcessHandle::destroyForcibly);
      running.destroyForcibly().onExit().join();
    }
  }

  /** SIGSTOP or SIGCONT. */
  public void signal(String signal) throws IOException, InterruptedException {
    var running = process;
    if (running != null && running.isAlive()) {
      new ProcessBuilder("kill", "-" + signal, String.valueOf(running.pid())).start().waitFor();
    }
  }

  /** Sets its wall clock so far ahead of the machine's; only where it has one of its own. */
  public void stepClock(Duration ahead) throws IOException {
    if (preload != null) {
      preload.stepTo(ahead);
    }
  }

  /** Reserves for a plate: HELD, EXISTS, FULL or {@link #MAYBE}. */
  public String reserve(String lot, String plate, String request) {
    return word(
        "POST",
        "/api/lots/%s/reservations".formatted(lot),
        request,
        "{\"plate\": \"%s\"}".formatted(plate));
  }

  /** Cancels: ACCEPTED, NOT_FOUND or {@link #MAYBE}. */
  public String cancel(String lot, String plate, String request) {
    return word("DELETE", "/api/lots/%s/reservations/%s".formatted(lot, plate), request, "");
  }

  private String word(String method, String path, String request, String body) {
    try {
      var headers = "Idempotency-Key: %s\r\n".formatted(request);
      var answer = calls.ask(method, path, headers, body, ANSWER_WAIT_MAX);
      return switch (answer.status()) {
        case 201 -> "HELD";
        case 200, 204 -> "ACCEPTED";
        case 404, 409 -> Json.object(answer.body().getBytes(UTF_8)).path("reason").asString(MAYBE);
        default -> MAYBE;
      };
    } catch (IOException | ProblemException e) {
      return MAYBE; // gone before or after it did what was asked
    }
  }

  /**
   * Asks it.
   *
   * @throws IOException if it does not answer with 200
   */
  public ObjectNode json(String path) throws IOException {
    var answer = calls.ask("GET", path, "", "", READ_WAIT_MAX);
    if (answer.status() != 200) {
      throw new IOException("%s: %d %s".formatted(path, answer.status(), answer.body()));
    }
    try {
      return Json.object(answer.body().getBytes(UTF_8));
    } catch (ProblemException e) {
      throw new IOException(e);
    }
  }

  /**
   * Uploads a video, which is acknowledged when this returns.
   *
   * @return the id of its recording
   * @throws IOException if it is not acknowledged; it may have been taken
   */
  public String upload(String label, byte[] video) throws IOException {
    var path = "/api/recordings?label=" + label;
    var answer = calls.send("POST", path, "", "video/mp4", video, READ_WAIT_MAX);
    if (answer.status() != 201) {
      throw new IOException("%s: %d".formatted(path, answer.status()));
    }
    try {
      return Json.object(answer.body().getBytes(UTF_8)).path("id").asString("");
    } catch (ProblemException e) {
      throw new IOException(e);
    }
  }

  /**
   * Writes what it gives out into a file.
   *
   * @throws IOException if it does not answer with 200, or not to the end
   */
  public void fetch(String path, Path to) throws IOException {
    calls.fetch(path, to, READ_WAIT_MAX);
  }

  /**
   * The sum of one of its metrics over all labels.
   *
   * @throws IOException if it does not tell
   */
  public double metric(String name) throws IOException {
    var lines =
        calls
            .ask("GET", "/metrics", "", "", READ_WAIT_MAX)
            .body()
            .lines()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .toList();
    if (lines.isEmpty()) {
      throw new IOException("there is no metric " + name);
    }
    return lines.stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Has it keep all events from the first on for {@link #events}; tells whether it does. */
  boolean keepEvents() {
    try {
      var path = "/api/consumers/chaos?after=oldest";
      return calls.ask("PUT", path, "", "", READ_WAIT_MAX).status() / 100 == 2;
    } catch (IOException e) {
      return false;
    }
  }

  /** All events there are, as {@code /api/events} tells them. */
  public List<ObjectNode> events() throws IOException {
    long newest = json("/api/consumers").path("newest").asLong();
    var ending = "\"sequence\":%d,".formatted(newest);
    var events = new ArrayList<ObjectNode>();
    var lines =
        calls.lines(
            "/api/events?consumer=chaos&since=0", line -> line.contains(ending), READ_WAIT_MAX);
    try {
      for (var line : lines) {
        events.add(Json.object(line.getBytes(UTF_8)));
      }
    } catch (ProblemException e) {
      throw new IOException(e);
    }
    return events;
  }

  /** Where it keeps its state. */
  public Path folder() {
    return place.folder();
  }

  /** From 1 on. */
  public int number() {
    return place.number();
  }

  /** Its name. */
  public String id() {
    return place.id();
  }
}
