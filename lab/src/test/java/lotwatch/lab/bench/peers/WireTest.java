package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lotwatch.gateway.net.TcpFrames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers say, written down by hand, and how it is read. */
class WireTest {
  private static final Message TOLD = new Message.Published(77);
  private static final String TEXT = new String(Payload.of(77), ISO_8859_1);

  /** What a subscriber is told from its first words to event 77. */
  record Said(Wire wire, String text, List<Message> messages) {
    byte[] bytes() {
      return WireTest.bytes(text);
    }

    @Override
    public String toString() {
      return wire.getClass().getSimpleName();
    }
  }

  static Stream<Said> said() {
    return Stream.of(
        new Said(
            new FinderWire(),
            (frame("{\"rpcId\": 1, \"result\": 5, \"error\": null}") + frame(TEXT)),
            List.of(Message.READY, TOLD)),
        new Said(
            new RedisWire(),
            ("*3\r\n$9\r\nsubscribe\r\n$5\r\nLOT-A\r\n:1\r\n"
                + "*3\r\n$7\r\nmessage\r\n$5\r\nLOT-A\r\n$44\r\n"
                + TEXT
                + "\r\n"),
            List.of(Message.READY, TOLD)),
        new Said(
            new NatsWire(),
            ("INFO {\"version\":\"2.9.10\"}\r\nPONG\r\nMSG LOT-A 1 44\r\n" + TEXT + "\r\n"),
            List.of(Message.ASIDE, Message.READY, TOLD)),
        new Said(
            new MqttWire(),
            (hex("20020000 9003000100 30330005") + "LOT-A" + TEXT),
            List.of(Message.ASIDE, Message.READY, TOLD)),
        new Said(
            new PostgresWire(),
            (hex("52 00000008 00000000 43 0000000b")
                + "LISTEN\0"
                + hex("5a 00000005 49")
                + hex("41 0000003b 00000007")
                + "LOT-A\0"
                + TEXT
                + "\0"),
            List.of(Message.ASIDE, Message.READY, Message.ASIDE, TOLD)));
  }

  private static String frame(String body) {
    return new String(TcpFrames.of(bytes(body)), ISO_8859_1);
  }

