package lotwatch.tcp;

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
final class FramesTest {
  private static final Talk TELL =
      new Talk() {
        @Override
        public Conversation begin(Caller caller) {
          var frames = new Frames(caller.input());
          return _ -> {
            try {
              for (var body = frames.next(); body != null; body = frames.next()) {
                caller.output().write((body.length + " bytes\n").getBytes(UTF_8));
              }
              return Conversation.Next.LISTEN;
            } catch (Frames.TooLongException e) {
              caller.output().write((e.getMessage() + "\n").getBytes(UTF_8));
              return Conversation.Next.HANG_UP;
            }
          };
        }

        @Override
        public byte[] refusal(String why) {
          return new byte[0];
        }
      };

  private final Loops loops = new Loops(1);
  private TcpDoor door;
  private Guest guest;

  @BeforeEach
  void open() throws IOException {
    open(TcpLimits.DEFAULT);
  }

  private void open(TcpLimits limits) throws IOException {
    door = TcpDoor.open("frames", "127.0.0.1", 0, limits, loops, TELL);
    guest = new Guest(door.port());
  }

  private void leave() throws IOException {
    guest.close();
    door.close();
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
    leave();
    var sane = TcpLimits.DEFAULT;
    open(new TcpLimits(9, 9, sane.idleMax(), Duration.ofMillis(200), sane.writeWaitMax()));

    guest.say(header(100)).say("half");

    assertThat(guest.isCut()).isTrue();
    assertThat(door.late()).isEqualTo(1);
  }

  @Test
  void framesThatAreNotWholeFillOnlySoMuchMemoryTogether() throws IOException {
    var half = new byte[Frames.FRAME_BYTES_MAX];
    System.arraycopy(header(Frames.FRAME_BYTES_MAX), 0, half, 0, 4);
    int room = (int) (Storage.BYTES_MAX / (Frames.FRAME_BYTES_MAX - Storage.FREE_BYTES));
    var guests = new ArrayList<Guest>();
    try {
      for (int i = 0; i < room + 10; i++) {
        guests.add(new Guest(door.port()).say(half));
      }
      Guest.await("the rest are cut", () -> door.connections() <= room + 1);

      assertThat(guest.say(Frames.of(new byte[3])).hear()).isEqualTo("3 bytes");
      for (var each : guests) {
        each.close();
      }
      Guest.await("the others have left", () -> door.connections() == 1);
      guest.say(Frames.of(new byte[Frames.FRAME_BYTES_MAX]));
      assertThat(guest.hear()).isEqualTo("1048576 bytes");
    } finally {
      for (var each : guests) {
        each.close();
      }
    }
  }

  @Test
  void halfAFrameIsNoneWhenTheCallerHangsUp() throws IOException {
    guest.say(Frames.of(new byte[3])).say(header(100)).say("half").sayNoMore();

    assertThat(guest.hear()).isEqualTo("3 bytes");
    assertThat(guest.hear()).isNull();
  }
}
