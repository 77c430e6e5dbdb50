package lotwatch.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.LedgerState;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.wire.proto.BlobLine;
import lotwatch.wire.proto.CameraLine;
import lotwatch.wire.proto.ConfigurationLine;
import lotwatch.wire.proto.GeneralLine;
import lotwatch.wire.proto.Line;
import lotwatch.wire.proto.LotLine;
import lotwatch.wire.proto.NodeLine;
import lotwatch.wire.proto.Part;
import lotwatch.wire.proto.PositionLine;
import lotwatch.wire.proto.RecordingLine;
import lotwatch.wire.proto.ReportLine;
import lotwatch.wire.proto.SessionLine;
import lotwatch.wire.proto.Submit;
import lotwatch.wire.proto.Submitted;
import lotwatch.wire.proto.WorkLine;
import org.junit.jupiter.api.Test;

/** A field that we do not know is an error, wherever it is. */
final class StrictParserTest {
  private static final int UNKNOWN = 9_999;

  private static final FieldGroups<Message> LINES =
      new FieldGroups<Message>(Line.getDescriptor(), Line.getDefaultInstance())
          .with(LotLine.getDescriptor(), LotLine.getDefaultInstance())
          .with(CameraLine.getDescriptor(), CameraLine.getDefaultInstance())
          .with(NodeLine.getDescriptor(), NodeLine.getDefaultInstance())
          .with(ReportLine.getDescriptor(), ReportLine.getDefaultInstance())
          .with(PositionLine.getDescriptor(), PositionLine.getDefaultInstance())
          .with(ConfigurationLine.getDescriptor(), ConfigurationLine.getDefaultInstance())
          .with(SessionLine.getDescriptor(), SessionLine.getDefaultInstance())
          .with(BlobLine.getDescriptor(), BlobLine.getDefaultInstance())
          .with(WorkLine.getDescriptor(), WorkLine.getDefaultInstance())
          .with(RecordingLine.getDescriptor(), RecordingLine.getDefaultInstance())
          .with(GeneralLine.getDescriptor(), GeneralLine.getDefaultInstance());

  private final Arbitrary any = new Arbitrary(Arbitrary.seed());

  @Test
  void unknownFieldAnywhereInALineIsNamed() throws Exception {
    for (var type : Arbitrary.records(Command.class).toList()) {
      var command = (Command) any.one(type);
      var entry = new Entry(any.one(Instant.class), any.one(RequestId.class), command);
      byte[] bytes = EntryCodec.bytes(entry);
      byte[] message = Arrays.copyOfRange(bytes, Envelope.OVERHEAD, bytes.length);
      var line = LINES.of(message, 0).getParserForType().parseFrom(message);

      assertThat(strayed(line)).hasSizeGreaterThan(2);
      for (var strayed : strayed(line)) {
        assertThatThrownBy(() -> EntryCodec.entry(Envelope.seal(command.version(), strayed)))
            .isInstanceOf(CorruptException.class)
            .hasMessageContaining("field " + UNKNOWN);
      }
    }
  }

  @Test
  void unknownFieldAnywhereInASnapshotIsNamed() throws Exception {
    for (int i = 0; i < 30; i++) {
      var parts = parts(new Snapshot(any.one(LedgerState.class), List.of()));
      for (int at = 0; at < parts.size(); at++) {
        for (var strayed : strayed(Part.parseFrom(parts.get(at)))) {
          var changed = new ArrayList<>(parts);
          changed.set(at, strayed.toByteArray());

          assertThatThrownBy(() -> StateCodec.read(new ByteArrayInputStream(stream(changed))))
              .isInstanceOf(CorruptException.class)
              .hasMessageContaining("field " + UNKNOWN);
        }
      }
    }
  }

  @Test
  void unknownFieldInACommandOnItsWayIsNamed() {
    var entry = new Entry(Instant.EPOCH, null, new Command.Tick());
    for (var strayed : strayed(Forwarded.submit(entry))) {
      assertThatThrownBy(() -> Forwarded.entry((Submit) strayed))
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining("field " + UNKNOWN);
    }
    var held = Forwarded.answer(new Outcome.Held(Instant.EPOCH));
    assertThat(strayed(held)).hasSize(4);
    for (var strayed : strayed(held)) {
      assertThatThrownBy(() -> Forwarded.outcome((Submitted) strayed))
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining("field " + UNKNOWN);
    }
  }

  /** The library takes a known number with another kind of value for unknown, too. */
  @Test
  void knownFieldOfAnotherKindIsNamed() {
    var number = UnknownFieldSet.Field.newBuilder().addVarint(1).build();
    var line =
        GeneralLine.newBuilder()
            .setTick(GeneralLine.Tick.getDefaultInstance())
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(2, number).build())
            .build();

    assertThatThrownBy(() -> EntryCodec.entry(Envelope.seal(1, line)))
        .hasMessageContaining("field 2");
  }

  @Test
  void commandInALineOfAnotherVersionIsRefused() {
    byte[] line = EntryCodec.bytes(new Entry(Instant.EPOCH, null, new Command.RaiseVersion(2)));
    byte[] message = Arrays.copyOfRange(line, Envelope.OVERHEAD, line.length);

    assertThatThrownBy(() -> EntryCodec.entry(Envelope.seal(1, message)))
        .hasMessageContaining("an entry of version 2 in a line of version 1");
  }

  /** Copies of a message, each with an unknown field in another place. */
  private static List<Message> strayed(Message message) {
    var all = new ArrayList<Message>();
    var stray =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8("x")).build();
    all.add(
        message.toBuilder()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(UNKNOWN, stray).build())
            .build());
    for (var field : message.getAllFields().keySet()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        all.addAll(strayed(message, field));
      }
    }
    return all;
  }

  private static List<Message> strayed(Message message, FieldDescriptor field) {
    var all = new ArrayList<Message>();
    if (field.isRepeated()) {
      for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
        for (var inside : strayed((Message) message.getRepeatedField(field, i))) {
          all.add(message.toBuilder().setRepeatedField(field, i, inside).build());
        }
      }
    } else {
      for (var inside : strayed((Message) message.getField(field))) {
        all.add(message.toBuilder().setField(field, inside).build());
      }
    }
    return all;
  }

  private static List<byte[]> parts(Snapshot snapshot) throws IOException {
    var out = new ByteArrayOutputStream();
    StateCodec.write(snapshot, out);
    var bytes = ByteBuffer.wrap(out.toByteArray());
    var parts = new ArrayList<byte[]>();
    while (bytes.hasRemaining()) {
      byte[] part = new byte[bytes.getInt()];
      bytes.get(part);
      parts.add(Arrays.copyOfRange(part, Envelope.OVERHEAD, part.length));
    }
    return parts;
  }

  private static byte[] stream(List<byte[]> parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      byte[] bytes = Envelope.seal(1, part);
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }
}
