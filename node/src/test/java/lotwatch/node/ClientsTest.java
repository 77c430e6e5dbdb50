package lotwatch.node;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lotwatch.client.Address;
import lotwatch.client.Lot;
import lotwatch.client.Notice;
import lotwatch.client.Notice.Change;
import lotwatch.client.Notice.Gap;
import lotwatch.client.ParkingException.Rejected;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.ParkingException.UnknownLot;
import lotwatch.client.RpcClient;
import lotwatch.client.SensorClient;
import lotwatch.client.Subscriber;
import lotwatch.client.TextClient;
import lotwatch.client.TextClient.Reservation;
import lotwatch.client.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client library and a real node: each at its ports. */
final class ClientsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);
  private static final int KEPT_MAX = 1_000;

  @TempDir Path temp = Path.of("set by JUnit");

  private Node node;

  @BeforeEach
  void start() throws Exception {
    node = start("rpc: {port: 0}\npubsub: {port: 0}\n");
  }

  private Node start(String ports) throws Exception {
    new Site(temp).spots("a.json", "s1").clip("a.mp4");
    var config =
        new Site(temp)
            .config(
                """
                http: {port: 0}
                sim: {cameras: false}
                replica: {events-max: %d}
                history: {url: "off"}
                lots: [{id: LOT-A, capacity: 2, occupied: 0}, {id: LOT-B, capacity: 9000, occupied: 0}]
                cameras: [{id: watched, source: a.mp4, spots: a.json}]
                """
                        .formatted(KEPT_MAX)
                    + ports);
    return Node.start(config, SitePlan.of(config), _ -> {});
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Address at(String server) {
    return Address.list(requireNonNull(node.tcpPorts().get(server)), 1).getFirst();
  }

  private RpcClient rpc() {
    return new RpcClient(List.of(at("rpc")), PATIENT);
  }

  private SensorClient sensor() {
    return new SensorClient(List.of(at("sensor")), PATIENT);
  }

  private Subscriber subscriber(String... lots) throws Exception {
    return Subscriber.open(List.of(at("pubsub")), PATIENT, List.of(lots));
  }

  private static Change change(Optional<Notice> received) {
    return (Change) received.orElseThrow();
  }

  @Test
  void callsReserveAndCancelAndTheSameRequestIdIsOneRequest() throws Exception {
    try (var client = rpc();
        var other = rpc()) {
      assertThat(client.lots())
          .contains(new Lot("LOT-A", 2, 0, 2), new Lot("LOT-B", 9000, 0, 9000));
      assertThat(client.reserve("LOT-A", "B LW 1", "first")).isTrue();
      assertThat(other.reserve("LOT-A", "B LW 1", "first")).isTrue();
      assertThat(client.availability("LOT-A")).isEqualTo(1);
      assertThat(client.reserve("LOT-A", "B LW 1")).isFalse();
      assertThat(client.reserve("LOT-A", "é 🚗")).isTrue();
      assertThat(client.reserve("LOT-A", "C")).isFalse();
      assertThat(client.cancel("LOT-A", "B LW 1", "back")).isTrue();
      assertThat(other.cancel("LOT-A", "B LW 1", "back")).isTrue();
      assertThat(client.cancel("LOT-A", "B LW 1")).isFalse();
      assertThatThrownBy(() -> client.reserve("LOT-X", "C"))
          .isInstanceOf(UnknownLot.class)
          .hasMessage("Unknown lot: LOT-X");
      assertThatThrownBy(() -> client.availability("LOT-X")).isInstanceOf(UnknownLot.class);
    }
  }

  @Test
  void requestIdAtItsLimitIsTaken() throws Exception {
    try (var client = rpc()) {
      assertThat(client.reserve("LOT-A", "P".repeat(32), "i".repeat(64))).isTrue();
    }
  }

  @Test
  void textPortAnswersEveryVerb() throws Exception {
    try (var client = new TextClient(List.of(at("text")), PATIENT)) {
      client.ping();
      assertThat(client.lots()).contains(new Lot("LOT-A", 2, 0, 2));
      assertThat(client.availability("LOT-A")).isEqualTo(2);
      assertThat(client.reserve("LOT-A", "A")).isEqualTo(Reservation.OK);
      assertThat(client.reserve("LOT-A", "A")).isEqualTo(Reservation.EXISTS);
      assertThat(client.reserve("LOT-A", "B")).isEqualTo(Reservation.OK);
      assertThat(client.reserve("LOT-A", "C")).isEqualTo(Reservation.FULL);
      assertThat(client.cancel("LOT-A", "A")).isTrue();
      assertThat(client.cancel("LOT-A", "A")).isFalse();
      assertThatThrownBy(() -> client.reserve("LOT-X", "A")).isInstanceOf(UnknownLot.class);
      assertThatThrownBy(() -> client.availability("LOT-X")).isInstanceOf(UnknownLot.class);
    }
  }

  @Test
  void sensorsCountOnceWhatIsNumberedAndSubscribersReceiveIt() throws Exception {
    try (var sensor = sensor();
        var other = sensor();
        var subscriber = subscriber("LOT-B")) {
      sensor.update("LOT-B", 3);
      assertThat(change(subscriber.next(LONG)).free()).isEqualTo(8997);
      sensor.update("LOT-B", 2, "gate", 7);
      other.update("LOT-B", 2, "gate", 7);
      sensor.update("LOT-B", -1, "gate", 8);
      sensor.set("LOT-B", 100, "gate", 9);
      other.set("LOT-B", 50, "gate", 9);
      sensor.set("LOT-B", 99, "gate", 10);

      assertThat(change(subscriber.next(LONG)).free()).isEqualTo(8995);
      assertThat(change(subscriber.next(LONG)).free()).isEqualTo(8996);
      assertThat(change(subscriber.next(LONG)).free()).isEqualTo(8900);
      var last = change(subscriber.next(LONG));
      assertThat(last.lot()).isEqualTo("LOT-B");
      assertThat(last.free()).isEqualTo(8901);
      assertThat(last.sequence()).isEqualTo(subscriber.sequence());
      assertThatThrownBy(() -> sensor.update("LOT-X", 1, "gate", 11))
          .isInstanceOf(UnknownLot.class);
      assertThatThrownBy(() -> sensor.update("watched", 1, "gate", 12))
          .isInstanceOf(Rejected.class);
    }
  }

  /** The ports come back on the ports they had; nobody else is given them meanwhile, we hope. */
  @Test
  void clientsGoOnOverARestartAndTheSubscriberMissesNothing() throws Exception {
    try (var rpc = rpc();
        var subscriber = subscriber("LOT-A", "LOT-B")) {
      assertThat(rpc.reserve("LOT-A", "A", "kept")).isTrue();
      assertThat(change(subscriber.next(LONG)).free()).isEqualTo(1);

      var ports = "rpc: {port: %d}\npubsub: {port: %d}\n";
      ports = ports.formatted(at("rpc").port(), at("pubsub").port());
      node.close();
      assertThatThrownBy(() -> subscriber.next(Duration.ZERO)).isInstanceOf(Unavailable.class);
      node = start(ports);
      try (var sensor = sensor()) {
        sensor.set("LOT-B", 1, "gate", 1);
        sensor.set("LOT-B", 2, "gate", 2);
      }

      assertThat(change(subscriber.next(LONG)).free()).isEqualTo(8999);
      assertThat(change(subscriber.next(LONG)).free()).isEqualTo(8998);
      assertThat(rpc.reserve("LOT-A", "A", "kept")).isTrue();
      assertThat(rpc.availability("LOT-A")).isEqualTo(1);
    }
  }

  @Test
  void whoComesBackTooLateIsToldOfTheGap() throws Exception {
    long since;
    try (var subscriber = subscriber("LOT-A")) {
      since = subscriber.sequence();
    }
    try (var sensor = sensor()) {
      for (int i = 1; i <= KEPT_MAX + 1; i++) {
        sensor.set("LOT-B", i, "gate", i);
      }
      try (var late = Subscriber.resume(List.of(at("pubsub")), PATIENT, List.of("LOT-B"), since)) {
        sensor.set("LOT-B", 0, "gate", KEPT_MAX + 2);

        var gap = (Gap) late.next(LONG).orElseThrow();
        assertThat(gap.after()).isEqualTo(since);
        assertThat(gap.to()).isGreaterThanOrEqualTo(since + KEPT_MAX + 1);
        assertThat(change(late.next(LONG)).free()).isEqualTo(9000);
      }
      try (var resumed =
          Subscriber.resume(List.of(at("pubsub")), PATIENT, List.of("LOT-B"), late(since) - 5)) {
        assertThat(change(resumed.next(LONG)).sequence()).isGreaterThan(late(since) - 5);
      }
    }
  }

  private static long late(long since) {
    return since + KEPT_MAX + 1;
  }

  @Test
  void exampleOfTheReadmeRunsAndIsWhatIsPrinted() throws Exception {
    Example.park(List.of(at("rpc")), List.of(at("pubsub")), "ABC 123");

    try (var client = rpc()) {
      assertThat(client.availability("LOT-A")).isEqualTo(2);
    }
    var source = Files.readString(Path.of("src/test/java/lotwatch/node/Example.java"));
    var method = source.substring(source.indexOf("    try ("), source.lastIndexOf("  }\n}"));
    assertThat(Files.readString(Path.of("../client/README.md"))).contains(method);
  }
}
