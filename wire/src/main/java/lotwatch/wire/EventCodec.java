package lotwatch.wire;

import com.google.protobuf.Message;
import lotwatch.ledger.CameraChange;
import lotwatch.ledger.ConfigurationChange;
import lotwatch.ledger.Event;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.NodeChange;
import lotwatch.ledger.RecordingChange;
import lotwatch.ledger.ReportChange;
import lotwatch.ledger.SessionChange;
import lotwatch.ledger.WorkChange;
import lotwatch.wire.proto.CameraHappened;
import lotwatch.wire.proto.ConfigurationHappened;
import lotwatch.wire.proto.GeneralHappened;
import lotwatch.wire.proto.Happened;
import lotwatch.wire.proto.LotHappened;
import lotwatch.wire.proto.NodeHappened;
import lotwatch.wire.proto.RecordingHappened;
import lotwatch.wire.proto.ReportHappened;
import lotwatch.wire.proto.SessionHappened;
import lotwatch.wire.proto.WorkHappened;

/** One event as bytes and back; the change itself is up to the codec of its group. */
public final class EventCodec {
  private static final FieldGroups<Group<?>> GROUPS =
      new FieldGroups<Group<?>>(
              Happened.getDescriptor(),
              new Group<>(Happened.getDefaultInstance(), _ -> withoutChange()))
          .with(
              LotHappened.getDescriptor(),
              new Group<>(LotHappened.getDefaultInstance(), LotCodec::event))
          .with(
              CameraHappened.getDescriptor(),
              new Group<>(CameraHappened.getDefaultInstance(), CameraCodec::event))
          .with(
              NodeHappened.getDescriptor(),
              new Group<>(NodeHappened.getDefaultInstance(), NodeCodec::event))
          .with(
              ReportHappened.getDescriptor(),
              new Group<>(ReportHappened.getDefaultInstance(), ReportCodec::event))
          .with(
              ConfigurationHappened.getDescriptor(),
              new Group<>(ConfigurationHappened.getDefaultInstance(), ConfigurationCodec::event))
          .with(
              SessionHappened.getDescriptor(),
              new Group<>(SessionHappened.getDefaultInstance(), SessionCodec::event))
          .with(
              WorkHappened.getDescriptor(),
              new Group<>(WorkHappened.getDefaultInstance(), WorkCodec::event))
          .with(
              RecordingHappened.getDescriptor(),
              new Group<>(RecordingHappened.getDefaultInstance(), RecordingCodec::event))
          .with(
              GeneralHappened.getDescriptor(),
              new Group<>(GeneralHappened.getDefaultInstance(), GeneralCodec::event));

  private EventCodec() {}

  /** The event as bytes, without a checksum. */
  public static byte[] bytes(Event event) {
    var head = Happened.newBuilder().setSequence(event.sequence()).setAt(Terms.time(event.at()));
    return Joined.bytes(head.build(), message(event.change()));
  }

  private static Message message(Event.Change change) {
    return switch (change) {
      case LotChange lot -> LotCodec.happened(lot);
      case CameraChange camera -> CameraCodec.happened(camera);
      case NodeChange node -> NodeCodec.happened(node);
      case ReportChange report -> ReportCodec.happened(report);
      case ConfigurationChange configuration -> ConfigurationCodec.happened(configuration);
      case SessionChange session -> SessionCodec.happened(session);
      case WorkChange work -> WorkCodec.happened(work);
      case RecordingChange recording -> RecordingCodec.happened(recording);
      case Event.General general -> GeneralCodec.happened(general);
    };
  }

  /**
   * The event that gave these bytes.
   *
   * @throws CorruptException if they are none, or hold a field that we do not know
   */
  public static Event event(byte[] bytes) throws CorruptException {
    try {
      return GROUPS.of(bytes, 0).event(bytes);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CorruptException("not an event: " + e.getMessage(), e);
    }
  }

  private static Event withoutChange() throws CorruptException {
    throw new CorruptException("an event without a change we know");
  }

  /** Reads the events of one group. */
  private record Group<H extends Message>(StrictParser<H> parser, Reader<H> reader) {
    Group(H prototype, Reader<H> reader) {
      this(new StrictParser<>(prototype), reader);
    }

    Event event(byte[] bytes) throws CorruptException {
      return reader.event(parser.parse(bytes, 0));
    }
  }

  private interface Reader<H> {
    Event event(H happened) throws CorruptException;
  }
}
