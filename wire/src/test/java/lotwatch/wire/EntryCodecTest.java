package lotwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.NodeCommand;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.Line;
import lotwatch.wire.proto.NodeLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EntryCodecTest {
  private static final Entry ENTRY =
      new Entry(Instant.EPOCH, new RequestId("r"), new Command.Tick());

  private final long seed = Arbitrary.seed();
  private final Arbitrary any = new Arbitrary(seed);

  static Stream<Class<?>> commands() {
    return Arbitrary.records(Command.class);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandComesBackAsItWent(Class<? extends Command> type) throws Exception {
    for (int i = 0; i < 200; i++) {
      var entry = new Entry(any.one(Instant.class), any.one(RequestId.class), any.one(type));

      assertThat(EntryCodec.entry(EntryCodec.bytes(entry))).isEqualTo(entry);
    }
  }

  @Test
  void entryWithoutRequestComesBackWithoutOne() throws Exception {
    var entry = new Entry(Instant.EPOCH, null, new Command.Tick());

    assertThat(EntryCodec.entry(EntryCodec.bytes(entry))).isEqualTo(entry);
  }

  @Test
  void nodeThatSaysNothingOfItsWorkersIsUnderstood() throws Exception {
    var heartbeat =
        NodeLine.NodeHeartbeat.newBuilder().setNode("n1").setPage("http://n1/").setAddress("n1:1");
    var line =
        NodeLine.newBuilder().setAt(Terms.time(Instant.EPOCH)).setNodeHeartbeat(heartbeat).build();

    assertThat(EntryCodec.entry(Envelope.seal(1, line)).command())
        .isEqualTo(new NodeCommand.NodeHeartbeat(new NodeId("n1"), "http://n1/", "n1:1", 0));
  }

  @Test
  void everyFlippedBitIsFound() {
    byte[] bytes = EntryCodec.bytes(any.one(Entry.class));
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

      assertThatThrownBy(() -> EntryCodec.entry(flipped)).isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void everyCutIsFound() {
    byte[] bytes = EntryCodec.bytes(ENTRY);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);

      assertThatThrownBy(() -> EntryCodec.entry(cut)).isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void rubbishIsRefusedEvenWithARightChecksum() {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] rubbish = new byte[random.nextInt(40)];
      random.nextBytes(rubbish);
      var sealed = Envelope.seal(1, rubbish);
      try {
        assertThat(EntryCodec.entry(sealed)).isNotNull();
      } catch (CorruptException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void newerVersionIsNamed() {
    int newer = Versions.NEWEST + 1;

    assertThatThrownBy(() -> EntryCodec.entry(Envelope.seal(newer, Line.getDefaultInstance())))
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining(
            "written in version %d, this program reads up to %d: use the Lotwatch that wrote it"
                .formatted(newer, Versions.NEWEST));
  }

  @Test
  void lineWithoutACommandWeKnowIsRefused() {
    assertThatThrownBy(() -> EntryCodec.entry(Envelope.seal(1, Line.getDefaultInstance())))
        .isInstanceOf(CorruptException.class);
  }
}
