package lotwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lotwatch.ledger.Event;
import lotwatch.ledger.LedgerState;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.Part;
import org.junit.jupiter.api.Test;

final class StateCodecTest {
  private final Arbitrary any = new Arbitrary(Arbitrary.seed());

  private Snapshot snapshot(int eventCount) {
    var some = any.one(LedgerState.class);
    long sequence = 1_000;
    var events = new ArrayList<Event>();
    for (int i = 1; i <= eventCount; i++) {
      events.add(
          new Event(
              sequence - eventCount + i, any.one(Instant.class), any.one(Event.Change.class)));
    }
    var state =
        new LedgerState(
            some.clock(), sequence, some.policy(), eventCount % 2 + Versions.FIRST, some.parts());
    return new Snapshot(state, events);
  }

  private static byte[] bytes(Snapshot snapshot) throws IOException {
    var out = new ByteArrayOutputStream();
    StateCodec.write(snapshot, out);
    return out.toByteArray();
  }

  private static Snapshot read(byte[] bytes) throws IOException, CorruptException {
    return StateCodec.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void everySnapshotComesBackAsItWent() throws Exception {
    for (int i = 0; i < 300; i++) {
      var snapshot = snapshot(i % 50);

      assertThat(read(bytes(snapshot))).isEqualTo(snapshot);
    }
  }

  @Test
  void everyKindOfEventComesBackAsItWent() throws Exception {
    for (var type : Arbitrary.records(Event.Change.class).toList()) {
      for (int i = 0; i < 100; i++) {
        var event = new Event(1, any.one(Instant.class), (Event.Change) any.one(type));

        assertThat(EventCodec.event(EventCodec.bytes(event))).isEqualTo(event);
      }
    }
  }

  @Test
  void everyFlippedByteIsFound() throws Exception {
    byte[] bytes = bytes(snapshot(3));
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) 0x55;

      assertThatThrownBy(() -> read(flipped)).isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void everyCutIsFound() throws Exception {
    byte[] bytes = bytes(snapshot(3));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);

      assertThatThrownBy(() -> read(cut)).isInstanceOf(CorruptException.class);
    }
  }

  @Test
  void missingPartIsFound() throws Exception {
    byte[] bytes = bytes(snapshot(3));
    int head = Integer.BYTES + ByteBuffer.wrap(bytes).getInt();
    int second = Integer.BYTES + ByteBuffer.wrap(bytes, head, Integer.BYTES).getInt();
    var without = new ByteArrayOutputStream();
    without.write(bytes, 0, head);
    without.write(bytes, head + second, bytes.length - head - second);

    assertThatThrownBy(() -> read(without.toByteArray())).isInstanceOf(CorruptException.class);
  }

  @Test
  void partOverTheLimitIsRefusedBeforeItIsRead() {
    byte[] length = ByteBuffer.allocate(4).putInt(StateCodec.PART_BYTES_MAX + 1).array();

    assertThatThrownBy(() -> read(length)).hasMessageContaining("limits are");
  }

  @Test
  void newerVersionIsNamed() {
    byte[] part = Envelope.seal(9, Part.getDefaultInstance());
    byte[] stream = ByteBuffer.allocate(4 + part.length).putInt(part.length).put(part).array();

    assertThatThrownBy(() -> read(stream)).hasMessageContaining("version 9");
  }

  @Test
  void eventsWithAGapAreRefused() throws Exception {
    var whole = snapshot(5);
    var gap =
        new Snapshot(
            whole.state(), IntStream.of(0, 1, 3, 4).mapToObj(i -> whole.events().get(i)).toList());

    assertThatThrownBy(() -> read(bytes(gap))).hasMessageContaining("belongs");
    assertThat(read(bytes(new Snapshot(whole.state(), List.of()))).events()).isEmpty();
  }
}
