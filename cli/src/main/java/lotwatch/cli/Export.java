package lotwatch.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code lotwatch export}: every event as a line of JSON, none missing and none twice. */
@Command(
    name = "export",
    description = "Write every event as a line of JSON, none missing and none twice.",
    footer = {
      "",
      "The cluster remembers by name how far an export is and keeps later events for it. A file has",
      "each event exactly once, whatever crashes meanwhile."
    },
    mixinStandardHelpOptions = true)
final class Export implements Callable<Integer> {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration RETRY_WAIT = Duration.ofMillis(500);

  /** Events between two acknowledgements. */
  private static final int BATCH_MAX = 1_000;

  private static final Duration ACKNOWLEDGE_EVERY = Duration.ofSeconds(1);

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--follow", description = "go on with what happens, until Ctrl-C")
  boolean follow;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "by which the cluster knows this export again (${DEFAULT-VALUE})")
  String name = "export";

  @Option(
      names = {"--server", "--url"},
      paramLabel = "URL",
      split = ",",
      description = "the server, or with commas between all nodes of a cluster; also LOTWATCH_URL",
      defaultValue = "${env:LOTWATCH_URL:-http://127.0.0.1:8080}")
  List<URI> urls = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the file to write to and to go on with; without it, the terminal")
  Optional<Path> out = Optional.empty();

  @Option(
      names = "--from-now",
      description = "a new export begins with the next event, not with the oldest that is kept")
  boolean fromNow;

  @Option(names = "--list", description = "show all consumers of events, and end")
  boolean list;

  @Option(names = "--forget", description = "keep no events for this export any more, and end")
  boolean forget;

  private Optional<ExportFile> file = Optional.empty();
  private String history = "";
  private long last = -1;
  private long written;
  private long acknowledged = -1;
  private long acknowledgedNanos = System.nanoTime();
  private boolean told;

  @Override
  public Integer call() throws Failure, InterruptedException {
    if (list) {
      spec.commandLine().getOut().println(table(at(urls.getFirst()).get("/api/consumers")));
      return Exit.OK;
    }
    if (forget) {
      at(urls.getFirst()).delete(consumer());
      return Exit.OK;
    }
    if (out.isEmpty()) {
      return export();
    }
    try (var opened = ExportFile.open(out.get())) {
      file = Optional.of(opened);
      goOnWith(opened.lastLine());
      return export();
    } catch (IOException e) {
      throw new Failure(Exit.USAGE, "cannot read %s: %s".formatted(out.get(), e.getMessage()));
    }
  }

  private void goOnWith(String line) throws Failure {
    if (line.isEmpty()) {
      return;
    }
    try {
      var event = JSON.readTree(line);
      if (event.path("sequence").isIntegralNumber()) {
        history = event.path("history").asString("");
        last = event.path("sequence").longValue();
        return;
      }
    } catch (JacksonException _) {
      // as below
    }
    throw new Failure(Exit.USAGE, "the last line of %s is no event".formatted(out.orElseThrow()));
  }

  private int export() throws Failure, InterruptedException {
    var servers = urls.stream().map(Export::at).toList();
    for (int tries = 0; ; tries++) {
      var server = servers.get(tries % servers.size());
      try {
        if (read(server)) {
          return Exit.OK;
        }
      } catch (Failure failure) {
        if (failure.exit() != Exit.UNAVAILABLE) {
          throw failure;
        }
        tell(String.valueOf(failure.getMessage()));
      } catch (IOException e) {
        tell("%s: %s; trying again".formatted(server.url, e.getMessage()));
      }
      file.ifPresent(ExportFile::forget);
      Thread.sleep(RETRY_WAIT);
    }
  }

  /** One line when something begins to fail. */
  private void tell(String what) {
    if (!told) {
      told = true;
      err().println("lotwatch: " + what);
    }
  }

  /** Reads from one server; tells whether all is there that was asked for. */
  private boolean read(Server server) throws Failure, IOException {
    long newest = open(server);
    if (!follow && last >= newest) {
      acknowledge(server);
      return true;
    }
    var since = "&since=" + history + "-" + last;
    try (var stream = server.lines("/api/events?consumer=" + Server.segment(name) + since)) {
      int waiting = 0;
      long cursor = last;
      for (var line = stream.next(); line != null; line = stream.next()) {
        if (!line.isEmpty()) {
          cursor = take(line, cursor);
          waiting++;
        }
        if (waiting > 0 && (waiting >= BATCH_MAX || !stream.hasMore())) {
          sync(cursor, waiting);
          waiting = 0;
        }
        boolean enough = !follow && last >= newest;
        if (enough || System.nanoTime() - acknowledgedNanos > ACKNOWLEDGE_EVERY.toNanos()) {
          acknowledge(server);
        }
        if (enough) {
          return true;
        }
      }
    }
    return false;
  }

  /** Makes sure that the cluster knows this export; gives the newest event. */
  private long open(Server server) throws Failure {
    var consumers = server.get("/api/consumers");
    var theirs = consumers.path("history").asString("");
    if (last >= 0 && !theirs.equals(history)) {
      throw new Failure(
          Exit.USAGE,
          "%s holds events of history %s, %s has history %s: export to another file"
              .formatted(out.map(Path::toString).orElse("this run"), history, server.url, theirs));
    }
    history = theirs;
    var position = position(consumers);
    if (position.isEmpty()) {
      var after = last >= 0 ? "?after=" + last : fromNow ? "" : "?after=oldest";
      server.put(consumer() + after);
      position = position(server.get("/api/consumers"));
    }
    if (last < 0) {
      last =
          position.orElseThrow(
              () -> new Failure(Exit.UNAVAILABLE, "somebody forgot the consumer " + name));
      acknowledged = last;
    }
    return consumers.path("newest").asLong(0);
  }

  /** Where the cluster knows this export to be. */
  private Optional<Long> position(JsonNode consumers) {
    return consumers
        .path("items")
        .valueStream()
        .filter(each -> name.equals(each.path("name").asString("")))
        .map(each -> each.path("sequence").longValue())
        .findFirst();
  }

  /** Takes a line; gives its number. */
  private long take(String line, long before) throws IOException, Failure {
    long sequence;
    try {
      sequence = JSON.readTree(line).path("sequence").asLong(0);
    } catch (JacksonException _) {
      throw new IOException("the connection was lost within a line");
    }
    if (sequence != before + 1) {
      throw new Failure(
          Exit.UNAVAILABLE, "event %d came after event %d".formatted(sequence, before));
    }
    file.ifPresentOrElse(it -> it.add(line), () -> spec.commandLine().getOut().println(line));
    return sequence;
  }

  private void sync(long sequence, int events) throws IOException {
    try {
      if (file.isPresent()) {
        file.get().sync();
      } else {
        spec.commandLine().getOut().flush();
      }
    } catch (IOException e) {
      throw new IOException("cannot write %s: %s".formatted(out.orElseThrow(), e.getMessage()), e);
    }
    last = sequence;
    written += events;
    told = false;
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    if (file.isPresent() && terminal) {
      err().printf("\r%d events written, the newest is %d ", written, last);
      err().flush();
    }
  }

  private void acknowledge(Server server) throws Failure {
    acknowledgedNanos = System.nanoTime();
    if (last != acknowledged) {
      server.post(consumer() + "/position", Map.of("sequence", last));
      acknowledged = last;
    }
  }

  private String consumer() {
    return "/api/consumers/" + Server.segment(name);
  }

  private static Server at(URI url) {
    var server = new Server();
    server.url = url;
    return server;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private static String table(JsonNode consumers) {
    var lines = new ArrayList<String>();
    lines.add("%-24s %12s %10s %10s %s".formatted("NAME", "POSITION", "BEHIND", "LOST", "LAST"));
    for (var each : consumers.path("items")) {
      lines.add(
          "%-24s %12d %10d %10d %s"
              .formatted(
                  each.path("name").asString(""),
                  each.path("sequence").asLong(0),
                  each.path("behind").asLong(0),
                  each.path("lost").asLong(0),
                  each.path("acknowledgedAt").asString("never")));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
