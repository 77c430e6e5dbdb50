package lotwatch.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lotwatch.wire.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, reservations at all of them over HTTP, and revisions that come between. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ReservationsAcrossRevisionsTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);
  private static final int NODES = 3;
  private static final int RESERVATIONS = 1_000;
  private static final int BEFORE = 200;
  private static final int AFTER = 800;
  private static final int CLIENTS = 16;

  @TempDir Path temp = Path.of("set by JUnit");

  private final List<Node> nodes = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    var peers =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(i -> "n%d=127.0.0.1:%d".formatted(i, freePort()))
            .collect(Collectors.joining(","));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Node>> starting = new ArrayList<>();
      for (int i = 1; i <= NODES; i++) {
        var name = "n" + i;
        starting.add(threads.submit(() -> start(name, peers)));
      }
      for (var node : starting) {
        nodes.add(node.get());
      }
    }
    await(() -> revision() == 1);
  }

  private Node start(String name, String peers) throws Exception {
    var folder = Files.createDirectory(temp.resolve(name));
    var config =
        new Site(folder)
            .config(
                """
                http: {port: 0}
                sim: {cameras: false}
                ledger: {hold: 3600}
                lots: [{id: deck, capacity: 2000, occupied: 0}]
                """)
            .asMember(name, peers);
    return Node.start(config, SitePlan.of(config), _ -> {});
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    http.close();
  }

  private Node node(int number) {
    return nodes.get(number % NODES);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private HttpRequest.Builder request(int number, String path) {
    return HttpRequest.newBuilder(node(number).uri().resolve(path)).timeout(WAIT_MAX);
  }

  /** Asks until the cluster answers: a leader may change on a busy machine. */
  private HttpResponse<String> answer(HttpRequest request) throws Exception {
    long deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (true) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 503) {
        return answer;
      }
      assertThat(System.nanoTime()).as(answer.body()).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static String plate(int number) {
    return "B-LW " + number;
  }

  private void reserve(int number) throws Exception {
    var answer =
        answer(
            request(number, "/api/lots/deck/reservations")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "r" + number)
                .POST(BodyPublishers.ofString("{\"plate\": \"%s\"}".formatted(plate(number))))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** All of these, by several clients at once; each is acknowledged when this returns. */
  private void reserve(int from, int to, Runnable afterEach) throws Exception {
    var next = new AtomicInteger(from);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            threads.submit(() -> {
              for (int one = next.getAndIncrement(); one < to; one = next.getAndIncrement()) {
                reserve(one);
                afterEach.run();
              }
              return null;
            }));
      }
      for (var client : clients) {
        client.get();
      }
    }
  }

  private long revision() throws Exception {
    var shown = answer(request(1, "/api/config").build());
    return Json.object(shown.body().getBytes(UTF_8)).path("revision").asLong();
  }

  private void apply(int number, int capacity, String query) throws Exception {
    var lots =
        "ledger: {hold: 3600}\nlots: [{id: deck, capacity: %d}, {id: r%d, capacity: 5}]"
            .formatted(capacity, number);
    var answer =
        answer(
            request(number, "/api/config" + query)
                .header("Content-Type", "application/yaml")
                .header("If-Match", "\"" + revision() + "\"")
                .PUT(BodyPublishers.ofString(lots))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private int reserved(int number) throws Exception {
    var deck = answer(request(number, "/api/lots/deck").build());
    return Json.object(deck.body().getBytes(UTF_8)).path("reserved").asInt();
  }

  private int cancel(int number) throws Exception {
    // At another node than the one that acknowledged it.
    var path = "/api/lots/deck/reservations/" + plate(number).replace(" ", "%20");
    return answer(request(number + 1, path).DELETE().build()).statusCode();
  }

  @Test
  void reservationsOfBeforeDuringAndAfterARevisionAreAllThere() throws Exception {
    reserve(0, BEFORE, () -> {});

    var begun = new CountDownLatch(1);
    var during = new AtomicInteger(AFTER - BEFORE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var revising =
          threads.submit(() -> {
            begun.await();
            int revisions = 0;
            do {
              apply(revisions, 1_500 + revisions % 7, "");
              revisions++;
            } while (during.get() > 0);
            return revisions;
          });
      reserve(
          BEFORE,
          AFTER,
          () -> {
            during.decrementAndGet();
            begun.countDown();
          });
      assertThat(revising.get()).isPositive();
    }

    reserve(AFTER, RESERVATIONS, () -> {});

    for (int i = 0; i < NODES; i++) {
      assertThat(reserved(i)).isEqualTo(RESERVATIONS);
    }
    for (int i = 0; i < RESERVATIONS; i++) {
      assertThat(cancel(i)).as("reservation %d", i).isEqualTo(204);
    }
    assertThat(reserved(0)).isZero();
  }

  @Test
  void lotThatShrinksBelowItsReservationsEndsThoseBeyondAtEveryNode() throws Exception {
    reserve(0, 20, () -> {});

    apply(1, 12, "?close-reserved=true");

    for (int i = 0; i < NODES; i++) {
      assertThat(reserved(i)).isEqualTo(12);
    }
    int kept = 0;
    for (int i = 0; i < 20; i++) {
      kept += cancel(i) == 204 ? 1 : 0;
    }
    assertThat(kept).isEqualTo(12);
  }
}
