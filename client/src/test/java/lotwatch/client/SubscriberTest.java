package lotwatch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import lotwatch.client.Notice.Change;
import lotwatch.client.Notice.Gap;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.ParkingException.UnknownLot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do to a subscriber, and how it goes on. */
final class SubscriberTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);
  private static final LocalDateTime NOON = LocalDateTime.parse("2026-01-01T12:00:00.25");

  private static Subscriber open(Stranger... servers) throws ParkingException {
    return Subscriber.open(
        Stream.of(servers).map(Stranger::address).toList(), PATIENT, List.of("A"));
  }

  /** Lets somebody subscribe from the event that was the newest. */
  private static void welcome(Stranger.Guest guest, long newest) throws IOException {
    guest.frame();
    guest.result(1, "" + newest);
    guest.frame();
    guest.result(2, "1");
  }

  private static String event(int free, long sequence) {
    return "EVENT A %d 2026-01-01T12:00:00.250000 %d".formatted(free, sequence);
  }

  private static Change change(int free, long sequence) {
    return new Change("A", free, NOON, sequence);
  }

  @Test
  void connectionThatIsLostBeforeAnyEventGoesOnFromWhereItBegan() throws Exception {
    try (var server =
            new Stranger(
                guest -> welcome(guest, 40),
                guest -> {
                  guest.frame();
                  guest.result(3, "2").sayFrame(event(9, 41)).sayFrame(event(8, 45));
                },
                guest -> {
                  guest.frame();
                  guest.result(4, "3").sayFrame(event(7, 46)).listen();
                });
        var subscriber = open(server)) {
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
      assertThat(subscriber.next(LONG)).contains(change(8, 45));
      assertThat(subscriber.next(LONG)).contains(change(7, 46));

      assertThat(subscriber.sequence()).isEqualTo(46);
      assertThat(server.received())
          .containsExactly(
              "{\"rpcId\":1,\"method\":\"getSequence\",\"args\":[\"token\"]}",
              "{\"rpcId\":2,\"method\":\"subscribe\",\"args\":[[\"A\"],40]}",
              "{\"rpcId\":3,\"method\":\"subscribe\",\"args\":[[\"A\"],40]}",
              "{\"rpcId\":4,\"method\":\"subscribe\",\"args\":[[\"A\"],45]}");
    }
  }

  @Test
  void tokenGoesAlongSoThatAnotherHistoryIsAGap() throws Exception {
    try (var server =
            new Stranger(
                guest -> {
                  guest.frame();
                  guest.error(1, "gap: 3fa9-40 is of another history");
                },
                guest -> {
                  guest.frame();
                  guest.result(2, "\"77-5\"");
                  guest.frame();
                  guest.result(3, "1").sayFrame(event(9, 6)).listen();
                });
        var subscriber =
            Subscriber.resume(List.of(server.address()), PATIENT, List.of("A"), "3fa9-40")) {
      assertThat(subscriber.next(LONG)).contains(new Gap(40, 5));
      assertThat(subscriber.next(LONG)).contains(change(9, 6));

      assertThat(subscriber.token()).isEqualTo("77-6");
      assertThat(server.received().getFirst()).contains("[[\"A\"],\"3fa9-40\"]");
      assertThat(server.received().getLast()).contains("[[\"A\"],\"77-5\"]");
    }
  }

  @Test
  void gapIsToldOnlyWhenNobodyKeepsTheEvents() throws Exception {
    try (var first =
            new Stranger(
                guest -> welcome(guest, 40),
                guest -> {
                  guest.frame();
                  guest.error(5, "gap: events after 41 are no longer kept");
                },
                guest -> {
                  guest.frame();
                  guest.result(8, "90");
                  guest.frame();
                  guest.result(9, "4").sayFrame(event(3, 91)).listen();
                });
        var second =
            new Stranger(
                guest -> {
                  guest.frame();
                  guest.error(3, "gap: events after 40 are no longer kept");
                },
                guest -> {
                  guest.frame();
                  guest.error(6, "gap: events after 41 are no longer kept");
                });
        var third =
            new Stranger(
                guest -> {
                  guest.frame();
                  guest.result(4, "1").sayFrame(event(9, 41));
                },
                guest -> {
                  guest.frame();
                  guest.error(7, "unavailable: no leader");
                });
        var subscriber =
            Subscriber.open(
                List.of(first.address(), second.address(), third.address()),
                PATIENT,
                List.of("A"))) {
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
      assertThat(subscriber.next(LONG)).contains(new Gap(41, 90));
      assertThat(subscriber.next(LONG)).contains(change(3, 91));
    }
  }

  /** Answers whatever a subscriber asks, and tells it one event. */
  private static void serve(Stranger.Guest guest) throws IOException {
    while (true) {
      var call = guest.frame();
      long id = Long.parseLong(call.replaceAll("\\D*(\\d+).*", "$1"));
      if (call.contains("getSequence")) {
        guest.result(id, "40");
      } else {
        guest.result(id, "1").sayFrame(event(9, 41));
      }
    }
  }

  @Test
  void quietServerThatDoesNotAnswerIsLeft() throws Exception {
    var timeouts = new Timeouts(LONG, Duration.ofSeconds(2), LONG);
    try (var still =
            new Stranger(guest -> {
              welcome(guest, 40);
              guest.listen();
            });
        var good = new Stranger(SubscriberTest::serve);
        var subscriber =
            Subscriber.open(List.of(still.address(), good.address()), timeouts, List.of("A"))) {
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
      assertThat(good.received()).isNotEmpty();
    }
  }

  @Test
  void quietServerThatAnswersIsListenedTo() throws Exception {
    var timeouts = new Timeouts(LONG, Duration.ofSeconds(4), LONG);
    try (var server =
            new Stranger(
                guest -> {
                  welcome(guest, 40);
                  guest.frame();
                  guest.result(3, "40").sayFrame(event(9, 41)).listen();
                },
                SubscriberTest::serve);
        var subscriber = Subscriber.open(List.of(server.address()), timeouts, List.of("A"))) {
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
      assertThat(server.received().get(2)).contains("getSequence");
    }
  }

  @Test
  void nothingIsNothingAndNobodyIsUnavailableUntilSomebodyIsThere() throws Exception {
    try (var server =
            new Stranger(
                guest -> {
                  welcome(guest, 40);
                  guest.frame();
                },
                guest -> {
                  guest.frame();
                  guest.error(3, "unavailable: no leader");
                },
                guest -> {
                  guest.frame();
                  guest.result(4, "1").sayFrame(event(9, 41)).listen();
                });
        var subscriber = open(server)) {
      assertThat(subscriber.next(SHORT)).isEmpty();
      server.cut(0);

      assertThatThrownBy(
              () -> {
                for (long end = System.nanoTime() + LONG.toNanos(); System.nanoTime() < end; ) {
                  var _ = subscriber.next(Duration.ZERO); // until it has seen that it is cut off
                }
              })
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("no leader");
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
    }
  }

  @Test
  void halfAnEventWaitsForItsOtherHalf() throws Exception {
    var more = new CountDownLatch(1);
    try (var server =
            new Stranger(guest -> {
              welcome(guest, 40);
              guest.say((byte) 0, (byte) 0, (byte) 0, (byte) event(9, 41).length());
              guest.say("EVENT A ");
              await(more);
              guest.say(event(9, 41).substring(8)).listen();
            });
        var subscriber = open(server)) {
      assertThat(subscriber.next(SHORT)).isEmpty();
      more.countDown();
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "EVENT",
        "EVENT A 9 2026-01-01T12:00:00.250000",
        "EVENT A x 2026-01-01T12:00:00.250000 41",
        "EVENT A 9 noon 41",
        "EVENT A 9 2026-01-01T12:00:00.250000 41 42",
        "{\"rpcId\": 77, \"result\": 1}"
      })
  void whatIsNoEventIsSaidAndTheNextConnectionGoesOn(String frame) throws Exception {
    try (var server =
            new Stranger(
                guest -> {
                  welcome(guest, 40);
                  guest.sayFrame(frame).listen();
                },
                guest -> {
                  guest.frame();
                  guest.result(3, "1").sayFrame(event(9, 41)).listen();
                });
        var subscriber = open(server)) {
      assertThatThrownBy(() -> subscriber.next(LONG)).isInstanceOf(BrokenProtocol.class);
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
    }
  }

  @Test
  void lotThatIsNotThereAndServerThatIsNotAreSaidAtOnce() throws Exception {
    try (var server =
        new Stranger(guest -> {
          guest.frame();
          guest.result(1, "40");
          guest.frame();
          guest.error(2, "Unknown lot: A").listen();
        })) {
      assertThatThrownBy(() -> open(server)).isInstanceOf(UnknownLot.class);
    }
    var impatient = new Timeouts(SHORT, LONG, LONG);
    assertThatThrownBy(
            () -> Subscriber.open(List.of(new Address("127.0.0.1", 1)), impatient, List.of("A")))
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void closingEndsAWait() throws Exception {
    try (var server =
        new Stranger(guest -> {
          welcome(guest, 40);
          guest.listen();
        })) {
      var subscriber = open(server);
      var waiting = new FutureTask<>(() -> subscriber.next(LONG));
      Thread.startVirtualThread(waiting);

      subscriber.close();

      assertThatThrownBy(waiting::get).hasCauseInstanceOf(Unavailable.class);
    }
  }

  @Test
  void lotsBeyondTheLimitAreRefused() {
    var somewhere = List.of(new Address("127.0.0.1", 1));
    for (var lots : List.of(List.<String>of(), Collections.nCopies(Subscriber.LOTS_MAX + 1, "A"))) {
      assertThatThrownBy(() -> Subscriber.open(somewhere, PATIENT, lots))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lots at most 1000");
    }
  }
}
