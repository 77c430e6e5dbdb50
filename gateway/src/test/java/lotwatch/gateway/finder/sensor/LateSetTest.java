package lotwatch.gateway.finder.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lotwatch.gateway.FinderClient;
import lotwatch.gateway.LedgerInbox;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LateSetTest {
  private final LedgerInbox ledger = new LedgerInbox();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private SensorHandler handler;
  private TcpServer server;
  private FinderClient sensor;

  @BeforeEach
  void open() throws Exception {
    var loops = new Loops(1);
    opened.add(loops);
    ledger.open("LOT-A", 100);
    ledger.open("LOT-B", 100);
    handler = new SensorHandler(ledger.gate(), ledger.eventLog());
    opened.add(handler);
    server = TcpServer.open("sensor", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, handler);
    opened.add(server);
    sensor = new FinderClient(server.port());
    opened.add(sensor);
  }

  @AfterEach
  void close() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private int occupied(String lot) {
    return ledger.lot(lot).tally().occupied();
  }

  @ParameterizedTest
  @CsvSource({
    "100.5, 100.4",
    "100.5, 99.9",
    "100.5, 3",
    "100.5, 0100.4",
    "100.10, 100.9",
    "5, 4",
    "5, 0"
  })
  void lateSetChangesNothingAndIsToldSo(String newest, String late) throws IOException {
    assertThat(sensor.ask("SET LOT-B 10 g " + newest)).isEqualTo("ACK");

    assertThat(sensor.ask("SET LOT-B 2 g " + late))
        .startsWith("ERROR: seq is %s and was %s before: ".formatted(late, newest));
    assertThat(occupied("LOT-B")).isEqualTo(10);
    assertThat(handler.refused()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"100.5, 100.4", "100.5, 99.9", "100.5, 3", "5, 4", "5, 0"})
  void lateSetOfAnotherConnectionChangesNothing(String newest, String late) throws IOException {
    assertThat(sensor.ask("SET LOT-B 10 g " + newest)).isEqualTo("ACK");
    try (var other = new FinderClient(server.port())) {
      assertThat(other.ask("SET LOT-B 2 g " + late))
          .startsWith("ERROR: seq is %s and was %s before: ".formatted(late, newest));
    }

    assertThat(occupied("LOT-B")).isEqualTo(10);
  }

  @Test
  void setThatIsOlderThanAnUpdateChangesNothing() throws IOException {
    sensor.ask("SET LOT-B 10 g 100.4");
    sensor.ask("UPDATE LOT-B 1 g 100.6");

    assertThat(sensor.ask("SET LOT-B 10 g 100.5")).startsWith("ERROR: seq is 100.5 ");
    assertThat(occupied("LOT-B")).isEqualTo(11);
  }

  @Test
  void lateUpdatesCount() throws IOException {
    sensor.ask("SET LOT-B 10 g 100.5");

    assertThat(sensor.ask("UPDATE LOT-B 2 g 100.4")).isEqualTo("ACK");
    assertThat(sensor.ask("UPDATE LOT-B 3 g 99.9")).isEqualTo("ACK");
    assertThat(occupied("LOT-B")).isEqualTo(15);
  }

  @Test
  void newerSetsAndTheNewestOnceMoreAreTaken() throws IOException {
    for (var number : List.of("7", "8", "99.9", "100.1", "100.1", "100.2")) {
      assertThat(sensor.ask("SET LOT-B 10 g " + number)).isEqualTo("ACK");
    }

    assertThat(sensor.ask("SET LOT-B 20 g 101.0")).isEqualTo("ACK");
    assertThat(occupied("LOT-B")).isEqualTo(20);
  }

  @Test
  void sensorsAndLotsAreEachOnTheirOwn() throws IOException {
    sensor.ask("SET LOT-B 10 g 100.5");

    assertThat(sensor.ask("SET LOT-A 20 g 100.4")).isEqualTo("ACK");
    assertThat(sensor.ask("SET LOT-B 30 h 99.1")).isEqualTo("ACK");
    assertThat(occupied("LOT-A")).isEqualTo(20);
    assertThat(occupied("LOT-B")).isEqualTo(30);
  }
}
