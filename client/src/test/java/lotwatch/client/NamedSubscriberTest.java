package lotwatch.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lotwatch.client.Notice.Change;
import lotwatch.client.Notice.Gap;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Rejected;
import lotwatch.client.ParkingException.TakenOver;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.ParkingException.UnknownLot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do to a named subscriber, and how it goes on. */
final class NamedSubscriberTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);
  private static final LocalDateTime NOON = LocalDateTime.parse("2026-01-01T12:00:00.25");
  private static final String SUBSCRIBES =
      "{\"rpcId\":%d,\"method\":\"subscribe\",\"args\":[[\"A\"],null,\"signs\"]}";

  private static NamedSubscriber open(Stranger... servers) throws ParkingException {
    return NamedSubscriber.open(
        Stream.of(servers).map(Stranger::address).toList(), PATIENT, "signs", List.of("A"));
  }

  private static Stranger.Guest welcome(Stranger.Guest guest, long call, long id)
      throws IOException {
    guest.frame();
    return guest.result(call, "" + id);
  }

  private static String event(int free, long sequence) {
    return "EVENT A %d 2026-01-01T12:00:00.250000 %d".formatted(free, sequence);
  }

  private static Change change(int free, long sequence) {
    return new Change("A", free, NOON, sequence);
  }

  @Test
  void afterALostConnectionWhatWasNotAcknowledgedComesAgain() throws Exception {
    try (var server =
            new Stranger(
                guest -> {
                  welcome(guest, 1, 7).sayFrame(event(9, 41)).sayFrame(event(8, 45));
                  guest.frame();
                  guest.result(2, "true");
                },
                guest -> welcome(guest, 3, 8).sayFrame(event(8, 45)).listen());
        var subscriber = open(server)) {
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
      subscriber.acknowledge(41);
      assertThat(subscriber.next(LONG)).contains(change(8, 45));
      assertThat(subscriber.next(LONG)).contains(change(8, 45));

      assertThat(server.received())
          .containsExactly(
              SUBSCRIBES.formatted(1),
              "{\"rpcId\":2,\"method\":\"ack\",\"args\":[7,41]}",
              SUBSCRIBES.formatted(3));
    }
  }

  @Test
  void acknowledgementWithoutAnAnswerIsSentAgainElsewhere() throws Exception {
    try (var first =
            new Stranger(guest -> {
              welcome(guest, 1, 7).sayFrame(event(9, 41));
              guest.frame();
            });
        var second =
            new Stranger(guest -> {
              welcome(guest, 3, 1).sayFrame(event(9, 41)).sayFrame(event(8, 42));
              guest.frame();
              guest.result(4, "true").listen();
            });
        var subscriber = open(first, second)) {
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
      subscriber.acknowledge(41);

      assertThat(subscriber.next(LONG)).contains(change(8, 42));
      assertThat(second.received())
          .containsExactly(
              SUBSCRIBES.formatted(3), "{\"rpcId\":4,\"method\":\"ack\",\"args\":[1,41]}");
    }
  }

  @Test
  void handlerHasEachNoticeAndTheLastIsAcknowledged() throws Exception {
    var handled = new ArrayList<Notice>();
    try (var server =
            new Stranger(guest -> {
              welcome(guest, 1, 7).sayFrame("GAP signs 5 40").sayFrame(event(9, 41));
              guest.frame();
              guest.result(2, "true").sayFrame(event(8, 42));
              for (long call = 3; ; call++) {
                guest.frame();
                guest.result(call, "true");
              }
            });
        var subscriber = open(server)) {
      assertThatThrownBy(() ->
              subscriber.deliver(notice -> {
                handled.add(notice);
                if (notice.sequence() == 42) {
                  throw new IllegalStateException("enough");
                }
              }))
          .hasMessage("enough");

      assertThat(handled).containsExactly(new Gap(35, 40), change(9, 41), change(8, 42));
      assertThat(server.received()).anyMatch(said -> said.contains("\"ack\""));
    }
  }

  @Test
  void gapIsBelievedWhenAnotherNodeHasItToo() throws Exception {
    try (var first =
            new Stranger(guest -> welcome(guest, 1, 7).sayFrame("GAP signs 5 40").listen());
        var second =
            new Stranger(guest ->
                welcome(guest, 2, 8).sayFrame("GAP signs 3 38").sayFrame(event(9, 39)).listen());
        var subscriber = open(first, second)) {
      assertThat(subscriber.next(LONG)).contains(new Gap(35, 38));
      assertThat(subscriber.next(LONG)).contains(change(9, 39));
    }
  }

  @Test
  void noticeThatTheHandlerThrowsAtComesAgain() throws Exception {
    try (var server =
            new Stranger(
                guest -> welcome(guest, 1, 7).sayFrame(event(9, 41)).listen(),
                guest -> welcome(guest, 2, 8).sayFrame(event(9, 41)).listen());
        var subscriber = open(server)) {
      assertThatThrownBy(() ->
              subscriber.deliver(_ -> {
                throw new IllegalStateException("no paper");
              }))
          .hasMessage("no paper");

      assertThat(subscriber.next(LONG)).contains(change(9, 41));
      assertThat(server.received()).noneMatch(said -> said.contains("ack"));
    }
  }

  @Test
  void oneThatIsTakenOverIsToldAndDoesNotComeBackByItself() throws Exception {
    try (var server =
            new Stranger(guest -> welcome(guest, 1, 7).sayFrame("ENDED signs TAKEN").listen());
        var subscriber = open(server)) {
      assertThatThrownBy(() -> subscriber.deliver(_ -> {}))
          .isInstanceOf(TakenOver.class)
          .hasMessage("another connection has taken signs over");
      assertThat(server.guests()).isEqualTo(1);
    }
  }

  @Test
  void acknowledgementAfterATakeoverSaysSo() throws Exception {
    try (var server =
            new Stranger(guest -> {
              welcome(guest, 1, 7);
              guest.frame();
              guest.error(2, "taken: another connection has taken signs over").listen();
            });
        var subscriber = open(server)) {
      assertThatThrownBy(() -> subscriber.acknowledge(5)).isInstanceOf(TakenOver.class);
    }
  }

  @Test
  void forgottenNameIsARejection() throws Exception {
    try (var server =
            new Stranger(guest -> welcome(guest, 1, 7).sayFrame("ENDED signs FORGOTTEN").listen());
        var subscriber = open(server)) {
      assertThatThrownBy(() -> subscriber.next(LONG))
          .isInstanceOf(Rejected.class)
          .hasMessage("signs has ended: FORGOTTEN");
    }
  }

  @Test
  void forgetsItsName() throws Exception {
    try (var server =
            new Stranger(guest -> {
              welcome(guest, 1, 7);
              guest.frame();
              guest.result(2, "true").listen();
            });
        var subscriber = open(server)) {
      subscriber.forget();

      assertThat(server.received().getLast())
          .isEqualTo("{\"rpcId\":2,\"method\":\"forget\",\"args\":[\"signs\"]}");
      assertThatThrownBy(() -> subscriber.next(Duration.ZERO)).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void unknownLotIsSaidSo() throws Exception {
    try (var server =
        new Stranger(guest -> {
          guest.frame();
          guest.error(1, "Unknown lot: A").listen();
        })) {
      assertThatThrownBy(() -> open(server)).isInstanceOf(UnknownLot.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "EVENT A 9",
        "EVENT A 9 2026-01-01T12:00:00.250000",
        "GAP signs 5 x",
        "GAP signs 5",
        "ENDED signs"
      })
  void whatIsNoNoticeBreaksTheConnectionOnly(String frame) throws Exception {
    try (var server =
            new Stranger(
                guest -> welcome(guest, 1, 7).sayFrame(frame).listen(),
                guest -> welcome(guest, 2, 8).sayFrame(event(9, 41)).listen());
        var subscriber = open(server)) {
      assertThatThrownBy(() -> subscriber.next(LONG)).isInstanceOf(BrokenProtocol.class);
      assertThat(subscriber.next(LONG)).contains(change(9, 41));
    }
  }

  @Test
  void namesAreChecked() {
    var nowhere = List.of(new Address("127.0.0.1", 1));
    assertThatThrownBy(() -> NamedSubscriber.open(nowhere, PATIENT, "a b", List.of("A")))
        .hasMessage("name contains a blank or '/'");
    assertThatThrownBy(() -> NamedSubscriber.open(nowhere, PATIENT, "a", List.of()))
        .hasMessageContaining("0 lots are given");
  }
}
