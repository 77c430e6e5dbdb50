package lotwatch.gateway.finder.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import lotwatch.gateway.FinderClient;
import lotwatch.gateway.LedgerInbox;
import lotwatch.gateway.SlowInbox;
import lotwatch.gateway.auth.Audit;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.UnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SensorHandlerTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(10);

  private final LedgerInbox ledger = new LedgerInbox();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Loops loops = new Loops(1);
  private FinderClient sensor;
  private SensorHandler handler;
  private TcpServer server;

  @BeforeEach
  void open() throws Exception {
    opened.add(loops);
    ledger.open("LOT-A", 10_000);
    ledger.open("LOT-B", 10);
    handler = new SensorHandler(ledger.gate(), ledger.eventLog());
    opened.add(handler);
    server = TcpServer.open("sensor", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, handler);
    opened.add(server);
    sensor = new FinderClient(server.port());
    opened.add(sensor);
  }

  private static Gate gate(Inbox inbox) {
    return new Gate(inbox, Authorizer.EVERYBODY, Audit.NONE);
  }

  /** Another port, into this inbox. */
  private FinderClient sensor(Inbox inbox) throws IOException {
    return sensor(new SensorHandler(gate(new SlowInbox(inbox)), ledger.eventLog()));
  }

  private FinderClient sensor(SensorHandler other) throws IOException {
    handler = other;
    opened.add(handler);
    server = TcpServer.open("sensor", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, handler);
    opened.add(server);
    var client = new FinderClient(server.port());
    opened.add(client);
    return client;
  }

  /** Another port, whose ledger takes an update for each permit. */
  private FinderClient stuck(Semaphore permits, Duration answerWaitMax, Duration drainMax)
      throws IOException {
    var inbox =
        new SlowInbox((command, request) -> {
          try {
            permits.acquire();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", false);
          }
          return ledger.submit(command, request);
        });
    return sensor(new SensorHandler(gate(inbox), ledger.eventLog(), answerWaitMax, drainMax));
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

  private void await(String lot, int occupied) throws IOException {
    FinderClient.await(
        () -> "%s has %d cars, not %d".formatted(lot, occupied(lot), occupied),
        () -> occupied(lot) == occupied);
  }

  @Test
  void everyUpdateIsAcknowledgedAndCounted() throws IOException {
    for (var line : List.of("UPDATE LOT-A +5", "update LOT-A -2", "UPDATE  LOT-A\t4\r")) {
      assertThat(sensor.ask(line)).isEqualTo("ACK");
    }

    await("LOT-A", 7);
  }

  @Test
  void sensorThatCountsFromAnewIsToldOrSendsItsEpoch() throws IOException {
    for (int seq = 1; seq <= 5; seq++) {
      assertThat(sensor.ask("UPDATE LOT-A 1 gate " + seq)).isEqualTo("ACK");
    }
    try (var restarted = new FinderClient(server.port())) {
      for (int seq = 1; seq <= 2; seq++) {
        assertThat(restarted.ask("UPDATE LOT-A 1 gate " + seq))
            .isEqualTo(
                ("ERROR: seq is %d and was 5 before: a sensor that counts from anew sends its"
                        + " epoch too, as EPOCH.SEQ")
                    .formatted(seq));
      }
      for (int seq = 1; seq <= 2; seq++) {
        assertThat(restarted.ask("UPDATE LOT-A 1 gate 1796000000." + seq)).isEqualTo("ACK");
      }
    }
    assertThat(occupied("LOT-A")).isEqualTo(7);
    assertThat(handler.restarts()).isEqualTo(2);
  }

  @Test
  void sensorThatWaitedForItsLastAnswerMaySendItAgain() throws IOException {
    sensor.ask("UPDATE LOT-A 1 gate 1");
    sensor.ask("UPDATE LOT-A 1 gate 2");
    try (var again = new FinderClient(server.port())) {
      assertThat(again.ask("UPDATE LOT-A 1 gate 2")).isEqualTo("ACK");
      assertThat(again.ask("UPDATE LOT-A 1 gate 3")).isEqualTo("ACK");
    }
    assertThat(occupied("LOT-A")).isEqualTo(3);
  }

  @Test
  void sensorsThatAreRememberedHaveALimit() {
    var sequences = new Sequences();
    for (int i = 0; i <= Sequences.SENSORS_MAX; i++) {
      sequences.number("s" + i, 5, true, 1);
    }
    sequences.number("s0", 1, true, 1); // was forgotten

    assertThatThrownBy(() -> sequences.number("s9", 1, true, 1)).hasMessageContaining("EPOCH.SEQ");
  }

  @Test
  void countThatCannotBeIsRefused() throws IOException {
    assertThat(sensor.ask("SET LOT-A 3")).isEqualTo("ACK");
    assertThat(sensor.ask("SET LOT-A 100000"))
        .startsWith("ERROR: occupied is 100000, the limits of lot LOT-A are 0 and ");
    assertThat(occupied("LOT-A")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE",
        "UPDATE LOT-A",
        "UPDATE LOT-A one",
        "UPDATE LOT-A 1.5",
        "UPDATE LOT-A 9223372036854775808",
        "UPDATE LOT-A -9223372036854775809",
        "UPDATE LOT-A 1 s1",
        "UPDATE LOT-X 1",
        "UPDATE a/b 1",
        "hello",
        "🚗",
      })
  void linesThatAreNoUpdateAreAcknowledgedCountedAndHarmless(String line) throws IOException {
    assertThat(sensor.ask(line)).isEqualTo("ACK");
    assertThat(sensor.ask("UPDATE LOT-A 1")).isEqualTo("ACK");

    await("LOT-A", 1);
    assertThat(handler.malformed()).isEqualTo(1);
  }

  @Test
  void blankLinesHaveNoAnswerAndLongOnesAnError() throws IOException {
    sensor.send("\n  \n" + "x".repeat(5_000) + "\nUPDATE LOT-A 1\n");

    assertThat(sensor.line()).isEqualTo("ERROR: line is too long, the limit is 4096 bytes");
    assertThat(sensor.line()).isEqualTo("ACK");
  }

  @Test
  void hugeDeltasAreClampedToTheLot() throws IOException {
    sensor.ask("UPDATE LOT-B 9223372036854775807");
    await("LOT-B", 10);

    sensor.ask("UPDATE LOT-B -9223372036854775808");
    await("LOT-B", 0);
  }

  @Test
  void numberedUpdateIsCountedOnceHoweverOftenItComes() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertThat(sensor.ask("UPDATE LOT-A 3 gate-1 17")).isEqualTo("ACK");
      assertThat(occupied("LOT-A")).isEqualTo(3);
    }
    assertThat(sensor.ask("UPDATE LOT-A 3 gate-2 17")).isEqualTo("ACK");

    assertThat(occupied("LOT-A")).isEqualTo(6);
  }

  @Test
  void setIsCommittedWhenItIsAcknowledged() throws IOException {
    assertThat(sensor.ask("SET LOT-A 40")).isEqualTo("ACK");
    assertThat(occupied("LOT-A")).isEqualTo(40);
    assertThat(sensor.ask("SET LOT-A 50 gate-1 1")).isEqualTo("ACK");
    assertThat(sensor.ask("SET LOT-A 60 gate-1 1")).isEqualTo("ACK");

    assertThat(occupied("LOT-A")).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE LOT-X 1 s 1 | ERROR: Unknown lot",
        "UPDATE LOT-A x s 1 | ERROR: delta must be a whole number from -2^63 to 2^63-1",
        "UPDATE LOT-A 9223372036854775808 s 1 | ERROR: delta must be a whole number from -2^63 to"
            + " 2^63-1",
        "UPDATE LOT-A 1 s -1 | ERROR: seq is -1, it must be 0 or more",
        "UPDATE LOT-A 1 s/t 1 | ERROR: sensor must have 1 to 64 characters and no '/'",
        "SET LOT-A | ERROR: SET requires lot_id and occupied, and may have sensor and seq",
        "SET LOT-A -1 | ERROR: occupied is -1, it must be 0 or more",
        "SET LOT-X 1 | ERROR: Unknown lot",
        "SET LOT-B ٠ | ERROR: occupied must be a whole number from -2^63 to 2^63-1",
        "SET LOT-B 1 s ١ | ERROR: seq must be a whole number from -2^63 to 2^63-1",
        "UPDATE LOT-B １ s 1 | ERROR: delta must be a whole number from -2^63 to 2^63-1",
      })
  void whatIsAcknowledgedAfterCommitIsRefusedByName(String line, String why) throws IOException {
    assertThat(sensor.ask(line)).isEqualTo(why);
  }

  @Test
  void answersOfOneConnectionKeepTheOrderOfItsLines() throws IOException {
    sensor.send("SET LOT-A 5\nUPDATE LOT-X 1 s 1\nUPDATE LOT-A 1\nUPDATE LOT-A 1 s 2\nhm\n");

    assertThat(sensor.line()).isEqualTo("ACK");
    assertThat(sensor.line()).isEqualTo("ERROR: Unknown lot");
    assertThat(sensor.line()).isEqualTo("ACK");
    assertThat(sensor.line()).isEqualTo("ACK");
    assertThat(sensor.line()).isEqualTo("ACK");
    await("LOT-A", 7); // the bare update is acknowledged before it is counted
  }

  @Test
  void moreNumberedUpdatesAtOnceThanMayWaitAreAllCommitted() throws IOException {
    int all = 3 * SensorHandler.PENDING_MAX;
    for (int i = 0; i < all; i++) {
      sensor.send("UPDATE LOT-A 1 s %d\n".formatted(i));
    }

    for (int i = 0; i < all; i++) {
      assertThat(sensor.line()).isEqualTo("ACK");
    }
    assertThat(occupied("LOT-A")).isEqualTo(all);
  }

  @Test
  void numberedUpdateIsRefusedWithoutALeader() throws IOException {
    ledger.away(true);

    assertThat(sensor.ask("UPDATE LOT-A 1 s 1")).isEqualTo("ERROR: unavailable: no leader");
  }

  @Test
  void bareUpdatesWaitForTheLeader() throws IOException {
    ledger.away(true);
    assertThat(sensor.ask("UPDATE LOT-A 1")).isEqualTo("ACK");
    assertThat(sensor.ask("UPDATE LOT-A 2")).isEqualTo("ACK");

    ledger.away(false);
    await("LOT-A", 3);
  }

  @Test
  void updatesOfOneLotKeepTheirOrderAndTheSameOnesGoTogether() throws Exception {
    var taken = new ConcurrentLinkedQueue<Command>();
    var together = new CountDownLatch(3);
    var client =
        sensor((command, request) -> {
          taken.add(command);
          if (command instanceof Count count && count.delta() == 1) {
            together.countDown();
            await(together);
          }
          return ledger.submit(command, request);
        });
    ledger.away(true); // nothing is taken until all are there
    client.send(
        "UPDATE LOT-A 2\nUPDATE LOT-A 1\nUPDATE LOT-A 1\nUPDATE LOT-A 1\nUPDATE LOT-A -2\n");
    for (int i = 0; i < 5; i++) {
      assertThat(client.line()).isEqualTo("ACK");
    }
    ledger.away(false);

    await("LOT-A", 3);
    assertThat(taken.stream().map(command -> ((Count) command).delta()).distinct())
        .containsExactly(2L, 1L, -2L);
  }

  private static void await(CountDownLatch latch) throws UnavailableException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", false);
    }
  }

  @Test
  void fullQueueHoldsTheAcknowledgementAndDropsNothing() throws Exception {
    var gate = new Semaphore(0);
    var client =
        sensor((command, request) -> {
          gate.acquireUninterruptibly();
          return ledger.submit(command, request);
        });
    int all = Updates.LANE_MAX + Updates.BATCH_MAX + 100;
    for (int i = 0; i < all; i++) {
      client.send("UPDATE LOT-A %d\n".formatted(i % 2 + 1));
    }
    FinderClient.await(
        () -> handler.waiting() + " updates wait", () -> handler.waiting() == Updates.LANE_MAX);
    assertThat(occupied("LOT-A")).isZero();

    gate.release(all);

    for (int i = 0; i < all; i++) {
      assertThat(client.line()).isEqualTo("ACK");
    }
    await("LOT-A", all / 2 * 3);
  }

  @Test
  void answerThatDoesNotComeIsSaidToBeLate() throws Exception {
    var gate = new Semaphore(0);
    var client = stuck(gate, SHORT, LONG);

    assertThat(client.ask("UPDATE LOT-A 1 s1 1"))
        .isEqualTo("ERROR: unavailable: not committed yet, ask again");

    gate.release(Integer.MAX_VALUE);
    // late again where the machine is busy, and its number makes it harmless
    FinderClient.await(
        () -> "no answer in time", () -> "ACK".equals(client.ask("UPDATE LOT-A 1 s1 2")));
    await("LOT-A", 2); // the one before is the same, and goes beside it
  }

  @Test
  void closingWaitsForTheLedgerOnlyForSoLong() throws Exception {
    var gate = new Semaphore(0);
    var client = stuck(gate, LONG, SHORT);
    for (int i = 0; i < 300; i++) {
      assertThat(client.ask("UPDATE LOT-A %d".formatted(i % 2 + 1))).isEqualTo("ACK");
    }

    server.close();
    handler.close();

    assertThat(handler.waiting()).isPositive();
    assertThat(occupied("LOT-A")).isZero();
  }

  @Test
  void closingCarriesWhatWasAcknowledged() throws Exception {
    var client = sensor(new SensorHandler(ledger.gate(), ledger.eventLog(), LONG, LONG));
    for (int i = 0; i < 300; i++) {
      client.send("UPDATE LOT-A %d\n".formatted(i % 2 + 1));
    }
    for (int i = 0; i < 300; i++) {
      assertThat(client.line()).isEqualTo("ACK");
    }

    server.close();
    handler.close();

    assertThat(occupied("LOT-A")).isEqualTo(450);
  }
}
