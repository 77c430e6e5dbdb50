package lotwatch.wire;

import com.google.protobuf.Message;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.Command;
import lotwatch.ledger.ConfigurationCommand;
import lotwatch.ledger.Entry;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.NodeCommand;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.ReportCommand;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.WorkCommand;
import lotwatch.wire.proto.BlobLine;
import lotwatch.wire.proto.CameraLine;
import lotwatch.wire.proto.ConfigurationLine;
import lotwatch.wire.proto.GeneralLine;
import lotwatch.wire.proto.Line;
import lotwatch.wire.proto.LotLine;
import lotwatch.wire.proto.NodeLine;
import lotwatch.wire.proto.PositionLine;
import lotwatch.wire.proto.RecordingLine;
import lotwatch.wire.proto.ReportLine;
import lotwatch.wire.proto.SessionLine;
import lotwatch.wire.proto.WorkLine;

/** One line of the log as bytes and back; the command itself is up to the codec of its group. */
public final class EntryCodec {
  private static final FieldGroups<Group<?>> GROUPS =
      new FieldGroups<Group<?>>(
              Line.getDescriptor(), new Group<>(Line.getDefaultInstance(), _ -> withoutCommand()))
          .with(LotLine.getDescriptor(), new Group<>(LotLine.getDefaultInstance(), LotCodec::entry))
          .with(
              CameraLine.getDescriptor(),
              new Group<>(CameraLine.getDefaultInstance(), CameraCodec::entry))
          .with(
              NodeLine.getDescriptor(),
              new Group<>(NodeLine.getDefaultInstance(), NodeCodec::entry))
          .with(
              ReportLine.getDescriptor(),
              new Group<>(ReportLine.getDefaultInstance(), ReportCodec::entry))
          .with(
              PositionLine.getDescriptor(),
              new Group<>(PositionLine.getDefaultInstance(), PositionCodec::entry))
          .with(
              ConfigurationLine.getDescriptor(),
              new Group<>(ConfigurationLine.getDefaultInstance(), ConfigurationCodec::entry))
          .with(
              SessionLine.getDescriptor(),
              new Group<>(SessionLine.getDefaultInstance(), SessionCodec::entry))
          .with(
              BlobLine.getDescriptor(),
              new Group<>(BlobLine.getDefaultInstance(), BlobCodec::entry))
          .with(
              WorkLine.getDescriptor(),
              new Group<>(WorkLine.getDefaultInstance(), WorkCodec::entry))
          .with(
              RecordingLine.getDescriptor(),
              new Group<>(RecordingLine.getDefaultInstance(), RecordingCodec::entry))
          .with(
              GeneralLine.getDescriptor(),
              new Group<>(GeneralLine.getDefaultInstance(), GeneralCodec::entry));

  private EntryCodec() {}

  /** The entry as bytes: version, checksum, message. */
  public static byte[] bytes(Entry entry) {
    var head = Line.newBuilder().setAt(Terms.time(entry.at()));
    if (entry.request() != null) {
      head.setRequest(entry.request().value()).setClient(entry.request().client());
    }
    return Envelope.seal(entry.version(), Joined.bytes(head.build(), message(entry.command())));
  }

  private static Message message(Command command) {
    return switch (command) {
      case LotCommand lot -> LotCodec.line(lot);
      case CameraCommand camera -> CameraCodec.line(camera);
      case NodeCommand node -> NodeCodec.line(node);
      case ReportCommand report -> ReportCodec.line(report);
      case PositionCommand position -> PositionCodec.line(position);
      case ConfigurationCommand configuration -> ConfigurationCodec.line(configuration);
      case SessionCommand session -> SessionCodec.line(session);
      case BlobCommand blob -> BlobCodec.line(blob);
      case WorkCommand work -> WorkCodec.line(work);
      case RecordingCommand recording -> RecordingCodec.line(recording);
      case Command.General general -> GeneralCodec.line(general);
    };
  }

  /**
   * The entry that gave these bytes.
   *
   * @throws CorruptException if they are damaged, of a newer version, or hold a field that we do
   *     not know
   */
  public static Entry entry(byte[] bytes) throws CorruptException {
    return GROUPS.of(bytes, Envelope.OVERHEAD).entry(bytes);
  }

  private static Entry withoutCommand() throws CorruptException {
    throw new CorruptException("a line without a command we know");
  }

  /** Reads the lines of one group of commands. */
  private record Group<L extends Message>(StrictParser<L> parser, Reader<L> reader) {
    Group(L prototype, Reader<L> reader) {
      this(new StrictParser<>(prototype), reader);
    }

    Entry entry(byte[] bytes) throws CorruptException {
      var line = Envelope.open(parser, bytes);
      try {
        var entry = reader.entry(line);
        if (entry.version() != Envelope.version(bytes)) {
          throw new CorruptException(
              "an entry of version %d in a line of version %d"
                  .formatted(entry.version(), Envelope.version(bytes)));
        }
        return entry;
      } catch (RuntimeException e) {
        throw new CorruptException("not an entry: " + e.getMessage(), e);
      }
    }
  }

  private interface Reader<L> {
    Entry entry(L line) throws CorruptException;
  }
}
