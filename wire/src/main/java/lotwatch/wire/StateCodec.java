package lotwatch.wire;

import com.google.protobuf.UnsafeByteOperations;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.CameraState;
import lotwatch.ledger.Event;
import lotwatch.ledger.HistoryState;
import lotwatch.ledger.LedgerState;
import lotwatch.ledger.LotState;
import lotwatch.ledger.NodeState;
import lotwatch.ledger.PositionState;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.ReportState;
import lotwatch.ledger.RequestState;
import lotwatch.ledger.Revision;
import lotwatch.ledger.ServiceState;
import lotwatch.ledger.SessionState;
import lotwatch.ledger.Versions;
import lotwatch.ledger.WorkState;
import lotwatch.wire.proto.Part;

/**
 * A snapshot as a stream of parts and back, never whole in memory as bytes. Each part is its length
 * (four bytes, big-endian) and an {@link Envelope}; the last part says how many there are.
 *
 * <p>A state without newer content is written exactly as version 1 wrote it; what is new goes into
 * parts sealed with its version. {@link StateHash} counts on it.
 */
public final class StateCodec {
  /** Bytes of one part: a lot with all its spots and reservations has fewer, so has a revision. */
  public static final int PART_BYTES_MAX = 32 << 20;

  private static final StrictParser<Part> PART = new StrictParser<>(Part.getDefaultInstance());

  private StateCodec() {}

  /** Writes the snapshot; does not flush, sync or close. */
  public static void write(Snapshot snapshot, OutputStream to) throws IOException {
    var out = new PartsOut(new DataOutputStream(to));
    var state = snapshot.state();
    out.put(
        state.policy().version(),
        Part.newBuilder()
            .setHead(
                Part.Head.newBuilder()
                    .setClock(Terms.time(state.clock()))
                    .setSequence(state.sequence())
                    .setRules(GeneralCodec.rules(state.policy()))));
    if (state.version() > Versions.FIRST) {
      out.put(
          state.version(),
          Part.newBuilder().setVersion(Part.Version.newBuilder().setVersion(state.version())));
    }
    for (var part : state.parts()) {
      out.put(part.version(), part(part));
    }
    for (var event : snapshot.events()) {
      out.put(Part.newBuilder().setEvent(UnsafeByteOperations.unsafeWrap(EventCodec.bytes(event))));
    }
    out.put(Part.newBuilder().setEnd(Part.End.newBuilder().setParts(out.parts)));
  }

  /** The version in which a part of this kind was first written. */
  private static Part.Builder part(LedgerState.Part part) {
    var to = Part.newBuilder();
    return switch (part) {
      case LotState lot -> to.setLot(LotCodec.saved(lot));
      case CameraState camera -> to.setCamera(CameraCodec.saved(camera));
      case NodeState node -> to.setNode(NodeCodec.saved(node));
      case ReportState report -> to.setReport(ReportCodec.saved(report));
      case ServiceState service -> to.setService(ReportCodec.saved(service));
      case PositionState position -> to.setPosition(PositionCodec.saved(position));
      case HistoryState history -> to.setHistory(Part.History.newBuilder().setId(history.id()));
      case Revision revision -> to.setRevision(ConfigurationCodec.saved(revision));
      case SessionState session -> to.setSession(SessionCodec.saved(session));
      case BlobState blob -> to.setBlob(BlobCodec.saved(blob));
      case WorkState work -> to.setWork(WorkCodec.saved(work));
      case RecordingState recording -> to.setRecording(RecordingCodec.saved(recording));
      case RequestState request -> to.setRequest(StateMessages.saved(request));
    };
  }

  /**
   * Reads a snapshot to its last part.
   *
   * @throws CorruptException if anything in it is damaged, missing or of a newer version
   * @throws IOException if the stream cannot be read
   */
  public static Snapshot read(InputStream from) throws IOException, CorruptException {
    var in = new DataInputStream(from);
    var parts = new ArrayList<LedgerState.Part>();
    var events = new ArrayList<Event>();
    int version = Versions.FIRST;
    try {
      var first = next(in);
      if (!first.hasHead()) {
        throw new CorruptException("a snapshot without a head");
      }
      var head = first.getHead();
      for (long count = 1; true; count++) {
        var part = next(in);
        switch (part.getPartCase()) {
          case VERSION -> version = part.getVersion().getVersion();
          case LOT -> parts.add(LotCodec.state(part.getLot()));
          case CAMERA -> parts.add(CameraCodec.state(part.getCamera()));
          case NODE -> parts.add(NodeCodec.state(part.getNode()));
          case REPORT -> parts.add(ReportCodec.state(part.getReport()));
          case SERVICE -> parts.add(ReportCodec.state(part.getService()));
          case HISTORY -> parts.add(new HistoryState(part.getHistory().getId()));
          case POSITION -> parts.add(PositionCodec.state(part.getPosition()));
          case REQUEST -> parts.add(StateMessages.state(part.getRequest()));
          case REVISION -> parts.add(ConfigurationCodec.state(part.getRevision()));
          case SESSION -> parts.add(SessionCodec.state(part.getSession()));
          case BLOB -> parts.add(BlobCodec.state(part.getBlob()));
          case WORK -> parts.add(WorkCodec.state(part.getWork()));
          case RECORDING -> parts.add(RecordingCodec.state(part.getRecording()));
          case EVENT -> events.add(EventCodec.event(part.getEvent().toByteArray()));
          case END -> {
            check(part.getEnd(), count, head, events);
            return new Snapshot(
                new LedgerState(
                    Terms.time(head.getClock()),
                    head.getSequence(),
                    GeneralCodec.rules(head.getRules()),
                    version,
                    parts),
                events);
          }
          case HEAD -> throw new CorruptException("a second head");
          case PART_NOT_SET -> throw new CorruptException("a part we do not know");
        }
      }
    } catch (EOFException e) {
      throw new CorruptException("the snapshot ends before its end", e);
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw new CorruptException("not a snapshot: " + e.getMessage(), e);
    }
  }

  private static void check(Part.End end, long parts, Part.Head head, List<Event> events)
      throws CorruptException {
    if (end.getParts() != parts) {
      throw new CorruptException("%d parts, should be %d".formatted(parts, end.getParts()));
    }
    long sequence = head.getSequence() - events.size();
    for (var event : events) {
      sequence++;
      if (event.sequence() != sequence) {
        throw new CorruptException(
            "event %d where %d belongs".formatted(event.sequence(), sequence));
      }
    }
  }

  private static Part next(DataInputStream in) throws IOException, CorruptException {
    int length = in.readInt();
    if (length < Envelope.OVERHEAD || length > PART_BYTES_MAX) {
      throw new CorruptException(
          "a part of %d bytes, the limits are %d and %d"
              .formatted(length, Envelope.OVERHEAD, PART_BYTES_MAX));
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return Envelope.open(PART, bytes);
  }

  /** Where parts go, counted. */
  private static final class PartsOut {
    private final DataOutputStream out;
    private long parts;

    PartsOut(DataOutputStream out) {
      this.out = out;
    }

    void put(Part.Builder part) throws IOException {
      put(Versions.FIRST, part);
    }

    void put(int version, Part.Builder part) throws IOException {
      byte[] bytes = Envelope.seal(version, part.build());
      if (bytes.length > PART_BYTES_MAX) {
        throw new IOException(
            "a part of %d bytes, the limit is %d".formatted(bytes.length, PART_BYTES_MAX));
      }
      out.writeInt(bytes.length);
      out.write(bytes);
      parts++;
    }
  }
}
