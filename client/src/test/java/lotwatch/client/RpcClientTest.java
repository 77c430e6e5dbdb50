package lotwatch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Rejected;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.ParkingException.UnknownLot;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do wrong, and what the client makes of it. */
final class RpcClientTest {
  /** Short enough to be waited for, long enough for an answer on any machine. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final Timeouts IMPATIENT =
      new Timeouts(LONG, Duration.ofMillis(200), Duration.ofMillis(700));
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);

  private static RpcClient client(Timeouts timeouts, Stranger... strangers) {
    return new RpcClient(List.of(strangers).stream().map(Stranger::address).toList(), timeouts);
  }

  private static String requestId(String call) {
    return call.replaceAll(".*\"([0-9a-f-]{36})\".*", "$1");
  }

  @Test
  void answerOfAnotherCallIsABrokenProtocol() throws Exception {
    try (var server =
            new Stranger(
                guest -> {
                  guest.frame();
                  guest.result(99, "true");
                },
                guest -> {
                  guest.frame();
                  guest.result(2, "7");
                  guest.listen();
                });
        var client = client(PATIENT, server)) {
      assertThatThrownBy(() -> client.reserve("A", "P"))
          .isInstanceOf(BrokenProtocol.class)
          .hasMessageContaining("not to call 1 but to 99");
      assertThat(client.availability("A")).isEqualTo(7);
      assertThat(server.guests()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "[]",
        "{\"rpcId\": 1, \"result\": true} {}",
        "{\"rpcId\": \"1\", \"result\": true}",
        "{\"rpcId\": 1, \"result\": \"yes\"}",
        "{\"rpcId\": 1}",
        "{\"rpcId\": 1, \"rpcId\": 1, \"result\": true}",
        "{\"rpcId\": 1e0, \"result\": true}",
        "{\"rpcId\": 99999999999999999999, \"result\": true}",
        "",
      })
  void whatIsNoAnswerIsABrokenProtocol(String body) throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.frame();
              guest.sayFrame(body).listen();
            });
        var client = client(PATIENT, server)) {
      assertThatThrownBy(() -> client.reserve("A", "P")).isInstanceOf(BrokenProtocol.class);
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void jsonBeyondItsLimitsIsABrokenProtocol() throws Exception {
    var deep = "[".repeat(Calls.DEPTH_MAX + 1) + "]".repeat(Calls.DEPTH_MAX + 1);
    var wide = "9".repeat(Calls.NUMBER_LENGTH_MAX + 1);
    for (var json : List.of(deep, wide)) {
      try (var server =
              new Stranger(guest -> {
                guest.frame();
                guest.result(1, json).listen();
              });
          var client = client(PATIENT, server)) {
        assertThatThrownBy(client::lots)
            .isInstanceOf(BrokenProtocol.class)
            .hasMessageContaining("limits");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{}]",
        "[5]",
        "[{\"id\": 1, \"capacity\": 1, \"occupied\": 1, \"free\": 1}]",
        "[{\"id\": \"A\", \"capacity\": 1.5, \"occupied\": 1, \"free\": 1}]",
        "[{\"id\": \"A\", \"capacity\": 99999999999, \"occupied\": 1, \"free\": 1}]"
      })
  void listThatIsNoneIsABrokenProtocol(String lots) throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.frame();
              guest.result(1, lots).listen();
            });
        var client = client(PATIENT, server)) {
      assertThatThrownBy(client::lots).isInstanceOf(BrokenProtocol.class);
    }
  }

  @Test
  void frameBeyondTheLimitIsABrokenProtocolBeforeItComes() throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.frame();
              guest.say((byte) -1, (byte) -1, (byte) -1, (byte) -1).listen();
            });
        var client = client(PATIENT, server)) {
      assertThatThrownBy(client::lots)
          .isInstanceOf(BrokenProtocol.class)
          .hasMessage("frame has 4294967295 bytes, the limit is 8388608");
    }
  }

  @Test
  void answerUpToTheLimitIsRead() throws Exception {
    var name = "x".repeat(64);
    var lot = "{\"id\": \"%s\", \"capacity\": 1, \"occupied\": 0, \"free\": 1}, ".formatted(name);
    var lots = lot.repeat(50_000);
    assertThat(lots.length()).isLessThan(Connection.ANSWER_BYTES_MAX).isGreaterThan(5 << 20);
    try (var server =
            new Stranger(guest -> {
              guest.frame();
              guest.result(1, "[" + lots.substring(0, lots.length() - 2) + "]").listen();
            });
        var client = client(PATIENT, server)) {
      assertThat(client.lots()).hasSize(50_000).containsOnly(new Lot(name, 1, 0, 1));
    }
  }

  @Test
  void halfAFrameAndSilenceIsUnavailableAndMayHaveBeenDone() throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.frame();
              guest.say((byte) 0, (byte) 0, (byte) 0, (byte) 9, (byte) '{').listen();
            });
        var client = client(IMPATIENT, server)) {
      assertThatThrownBy(() -> client.reserve("A", "P"))
          .isInstanceOfSatisfying(Unavailable.class, e -> assertThat(e.mayBeApplied()).isTrue())
          .hasMessageContaining(server.address().toString())
          .hasMessageContaining("not in time");
      Stranger.await("the call is heard", () -> !server.received().isEmpty());
      assertThat(server.received().stream().map(RpcClientTest::requestId).distinct()).hasSize(1);
    }
  }

  @Test
  void byteNowAndThenIsNoAnswerInTime() throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.frame();
              guest.say((byte) 0, (byte) 0, (byte) 1);
              for (int i = 0; i < 10_000; i++) {
                guest.say((byte) 'x');
                LockSupport.parkNanos(20_000_000);
              }
            });
        var client = client(IMPATIENT, server)) {
      assertThatThrownBy(client::lots)
          .isInstanceOfSatisfying(Unavailable.class, e -> assertThat(e.mayBeApplied()).isFalse());
    }
  }

  @Test
  void lostAnswerIsAskedForAgainWithTheSameRequestId() throws Exception {
    try (var server =
            new Stranger(
                guest -> guest.frame(), // takes it and hangs up
                guest -> {
                  guest.frame();
                  guest.result(2, "true").listen();
                });
        var client = client(PATIENT, server)) {
      assertThat(client.reserve("A", "P")).isTrue();

      assertThat(server.received()).hasSize(2);
      assertThat(requestId(server.received().getFirst()))
          .hasSize(36)
          .isEqualTo(requestId(server.received().getLast()));
    }
  }

  @Test
  void everyReservationHasARequestIdOfItsOwn() throws Exception {
    try (var server =
            new Stranger(guest -> {
              for (int i = 1; i <= 3; i++) {
                guest.frame();
                guest.result(i, "true");
              }
            });
        var client = client(PATIENT, server)) {
      client.reserve("A", "P");
      client.cancel("A", "P");
      client.reserve("A", "P", "mine");

      assertThat(server.guests()).isEqualTo(1);
      assertThat(server.received().stream().map(RpcClientTest::requestId).distinct()).hasSize(3);
      assertThat(server.received().getLast())
          .isEqualTo("{\"rpcId\":3,\"method\":\"reserve\",\"args\":[\"A\",\"P\",\"mine\"]}");
    }
  }

  @Test
  void nextAddressIsAskedWhenOneIsGoneFullOrWithoutALeader() throws Exception {
    try (var full = new Stranger(guest -> guest.error(0, "unavailable: 4000 connections"));
        var leaderless =
            new Stranger(guest -> {
              guest.frame();
              guest.error(2, "unavailable: no leader").listen();
            });
        var good =
            new Stranger(guest -> {
              guest.frame();
              guest.result(3, "true").listen();
            });
        var client =
            new RpcClient(
                List.of(
                    new Address("127.0.0.1", 1),
                    full.address(),
                    leaderless.address(),
                    good.address()),
                PATIENT)) {
      assertThat(client.reserve("A", "P")).isTrue();

      assertThat(requestId(good.received().getFirst()))
          .isEqualTo(requestId(leaderless.received().getFirst()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unknown lot: X | UnknownLot",
        "plate is odd | Rejected",
        "Unknown method: getLots | Rejected"
      })
  void errorsAreTypedAndKeepTheConnection(String why, String type) throws Exception {
    try (var server =
            new Stranger(guest -> {
              guest.frame();
              guest.error(1, why);
              guest.frame();
              guest.result(2, "7").listen();
            });
        var client = client(PATIENT, server)) {
      assertThatThrownBy(() -> client.reserve("X", "P"))
          .isInstanceOf(type.equals("Rejected") ? Rejected.class : UnknownLot.class)
          .hasMessage(why);
      assertThat(client.availability("A")).isEqualTo(7);
      assertThat(server.guests()).isEqualTo(1);
    }
  }

  /** Long before the call's own limit: nobody is there at all. */
  @Test
  void serverThatIsNotThereIsUnavailableAndNothingWasDone() throws Exception {
    var timeouts = new Timeouts(Duration.ofMillis(200), LONG, Duration.ofDays(1));
    try (var client = new RpcClient(List.of(new Address("127.0.0.1", 1)), timeouts)) {
      assertThatThrownBy(() -> client.reserve("A", "P"))
          .isInstanceOfSatisfying(Unavailable.class, e -> assertThat(e.mayBeApplied()).isFalse())
          .hasMessageContaining("no connection to 127.0.0.1:1");
    }
  }

