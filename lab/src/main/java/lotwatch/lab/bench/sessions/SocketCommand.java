package lotwatch.lab.bench.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.Scratch;
import lotwatch.node.Node;
import lotwatch.node.SitePlan;
import lotwatch.node.config.ConfigFile;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench socket}: from a sighting to who follows by Socket.IO. */
@Command(
    name = "socket",
    mixinStandardHelpOptions = true,
    header = "Time from a sighting sent to a node to its row at each Socket.IO client.",
    description = {
      "",
      "A node in this process, its log synced, and the clients beside it. Sightings are sent by",
      "REST, one each, at an even rate; time counts from when each should have been sent.",
      "Exit code 1 if a row is missing at a client.",
      ""
    })
public final class SocketCommand implements Callable<Integer> {
  private static final int RATE_MAX = 10_000;
  private static final int SECONDS_MAX = 3_600;
  private static final int CLIENTS_MAX = 1_000;
  private static final int WARM_SECONDS = 10;
  private static final int PLACES = 60;
  private static final int COLUMNS = 10;
  private static final int PATIENCE_SECONDS = 30;

  /** Sightings until a car leaves: what is sent at once may arrive in another order. */
  private static final int STAY = 10 * PLACES;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--rate", defaultValue = "200", description = "Sightings a second; default 200.")
  private int rate = 200;

  @Option(names = "--clients", defaultValue = "10", description = "How many; default 10.")
  private int clients = 10;

  @Option(names = "--seconds", defaultValue = "60", description = "For how long; default 60.")
  private int seconds = 60;

  @Mixin private FolderOption folder = new FolderOption();

  /** Makes the command that picocli fills. */
  public SocketCommand() {}

  @Override
  public Integer call() throws Exception {
    if (rate < 1
        || rate > RATE_MAX
        || clients < 1
        || clients > CLIENTS_MAX
        || seconds < 1
        || seconds > SECONDS_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "--rate is 1 to %d, --clients 1 to %d, --seconds 1 to %d"
              .formatted(RATE_MAX, CLIENTS_MAX, SECONDS_MAX));
    }
    System.out.println(Machine.text());
    try (var scratch = Scratch.in(folder.path());
        var node = node(scratch.resolve("node"));
        var http = HttpClient.newHttpClient()) {
      var rows = new SocketRows(WARM_SECONDS * rate);
      var followers = new ArrayList<SocketFollower>();
      try {
        for (int i = 0; i < clients; i++) {
          followers.add(SocketFollower.of(http, node.uri(), rows::told));
        }
        int refused = send(http, node.uri().resolve("/api/sightings"), rows);
        return print(rows, refused);
      } finally {
        followers.forEach(SocketFollower::close);
      }
    }
  }

  private static Node node(Path folder) throws Exception {
    Files.createDirectories(folder);
    var file =
        Files.writeString(
            folder.resolve("lotwatch.yml"),
            """
            sim: {cameras: false}
            http: {port: 0}
            sessions:
              places: system-c
              plates: clear
              tariffs: [{currency: VND, block: 600, price: 10000}]
            """,
            UTF_8);
    var config = ConfigFile.read(file, Map.of()).withData(folder.resolve("data"));
    return Node.start(config, SitePlan.of(config), _ -> {});
  }

  /** How many were refused. */
  private int send(HttpClient http, URI sightings, SocketRows rows) throws InterruptedException {
    var refused = new AtomicInteger();
    long begun = System.nanoTime();
    int count = (WARM_SECONDS + seconds) * rate;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long due = begun + TimeUnit.SECONDS.toNanos(1) * i / rate;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        int number = i;
        boolean enters = i / STAY % 2 == 0;
        var plate = "29A-%05d".formatted(enters ? i : i - STAY);
        var key = SocketRows.key(plate, enters ? "ACTIVE" : "CLOSED");
        rows.sent(number, key, due);
        threads.execute(() -> {
          if (isSeen(http, sightings, sighting(number, plate, enters))) {
            rows.answered(key, System.nanoTime());
          } else {
            refused.incrementAndGet();
          }
        });
      }
    }
    rows.await((long) count * clients, PATIENCE_SECONDS);
    return refused.get();
  }

  private static String sighting(int number, String plate, boolean enters) {
    int place = number % PLACES;
    return "{\"sightings\":[{\"id\":\"b-%d\",\"plate\":\"%s\",\"location\":\"%c%d\",\"status\":\"%s\",\"time\":%d}]}"
        .formatted(
            number,
            plate,
            'A' + place / COLUMNS,
            place % COLUMNS + 1,
            enters ? "ENTERING" : "EXITING",
            Instant.now().getEpochSecond());
  }

  private static boolean isSeen(HttpClient http, URI sightings, String body) {
    try {
      var request =
          HttpRequest.newBuilder(sightings)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (java.io.IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int print(SocketRows rows, int refused) {
    var times = rows.times();
    long expected = (long) seconds * rate * clients;
    System.out.printf(
        Locale.ROOT, "%d sightings/s, %d clients, warm-up %d s%n", rate, clients, WARM_SECONDS);
    System.out.println(
        "| from when it should have been sent | count | p50, ms | p99, ms | slowest, ms |");
    System.out.println("|---|---|---|---|---|");
    line("to the answer that it is committed", rows.answers());
    line("to its row at a client", times);
    System.out.println(Machine.load());
    long missing = expected - times.getTotalCount();
    System.out.printf(Locale.ROOT, "%d refused, %d rows missing%n", refused, missing);
    return missing == 0 && refused == 0 ? 0 : 1;
  }

  private static void line(String what, Histogram times) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %,d | %.1f | %.1f | %.1f |%n",
        what,
        times.getTotalCount(),
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getMaxValue() / 1e6);
  }
}
