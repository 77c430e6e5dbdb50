package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames in, lines out: what came of each. */
final class TcpFramesTest {
  private static final Handler TELL =
      new Handler() {
        @Override
        public Protocol begin(Connection connection) {
          var frames = new TcpFrames(connection.input());
          return _ -> {
            try {
              for (var body = frames.next(); body != null; body = frames.next()) {
                connection.output().write((body.length + " bytes\n").getBytes(UTF_8));
              }
              return Protocol.Next.LISTEN;
            } catch (TcpFrames.TooLongException e) {
              connection.output().write((e.getMessage() + "\n").getBytes(UTF_8));
              return Protocol.Next.HANG_UP;
            }
          };
        }

        @Override
        public byte[] refusal(String why) {
          return new byte[0];
        }
      };

  private final Loops loops = new Loops(1);
  private TcpServer server;
  private RawClient guest;

  @BeforeEach
  void open() throws IOException {
    open(TcpLimits.DEFAULT);
  }

  private void open(TcpLimits limits) throws IOException {
    server = TcpServer.open("frames", "127.0.0.1", 0, limits, loops, TELL);
    guest = new RawClient(server.port());
  }

  private void leave() throws IOException {
    guest.close();
    server.close();
  }

  @AfterEach
  void close() throws IOException {
    leave();
    loops.close();
  }

  private static byte[] header(int length) {
    return ByteBuffer.allocate(4).putInt(length).array();
  }

  @Test
  void framesAreReadHoweverTheyAreCut() throws IOException {
    byte[] frame = TcpFrames.of("hello".getBytes(UTF_8));
    for (byte b : frame) {
      guest.say(new byte[] {b});
    }
    assertThat(guest.receive()).isEqualTo("5 bytes");

    guest.say(frame).say(TcpFrames.of(new byte[0])).say(TcpFrames.of(new byte[70_000]));

    assertThat(guest.receive()).isEqualTo("5 bytes");
    assertThat(guest.receive()).isEqualTo("0 bytes");
    assertThat(guest.receive()).isEqualTo("70000 bytes");
  }

  @Test
  void largestFrameIsRead() throws IOException {
    guest.say(TcpFrames.of(new byte[TcpFrames.FRAME_BYTES_MAX])).say(TcpFrames.of(new byte[1]));

    assertThat(guest.receive()).isEqualTo("1048576 bytes");
    assertThat(guest.receive()).isEqualTo("1 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {TcpFrames.FRAME_BYTES_MAX + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void largerFrameIsRefusedByItsLengthAlone(int length) throws IOException {
    guest.say(header(length));

    assertThat(guest.receive())
        .isEqualTo(
            "frame has %d bytes, the limit is 1048576".formatted(Integer.toUnsignedLong(length)));
    assertThat(guest.isCut()).isTrue();
  }

  @Test
  void halfAFrameAndSilenceIsCut() throws IOException {
    leave();
    var sane = TcpLimits.DEFAULT;
    open(new TcpLimits(9, 9, sane.idleMax(), Duration.ofMillis(200), sane.writeWaitMax()));

    guest.say(header(100)).say("half");

    assertThat(guest.isCut()).isTrue();
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void framesThatAreNotWholeFillOnlySoMuchMemoryTogether() throws IOException {
    var half = new byte[TcpFrames.FRAME_BYTES_MAX];
    System.arraycopy(header(TcpFrames.FRAME_BYTES_MAX), 0, half, 0, 4);
    int space =
        (int) (RequestMemory.BYTES_MAX / (TcpFrames.FRAME_BYTES_MAX - RequestMemory.FREE_BYTES));
    var guests = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < space + 10; i++) {
        guests.add(new RawClient(server.port()).say(half));
      }
      RawClient.await("the rest are cut", () -> server.connections() <= space + 1);

      assertThat(guest.say(TcpFrames.of(new byte[3])).receive()).isEqualTo("3 bytes");
      for (var each : guests) {
        each.close();
      }
      RawClient.await("the others have left", () -> server.connections() == 1);
      guest.say(TcpFrames.of(new byte[TcpFrames.FRAME_BYTES_MAX]));
      assertThat(guest.receive()).isEqualTo("1048576 bytes");
    } finally {
      for (var each : guests) {
        each.close();
      }
    }
  }

  @Test
  void halfAFrameIsNoneWhenTheConnectionHangsUp() throws IOException {
    guest.say(TcpFrames.of(new byte[3])).say(header(100)).say("half").sayNoMore();

    assertThat(guest.receive()).isEqualTo("3 bytes");
    assertThat(guest.receive()).isNull();
  }
}
