package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TcpServerTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Loops loops = new Loops(1);

  @AfterEach
  void close() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
    loops.close();
  }

  private TcpServer server(TcpLimits limits, Handler handler) throws IOException {
    var server = TcpServer.open("test", "127.0.0.1", 0, limits, loops, handler);
    opened.add(server);
    return server;
  }

  private TcpServer echo() throws IOException {
    return server(TcpLimits.DEFAULT, new Echo());
  }

  private RawClient guest(TcpServer server) throws IOException {
    return guest(server, "127.0.0.1");
  }

  private RawClient guest(TcpServer server, String from) throws IOException {
    var guest = new RawClient(server.port(), from);
    opened.add(guest);
    return guest;
  }

  private static TcpLimits people(int all, int perAddress) {
    return new TcpLimits(all, perAddress, LONG, LONG, LONG);
  }

  @Test
  void linesAreAnsweredInOrderHoweverTheyAreCut() throws IOException {
    var guest = guest(echo());

    guest.say("one two\r\n\n  thr").say("ee  \nfour\n");

    assertThat(guest.receive()).isEqualTo("2 true one|two");
    assertThat(guest.receive()).isEqualTo("0 true ");
    assertThat(guest.receive()).isEqualTo("1 true three");
    assertThat(guest.receive()).isEqualTo("1 true four");
  }

  @Test
  void lineWithoutAnEndIsNone() throws IOException {
    var guest = guest(echo());

    guest.say("one\ncut off in the mid").sayNoMore();

    assertThat(guest.receive()).isEqualTo("1 true one");
    assertThat(guest.receive()).isNull();
  }

  @Test
  void thousandsOfLinesAtOnceAreAllAnswered() throws IOException {
    var guest = guest(echo());

    guest.say("word\n".repeat(5_000));

    for (int i = 0; i < 5_000; i++) {
      assertThat(guest.receive()).isEqualTo("1 true word");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void lineOfTheLongestLengthIsTakenAndALongerOneOnlyAnswered(String end) throws IOException {
    var guest = guest(echo());
    var longest = "x".repeat(Lines.LINE_BYTES_MAX);

    guest.say(longest + end + longest + "x" + end + longest + longest + longest + end + "y" + end);

    assertThat(guest.receive()).isEqualTo("1 true " + longest);
    assertThat(guest.receive()).isEqualTo("too long");
    assertThat(guest.receive()).isEqualTo("too long");
    assertThat(guest.receive()).isEqualTo("1 true y");
  }

  @Test
  void lineThatNeverEndsIsHungUpOn() throws IOException {
    var guest = guest(echo());

    guest.say("x".repeat(Lines.SKIPPED_BYTES_MAX + 2 * Lines.LINE_BYTES_MAX));

    assertThat(guest.receive()).isEqualTo("endless");
    assertThat(guest.isCut()).isTrue();
  }

  @Test
  void bytesThatAreNoTextAreSaidSo() throws IOException {
    var guest = guest(echo());

    guest.say(new byte[] {'a', ' ', (byte) 0xff, '\n'}).say("ä 🚗\n");

    assertThat(guest.receive()).startsWith("2 false");
    assertThat(guest.receive()).isEqualTo("2 true ä|🚗");
  }

  @Test
  void moreWordsThanTheLimitAreOnlyCounted() throws IOException {
    var guest = guest(echo()).say("1 2 3 4 5 6 7 8 9 10\n");

    assertThat(guest.receive()).isEqualTo("10 true 1|2|3|4|5|6|7|8");
  }

  @Test
  void connectionBeyondTheLimitIsToldAndOthersStay() throws IOException {
    var server = server(people(2, 2), new Echo());
    var first = guest(server);
    var second = guest(server);
    second.say("in\n").receive();

    var third = guest(server, "127.0.0.2").say("hello\n");

    assertThat(third.receive()).isEqualTo("2 connections are open, which is the limit");
    assertThat(third.isCut()).isTrue();
    assertThat(first.say("still here\n").receive()).isEqualTo("2 true still|here");
    assertThat(server.refused()).isEqualTo(1);
  }

  @Test
  void oneAddressCannotTakeAllPlaces() throws IOException {
    var server = server(people(10, 2), new Echo());
    guest(server);
    guest(server);

    assertThat(guest(server).receive())
        .isEqualTo("2 connections are open from this address, which is the limit");
    assertThat(guest(server, "127.0.0.2").say("hello\n").receive()).isEqualTo("1 true hello");
  }

  @Test
  void longestSilentOfAnAddressIsClosedForItsNextConnection() throws IOException {
    var server = server(people(10, 2).with(new LostPeers(LostPeers.MIN)), new Echo());
    var first = guest(server);
    var second = guest(server);

    RawClient.await(
        "a newcomer is let in",
        () -> {
          try {
            assertThat(second.say("in\n").receive()).isEqualTo("1 true in");
            return guest(server).say("in\n").lastWords().equals("1 true in");
          } catch (IOException e) {
            return false; // refused
          }
        });

    assertThat(first.isCut()).isTrue();
    assertThat(second.say("still in\n").receive()).isEqualTo("2 true still|in");
  }

  @Test
  void onlySoManyAreToldThatTheLimitIsReachedAtATime() throws IOException {
    var server = server(people(1, 1).withLingerMax(LONG), new Echo());
    var inside = guest(server);
    assertThat(inside.say("in\n").receive()).isEqualTo("1 true in");
    var others = new ArrayList<RawClient>();
    for (int i = 0; i < TcpServer.REFUSALS_MAX + 10; i++) {
      others.add(guest(server));
    }

    long told = others.stream().filter(other -> other.lastWords().contains("the limit")).count();

    assertThat(told).isEqualTo(TcpServer.REFUSALS_MAX);
    assertThat(inside.say("still in\n").receive()).isEqualTo("2 true still|in");
  }

  @Test
  void whoStaysAfterTheLastWordIsCut() throws IOException {
    var server = server(people(9, 9).withLingerMax(SHORT), new Echo());
    var guest = guest(server).say("x".repeat(Lines.SKIPPED_BYTES_MAX + 1));
    assertThat(guest.receive()).isEqualTo("endless");

    RawClient.await("nobody is connected", () -> server.connections() == 0);
  }

  @Test
  void placeOfAConnectionThatLeftIsFree() throws Exception {
    var server = server(people(1, 1), new Echo());
    for (int i = 0; i < 20; i++) {
      try (var guest = new RawClient(server.port())) {
        assertThat(guest.say("in\n").receive()).isEqualTo("1 true in");
      }
      RawClient.await("nobody is connected", () -> server.connections() == 0);
    }
  }

  @Test
  void thousandsOfIdleConnectionsDisturbNobodyElse() throws IOException {
    var server = server(people(1_000, 900), new Echo());
    for (int i = 0; i < 2_000; i++) {
      guest(server);
    }

    assertThat(guest(server, "127.0.0.2").say("me too\n").receive()).isEqualTo("2 true me|too");
    assertThat(server.connections()).isLessThanOrEqualTo(901);
  }

  @Test
  void silentConnectionIsCutAfterTheIdleLimit() throws IOException {
    var server = server(new TcpLimits(9, 9, SHORT, LONG, LONG), new Echo());

    assertThat(guest(server).isCut()).isTrue();
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void requestThatTricklesInIsCutHoweverOftenAByteComes() throws IOException {
    var server = server(new TcpLimits(9, 9, LONG, Duration.ofMillis(300), LONG), new Echo());
    var guest = guest(server);

    assertThatThrownBy(
            () -> {
              while (true) {
                guest.say("x");
                Thread.sleep(10);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void connectionThatReadsNothingIsCutAfterTheWriteLimit() throws IOException {
    var server = server(new TcpLimits(9, 9, LONG, LONG, SHORT), new Echo());
    var guest = guest(server);
    var line = ("x".repeat(4_000) + "\n").repeat(10);

    assertThatThrownBy(
            () -> {
              while (true) {
                guest.say(line);
              }
            })
        .isInstanceOf(IOException.class);
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void closingLetsARequestFinish() throws Exception {
    var asked = new CountDownLatch(1);
    var server =
        server(
            TcpLimits.DEFAULT,
            new Handler() {
              @Override
              public Protocol begin(Connection connection) {
                var lines = new Lines(connection.input());
                return mayWait -> {
                  if (lines.next(new LineWords()) == Lines.Next.MORE) {
                    return Protocol.Next.LISTEN;
                  }
                  if (!mayWait) {
                    connection.input().putBack();
                    return Protocol.Next.WAIT;
                  }
                  asked.countDown();
                  RawClient.await("the server closes", connection::isFinishing);
                  connection.output().write("done\n".getBytes(UTF_8));
                  return Protocol.Next.LISTEN;
                };
              }

              @Override
              public byte[] refusal(String why) {
                return new byte[0];
              }
            });
    var guest = guest(server).say("go\n");
    asked.await();

    server.close();

    assertThat(guest.receive()).isEqualTo("done");
    assertThat(guest.receive()).isNull();
    assertThatThrownBy(() -> new RawClient(server.port())).isInstanceOf(IOException.class);
  }

  @Test
  void closingDoesNotWaitForTheSilent() throws IOException {
    var server = echo();
    var guest = guest(server).say("in\n");
    assertThat(guest.receive()).isEqualTo("1 true in");

    server.close();

    assertThat(guest.isCut()).isTrue();
    assertThat(server.connections()).isZero();
  }

  @Test
  void takenPortIsAnError() throws IOException {
    var server = echo();

    assertThatThrownBy(() ->
            TcpServer.open(
                "other", "127.0.0.1", server.port(), TcpLimits.DEFAULT, loops, new Echo()))
        .isInstanceOf(BindException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void limitsMustBePositive(int which) {
    assertThatThrownBy(() ->
            new TcpLimits(
                which == 0 ? 0 : 1,
                1,
                which == 1 ? Duration.ZERO : LONG,
                which == 2 ? Duration.ofSeconds(-1) : LONG,
                LONG))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