  private static String hex(String digits) {
    return new String(HexFormat.of().parseHex(digits.replace(" ", "")), ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Test
  void payloadIsTheLineThatOurSubscribersAreTold() {
    assertThat(TEXT).isEqualTo("EVENT LOT-A 99923 2026-01-01T12:00:00.250000").hasSize(44);
    assertThat(Payload.number(ByteBuffer.wrap(Payload.of(77)), 0, 44)).isEqualTo(77);
    assertThat(Payload.number(ByteBuffer.wrap(bytes("EVENT LOT-B 99923 x")), 0, 19)).isZero();
  }

  /** {@code -Dseed=42} cuts as another run did. */
  @ParameterizedTest
  @MethodSource("said")
  void messagesAreReadHoweverTheyAreCut(Said said) throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var in = ByteBuffer.allocate(said.bytes().length);
    var received = new ArrayList<Message>();
    for (int at = 0; at < said.bytes().length; ) {
      int count = Math.min(1 + random.nextInt(20), said.bytes().length - at);
      in.put(said.bytes(), at, count).flip();
      at += count;
      for (var message = said.wire().told(in); message != null; message = said.wire().told(in)) {
        received.add(message);
      }
      in.compact();
    }

    assertThat(received).isEqualTo(said.messages());
    assertThat(in.position()).isZero();
  }

  @ParameterizedTest
  @MethodSource("said")
  void halfAMessageIsLeftWhereItIs(Said said) throws IOException {
    var in = ByteBuffer.wrap(said.bytes()).limit(said.bytes().length - 1);
    int received = 0;
    while (said.wire().told(in) != null) {
      received++;
    }

    assertThat(received).isEqualTo(said.messages().size() - 1);
    assertThat(in.remaining()).isPositive();
    in.limit(said.bytes().length);
    assertThat(said.wire().told(in)).isEqualTo(TOLD);
  }

  @Test
  void streamIsReadOnFromTheNewestEntry() throws IOException {
    var first = "*1\r\n*2\r\n$3\r\n5-0\r\n*2\r\n$1\r\ne\r\n$44\r\n" + TEXT + "\r\n";
    var news = "*1\r\n*2\r\n$5\r\nLOT-A\r\n" + first;
    var in = ByteBuffer.wrap(bytes("*0\r\n" + first + news + news)).limit(5 + first.length() * 2);

    var wire = new StreamWire();

    assertThat(next(wire, in)).isEqualTo("READY, ask from 0");
    assertThat(next(wire, in)).isEqualTo("READY, ask from 5-0");
    assertThat(wire.told(in)).isNull();
    in.limit(in.capacity());
    assertThat(next(wire, in)).isEqualTo("77, ask from 5-0");
    assertThat(next(wire, in)).isEqualTo("77, ask from 5-0");
    assertThat(in.hasRemaining()).isFalse();
  }

  private static String next(Wire wire, ByteBuffer in) throws IOException {
    return ((Message.Batch) Objects.requireNonNull(wire.told(in)))
        .messages().stream()
            .map(message ->
                switch (message) {
                  case Message.Published published -> Integer.toString(published.number());
                  case Message.Asked asked -> "ask from " + lastWord(asked.answer());
                  case Message.Ready _ -> "READY";
                  case Message.Batch _, Message.Aside _ -> "?";
                })
            .collect(Collectors.joining(", "));
  }

  private static String lastWord(byte[] command) {
    return new String(command, ISO_8859_1).lines().toList().getLast();
  }

  private static void refuses(Wire wire, String said, String why) {
    assertThatThrownBy(() -> wire.told(ByteBuffer.wrap(bytes(said))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void refusalsAreErrors() {
    refuses(
        new FinderWire(),
        frame("{\"rpcId\": 1, \"result\": null, \"error\": \"Unknown lot: LOT-A\"}"),
        "Unknown lot");
    refuses(new RedisWire(), "-NOAUTH Authentication required.\r\n", "NOAUTH");
    refuses(new NatsWire(), "-ERR 'Authorization Violation'\r\n", "Authorization");
    refuses(new StreamWire(), "-NOAUTH Authentication required.\r\n", "NOAUTH");
    refuses(new PostgresWire(), hex("45 00000010") + "SFATAL\0Mno\0\0", "FATAL Mno");
    refuses(new MqttWire(), hex("20020005"), "code 5");
    refuses(new MqttWire(), hex("9003000180"), "code");
  }

  @Test
  void serversThatAskAreAnswered() throws IOException {
    var asked = new NatsWire().told(ByteBuffer.wrap(bytes("PING\r\n")));

    assertThat(asked)
        .isInstanceOfSatisfying(
            Message.Asked.class, one -> assertThat(one.answer()).asString().isEqualTo("PONG\r\n"));
  }

  @Test
  void publishersReceiveTheirAnswers() throws IOException {
    var acks = ByteBuffer.wrap(bytes("ACK\nACK\nAC"));
    var wire = new FinderWire();

    assertThat(wire.answered(acks)).isEqualTo(Message.ASIDE);
    assertThat(wire.answered(acks)).isEqualTo(Message.ASIDE);
    assertThat(wire.answered(acks)).isNull();
    assertThatThrownBy(() -> wire.answered(ByteBuffer.wrap(bytes("ERROR: unavailable\n"))))
        .hasMessage("ERROR: unavailable");
    assertThat(new RedisWire().answered(ByteBuffer.wrap(bytes(":10\r\n"))))
        .isEqualTo(Message.ASIDE);
  }

  @Test
  void lengthsOfMqttTakeAsManyBytesAsTheyNeed() {
    var long200 = hex("30c8010001") + "t" + "x".repeat(197);

    assertThat(MqttWire.nextText(ByteBuffer.wrap(bytes(long200)))).isEqualTo("x".repeat(197));
    assertThat(MqttWire.nextText(ByteBuffer.wrap(bytes(hex("30c8"))))).isNull();
  }
}
