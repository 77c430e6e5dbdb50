package lotwatch.lab.up;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/**
 * Clients of the campus smart parking finder at one node: a load test, a person at the text port,
 * an old sensor in lot A, one that numbers its updates in lot C, and a subscriber of each. Each
 * checks every answer it gets, and writes down what was acknowledged.
 */
final class FinderSession implements AutoCloseable {
  static final List<String> LOTS = List.of("A", "B", "C", "D");
  static final int CAPACITY = 2_000;
  static final int OCCUPIED = 1_000;

  private static final int WORKERS = 4;
  private static final int KEPT_MAX = 20;
  private static final int DRIFT_MAX = 200;
  private static final Duration ELECTION_MAX = Duration.ofMinutes(1);

  /** Lot and plate of a reservation. */
  record Place(String lot, String plate) {}

  private final Running node;
  private final long seed;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<FinderConnection> connections = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final Map<String, Received> received = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> changes = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> cars = new ConcurrentHashMap<>();
  private final Queue<Place> kept = new ConcurrentLinkedQueue<>();
  private final Queue<Place> cancelled = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  private record Client(
      String name, FinderConnection connection, AtomicInteger rounds, Future<?> end) {}

  /** What a subscriber was told. */
  private record Received(AtomicInteger count, AtomicInteger free) {}

  private interface Round {
    void go(FinderConnection connection, int number) throws IOException;
  }

  /** The finder's own configuration file, with these lots. */
  static String config() {
    var lots = new ArrayList<String>();
    for (var lot : LOTS) {
      lots.add(
          "{\"id\": \"%s\", \"capacity\": %d, \"occupied\": %d}"
              .formatted(lot, CAPACITY, OCCUPIED));
    }
    return """
    {"server": {"host": "127.0.0.1", "text_protocol_port": 5000, "rpc_port": 5001,
      "sensor_port": 5002, "pubsub_port": 5003, "thread_pool_size": 10, "backlog": 5,
      "reservation_timeout_seconds": 7200},
     "lots": %s,
     "pubsub": {"max_queue_size": 100, "back_pressure_policy": "drop_oldest"}}
    """
        .formatted(lots);
  }

  /** All clients begin. */
  FinderSession(Running node, long seed) throws IOException {
    this.node = node;
    this.seed = seed;
    for (var lot : LOTS) {
      changes.put(lot, new AtomicLong());
      cars.put(lot, new AtomicLong());
    }
    subscribe("A");
    subscribe("C");
    for (int i = 0; i < WORKERS; i++) {
      int worker = i;
      client("load test " + i, "rpc", (connection, number) -> load(connection, worker, number));
    }
    client("person", "text", this::person);
    client("sensor", "sensor", sensor("A", ""));
    client("sensor with numbers", "sensor", sensor("C", " gate"));
  }

  private FinderConnection connection(String port) throws IOException {
    var connection = new FinderConnection(node.port(port));
    connections.add(connection);
    return connection;
  }

  private void subscribe(String lot) throws IOException {
    var connection = connection("pubsub");
    assertThat(connection.call("subscribe", lot).isIntegralNumber()).isTrue();
    var mine = new Received(new AtomicInteger(), new AtomicInteger());
    received.put(lot, mine);
    var _ =
        threads.submit(() -> {
          while (true) {
            var words = connection.frame().split(" ", -1);
            assertThat(words).hasSize(4).startsWith("EVENT", lot);
            mine.free().set(Integer.parseInt(words[2]));
            mine.count().incrementAndGet();
          }
        });
  }

  private void client(String name, String port, Round round) throws IOException {
    var connection = connection(port);
    var rounds = new AtomicInteger();
    var end =
        threads.submit(() -> {
          while (!over) {
            round.go(connection, rounds.get());
            rounds.incrementAndGet();
          }
          return rounds;
        });
    clients.add(new Client(name, connection, rounds, end));
  }

  /** Asks, lists, reserves; what it reserves it keeps, or cancels. */
  private void load(FinderConnection connection, int worker, int number) throws IOException {
    var lot = LOTS.get((number / 3 + worker) % LOTS.size());
    switch (number % 3) {
      case 0 ->
          assertThat(read(connection, "getAvailability", lot).asInt(-1)).isBetween(1, CAPACITY);
      case 1 -> {
        var lots = read(connection, "getLots");
        assertThat(lots).hasSize(LOTS.size());
        lots.forEach(each ->
            assertThat(each.path("free").asInt(-1))
                .isBetween(1, CAPACITY - each.path("occupied").asInt(-1)));
      }
      default -> {
        var place = new Place(lot, "W%d-%d".formatted(worker, number));
        assertThat(connection.call("reserve", lot, place.plate()).asBoolean()).isTrue();
        changed(lot);
        assertThat(connection.call("reserve", lot, place.plate()).asBoolean(true)).isFalse();
        if (number / 6 < KEPT_MAX && number % 2 == 0) {
          kept.add(place);
          return;
        }
        assertThat(connection.call("cancel", lot, place.plate()).asBoolean()).isTrue();
        changed(lot);
        cancelled.add(place);
      }
    }
  }

