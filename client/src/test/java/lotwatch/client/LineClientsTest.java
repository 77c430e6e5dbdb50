package lotwatch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Rejected;
import lotwatch.client.ParkingException.Unavailable;
import org.junit.jupiter.api.Test;

/** The text and the sensor client, and what servers do wrong. */
final class LineClientsTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);

  private static TextClient text(Stranger server) {
    return new TextClient(List.of(server.address()), PATIENT);
  }

  private static SensorClient sensor(Stranger server) {
    return new SensorClient(List.of(server.address()), PATIENT);
  }

  @Test
  void whatReadsIsAskedAgainAndWhatChangesIsNot() throws Exception {
    try (var server =
            new Stranger(
                Stranger.Guest::line,
                guest -> {
                  guest.line();
                  guest.say("42\r\n");
                  guest.line();
                });
        var client = text(server)) {
      assertThat(client.availability("A")).isEqualTo(42);

      assertThatThrownBy(() -> client.reserve("A", "P"))
          .isInstanceOfSatisfying(Unavailable.class, e -> assertThat(e.mayBeApplied()).isTrue());
      assertThat(server.received()).containsExactly("AVAIL A", "AVAIL A", "RESERVE A P");
    }
  }

  @Test
  void reservationThatReachedNobodyIsSentToTheNextServer() throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.line();
              guest.say("FULL\n").listen();
            });
        var client =
            new TextClient(List.of(new Address("127.0.0.1", 1), server.address()), PATIENT)) {
      assertThat(client.reserve("A", "P")).isEqualTo(TextClient.Reservation.FULL);
    }
  }

  /** A connection that the server closed while nothing was said costs no reservation. */
  @Test
  void connectionThatWasClosedMeanwhileIsFoundOutBefore() throws Exception {
    try (var server =
            new Stranger(
                guest -> {
                  guest.line();
                  guest.say("OK\n");
                },
                guest -> {
                  guest.line();
                  guest.say("NOT_FOUND\n").listen();
                });
        var endpoint = new Endpoint(List.of(server.address()), PATIENT)) {
      var first =
          endpoint.ask(
              Endpoint.Effect.EACH_TIME,
              connection -> {
                assertThat(TextClient.answer(connection, "CANCEL A P")).isEqualTo("OK");
                return connection;
              });
      Stranger.await("the connection is over", first::isOver);

      var second =
          endpoint.ask(
              Endpoint.Effect.EACH_TIME, connection -> TextClient.answer(connection, "CANCEL A P"));
      assertThat(second).isEqualTo("NOT_FOUND");
    }
  }

  @Test
  void linesThatAreNoAnswerAreABrokenProtocol() throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.line();
              guest.say("HTTP/1.1 400 Bad Request\r\n").listen();
            });
        var client = text(server)) {
      assertThatThrownBy(client::ping).isInstanceOf(BrokenProtocol.class);
    }
    for (var answer : List.of("", "ok", "1.5", "[{]", "TRUE")) {
      try (var server =
              new Stranger(guest -> {
                while (true) {
                  guest.line();
                  guest.say(answer + "\n");
                }
              });
          var client = text(server);
          var sensor = sensor(server)) {
        assertThatThrownBy(client::ping).isInstanceOf(BrokenProtocol.class);
        assertThatThrownBy(client::lots).isInstanceOf(BrokenProtocol.class);
        assertThatThrownBy(() -> client.availability("A")).isInstanceOf(BrokenProtocol.class);
        assertThatThrownBy(() -> client.reserve("A", "P")).isInstanceOf(BrokenProtocol.class);
        assertThatThrownBy(() -> client.cancel("A", "P")).isInstanceOf(BrokenProtocol.class);
        assertThatThrownBy(() -> sensor.update("A", 1)).isInstanceOf(BrokenProtocol.class);
      }
    }
  }

  @Test
  void answerThatIsNoneClosesTheConnectionSoThatNoAnswerIsTakenForTheNext() throws Exception {
    try (var server =
            new Stranger(
                guest -> {
                  guest.line();
                  guest.say("what?\nPONG\n").listen();
                },
                guest -> {
                  guest.line();
                  guest.say("3\n").listen();
                });
        var client = text(server)) {
      assertThatThrownBy(client::ping).isInstanceOf(BrokenProtocol.class);
      assertThat(client.availability("A")).isEqualTo(3);
      assertThat(server.guests()).isEqualTo(2);
    }
  }

  @Test
  void lineWithoutEndIsABrokenProtocolAtTheLimit() throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.line();
              var some = "x".repeat(1 << 16);
              while (true) {
                guest.say(some);
              }
            });
        var client = text(server)) {
      assertThatThrownBy(client::lots)
          .isInstanceOf(BrokenProtocol.class)
          .hasMessageContaining("the limit is " + Connection.ANSWER_BYTES_MAX);
    }
  }

  @Test
  void errorsAreTyped() throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.line();
              guest.say("ERROR: Unknown lot\n");
              guest.line();
              guest.say("ERROR: reservations of lot A are 10000, which is the limit\n");
              guest.line();
              guest.say("ERROR: unavailable: no leader\n").listen();
            });
        var client = text(server)) {
      assertThatThrownBy(() -> client.availability("X"))
          .isInstanceOf(ParkingException.UnknownLot.class);
      assertThatThrownBy(() -> client.reserve("A", "P"))
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("10000");
      assertThatThrownBy(() -> client.cancel("A", "P")).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void plateThatWouldBeTwoWordsOrTwoLinesIsNeverSent() throws Exception {
    try (var server = new Stranger(Stranger.Guest::line);
        var client = text(server);
        var sensor = sensor(server)) {
      for (var plate : List.of("A B", "A\nCANCEL A B", "A\tB", " ", "P".repeat(33))) {
        assertThatThrownBy(() -> client.reserve("A", plate))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("plate ");
      }
      assertThatThrownBy(() -> sensor.update("A", 1, "a/b", 1))
          .hasMessage("sensor contains a blank or '/'");
      assertThatThrownBy(() -> sensor.update("A", 1, "a", -1))
          .hasMessage("seq is -1, it must be 0 or more");
      assertThatThrownBy(() -> sensor.set("A", -1, "a", 1))
          .hasMessage("occupied is -1, it must be 0 or more");
      assertThat(server.guests()).isZero();
    }
  }

  @Test
  void numberedUpdatesAreSentUntilTheyHaveTheirAckAndBareOnesOnce() throws Exception {
    try (var server =
            new Stranger(
                Stranger.Guest::line,
                guest -> {
                  guest.line();
                  guest.say("ERROR: unavailable: not committed yet, ask again\n").listen();
                },
                guest -> {
                  guest.line();
                  guest.say("ACK\n");
                  guest.line();
                  guest.say("ACK\n");
                  guest.line();
                });
        var client = sensor(server)) {
      client.update("A", -1, "gate", 7);
      client.set("A", 80, "gate", 8);
      assertThatThrownBy(() -> client.update("A", 1)).isInstanceOf(Unavailable.class);

      assertThat(server.received())
          .containsExactly(
              "UPDATE A -1 gate 7",
              "UPDATE A -1 gate 7",
              "UPDATE A -1 gate 7",
              "SET A 80 gate 8",
              "UPDATE A 1");
    }
  }
}