  @Test
  void nameThatNobodyHasIsUnavailable() throws Exception {
    try (var client = new RpcClient(List.of(new Address("no.such.invalid", 1)), IMPATIENT)) {
      assertThatThrownBy(client::lots).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void closingEndsACallThatWaits() throws Exception {
    try (var server = new Stranger(Stranger.Guest::listen)) {
      var client = client(PATIENT, server);
      var waiting = new FutureTask<>(client::lots);
      Thread.startVirtualThread(waiting);
      Stranger.await("the client is connected", () -> server.guests() == 1);

      client.close();

      assertThatThrownBy(waiting::get).hasCauseInstanceOf(Unavailable.class);
      assertThatThrownBy(client::lots).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void platesIdsAndLotsBeyondTheirLimitsAreNeverSent() throws IOException {
    try (var server = new Stranger(Stranger.Guest::frame);
        var client = client(PATIENT, server)) {
      assertIllegal(() -> client.reserve("A", "S".repeat(33)), "plate has 33 characters");
      assertIllegal(() -> client.reserve("A", ""), "plate is empty");
      assertIllegal(() -> client.cancel("A", "A\n"), "plate contains a control character");
      assertIllegal(() -> client.reserve("A", "P", "x".repeat(65)), "request id has 65");
      assertIllegal(() -> client.reserve("x".repeat(65), "P"), "lot has 65 characters");
      assertIllegal(() -> client.availability("a b"), "lot contains a blank");
      assertThat(server.received()).isEmpty();
    }
  }

  private static void assertIllegal(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("SSS");
  }

  @Test
  void addressesAndTimeoutsAreChecked() {
    assertThat(Address.list("a, [::1]:7,10.0.0.1:8", Address.RPC_PORT))
        .containsExactly(new Address("a", 5001), new Address("::1", 7), new Address("10.0.0.1", 8));
    for (var wrong : List.of("", "a:0", "a:65536", "a:b", "a,,b", "a b:1", "::1")) {
      assertThatThrownBy(() -> Address.list(wrong, 1)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Timeouts(LONG, Duration.ZERO, LONG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("answerMax is PT0S");
    assertThatThrownBy(() -> new RpcClient(List.of(), PATIENT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