  /** Asks again while nobody leads for longer than a read waits: an election on a busy machine. */
  private static JsonNode read(FinderConnection connection, String method, Object... args)
      throws IOException {
    long deadline = System.nanoTime() + ELECTION_MAX.toNanos();
    while (true) {
      try {
        return connection.call(method, args);
      } catch (IOException e) {
        if (System.nanoTime() > deadline
            || !String.valueOf(e.getMessage()).contains("unavailable:")) {
          throw e;
        }
      }
    }
  }

  private void person(FinderConnection connection, int number) throws IOException {
    var place = new Place("B", "me" + number);
    assertThat(connection.say("PING")).isEqualTo("PONG");
    assertThat(connection.say("RESERVE B " + place.plate())).isEqualTo("OK");
    assertThat(connection.say("reserve B " + place.plate())).isEqualTo("EXISTS");
    assertThat(Integer.parseInt(connection.say("AVAIL B"))).isBetween(0, CAPACITY - OCCUPIED - 1);
    assertThat(connection.say("CANCEL B " + place.plate())).isEqualTo("OK");
    assertThat(connection.say("CANCEL B " + place.plate())).isEqualTo("NOT_FOUND");
    changed("B");
    changed("B");
    cancelled.add(place);
  }

  /** Cars that come and go, never so many that a lot is full or empty. */
  private Round sensor(String lot, String name) {
    var random = new Random(seed + lot.hashCode());
    return (connection, number) -> {
      long sum = requireNonNull(cars.get(lot)).get();
      int delta = Math.abs(sum) == DRIFT_MAX ? -Long.signum(sum) : random.nextInt(2) * 2 - 1;
      var numbered = name.isEmpty() ? "" : name + " " + number;
      assertThat(connection.say("UPDATE %s %+d%s".formatted(lot, delta, numbered)))
          .isEqualTo("ACK");
      requireNonNull(cars.get(lot)).addAndGet(delta);
      changed(lot);
    };
  }

  private void changed(String lot) {
    requireNonNull(changes.get(lot)).incrementAndGet();
  }

  /** Waits until each client has done so much more; fails if one has failed. */
  void awaitRounds(int more) throws Exception {
    var until = clients.stream().mapToInt(client -> client.rounds().get() + more).toArray();
    for (int i = 0; i < until.length; i++) {
      var client = clients.get(i);
      while (client.rounds().get() < until[i]) {
        if (client.end().isDone()) {
          client.end().get();
        }
        TimeUnit.MILLISECONDS.sleep(10); // between two looks
      }
    }
  }

  /** Lets each client finish what it does; fails if one has failed. */
  void finish() throws Exception {
    over = true;
    for (var client : clients) {
      client.end().get(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      System.out.printf(
          "%s: %d rounds, the longest answer took %d ms%n",
          client.name(), client.rounds().get(), client.connection().longestMillis());
    }
  }

  /** Each change was told or counted as dropped, and the newest state arrived. */
  void awaitSubscribers() throws Exception {
    long told = 0;
    for (var lot : received.keySet()) {
      told += requireNonNull(changes.get(lot)).get();
    }
    var newest = new FinderConnection(node.port("rpc"));
    try (newest) {
      for (long deadline = System.nanoTime() + Running.PATIENCE.toNanos(); ; ) {
        long arrived = node.metric("lotwatch_pubsub_dropped_total");
        boolean same = true;
        for (var lot : received.keySet()) {
          var mine = requireNonNull(received.get(lot));
          arrived += mine.count().get();
          same &= mine.free().get() == newest.call("getAvailability", lot).asInt();
        }
        if (arrived == told && same) {
          return;
        }
        assertThat(System.nanoTime()).as("%d of %d", arrived, told).isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(10); // between two looks
      }
    }
  }

  /** A node has every acknowledged reservation once, no other, and all cars. */
  void check(Running at) throws Exception {
    for (var lot : LOTS) {
      var places = kept.stream().filter(place -> place.lot().equals(lot)).toList();
      long occupied = OCCUPIED + requireNonNull(cars.get(lot)).get();
      var wanted = places.stream().map(place -> "EXISTS\n").reduce("", String::concat);
      var asked = new StringBuilder();
      places.forEach(
          place -> asked.append("RESERVE %s %s\n".formatted(place.lot(), place.plate())));
      assertThat(at.lines("text", asked.toString())).isEqualTo(wanted);
      var state = at.await("/api/lots/" + lot, each -> each.path("occupied").asLong() == occupied);
      assertThat(state.path("reserved").asInt()).isEqualTo(places.size());
    }
    var asked = new StringBuilder();
    cancelled.forEach(
        place -> asked.append("CANCEL %s %s\n".formatted(place.lot(), place.plate())));
    assertThat(at.lines("text", asked.toString()))
        .isEqualTo("NOT_FOUND\n".repeat(cancelled.size()));
  }

  @Override
  public void close() throws IOException {
    over = true;
    for (var connection : connections) {
      connection.close();
    }
    threads.close();
  }
}
