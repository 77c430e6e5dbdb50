package lotwatch.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames in, lines out: what came of each. */
final class FramesTest {
  private static final Talk TELL =
      new Talk() {
        @Override
        public void serve(Caller caller) throws IOException {
          var frames = new Frames(caller);
          try {
            for (var body = frames.next(); body != null; body = frames.next()) {
              caller.output().write((body.length + " bytes\n").getBytes(UTF_8));
            }
          } catch (Frames.TooLongException e) {
            caller.output().write((e.getMessage() + "\n").getBytes(UTF_8));
            caller.hangUp();
          }
        }

        @Override
        public byte[] refusal(String why) {
          return new byte[0];
        }
      };

  private TcpDoor door;
  private Guest guest;

  @BeforeEach
  void open() throws IOException {
    open(TcpLimits.DEFAULT);
  }

  private void open(TcpLimits limits) throws IOException {
    door = TcpDoor.open("frames", "127.0.0.1", 0, limits, TELL);
    guest = new Guest(door.port());
  }

  @AfterEach
  void close() throws IOException {
    guest.close();
    door.close();
  }

  private static byte[] header(int length) {
    return ByteBuffer.allocate(4).putInt(length).array();
  }

  @Test
  void framesAreReadHoweverTheyAreCut() throws IOException {
    byte[] frame = Frames.of("hello".getBytes(UTF_8));
    for (byte b : frame) {
      guest.say(new byte[] {b});
    }
    assertThat(guest.hear()).isEqualTo("5 bytes");

    guest.say(frame).say(Frames.of(new byte[0])).say(Frames.of(new byte[70_000]));

    assertThat(guest.hear()).isEqualTo("5 bytes");
    assertThat(guest.hear()).isEqualTo("0 bytes");
    assertThat(guest.hear()).isEqualTo("70000 bytes");
  }

  @Test
  void largestFrameIsRead() throws IOException {
    guest.say(Frames.of(new byte[Frames.FRAME_BYTES_MAX])).say(Frames.of(new byte[1]));

    assertThat(guest.hear()).isEqualTo("1048576 bytes");
    assertThat(guest.hear()).isEqualTo("1 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {Frames.FRAME_BYTES_MAX + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void largerFrameIsRefusedByItsLengthAlone(int length) throws IOException {
    guest.say(header(length));

    assertThat(guest.hear())
        .isEqualTo(
            "frame has %d bytes, the limit is 1048576".formatted(Integer.toUnsignedLong(length)));
    assertThat(guest.isCut()).isTrue();
  }

  @Test
  void halfAFrameAndSilenceIsCut() throws IOException {
    close();
    var sane = TcpLimits.DEFAULT;
    open(new TcpLimits(9, 9, sane.idleMax(), Duration.ofMillis(200), sane.writeWaitMax()));

    guest.say(header(100)).say("half");

    assertThat(guest.isCut()).isTrue();
    assertThat(door.late()).isEqualTo(1);
  }

  @Test
  void halfAFrameIsNoneWhenTheCallerHangsUp() throws IOException {
    guest.say(Frames.of(new byte[3])).say(header(100)).say("half").sayNoMore();

    assertThat(guest.hear()).isEqualTo("3 bytes");
    assertThat(guest.hear()).isNull();
  }
}
