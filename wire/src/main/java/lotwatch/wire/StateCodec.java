package lotwatch.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.Event;
import lotwatch.ledger.LedgerState;
import lotwatch.ledger.LedgerState.CameraState;
import lotwatch.ledger.LedgerState.LotState;
import lotwatch.ledger.LedgerState.NodeState;
import lotwatch.ledger.LedgerState.ReportState;
import lotwatch.ledger.LedgerState.RequestState;
import lotwatch.ledger.LedgerState.ServiceState;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.Versions;
import lotwatch.wire.proto.Part;

/**
 * A snapshot as a stream of parts and back, never whole in memory as bytes. Each part is its length
 * (four bytes, big-endian) and an {@link Envelope}; the last part says how many there are.
 *
 * <p>A state without newer content is written exactly as version 1 wrote it; what is new goes into
 * parts sealed with its version. {@link StateHash} counts on it.
 */
public final class StateCodec {
  /** Bytes of one part: a lot with all its spots and reservations has fewer. */
  public static final int PART_BYTES_MAX = 16 << 20;

  private static final StrictParser<Part> PART = new StrictParser<>(Part.getDefaultInstance());

  private StateCodec() {}

  /** Writes the snapshot; does not flush, sync or close. */
  public static void write(Snapshot snapshot, OutputStream to) throws IOException {
    var out = new PartsOut(new DataOutputStream(to));
    var state = snapshot.state();
    out.put(
        Part.newBuilder()
            .setHead(
                Part.Head.newBuilder()
                    .setClock(Terms.time(state.clock()))
                    .setSequence(state.sequence())
                    .setRules(Terms.rules(state.policy()))));
    if (state.version() > Versions.FIRST) {
      out.put(
          state.version(),
          Part.newBuilder().setVersion(Part.Version.newBuilder().setVersion(state.version())));
    }
    for (var lot : state.lots()) {
      out.put(Part.newBuilder().setLot(StateMessages.lot(lot)));
    }
    for (var camera : state.cameras()) {
      out.put(Part.newBuilder().setCamera(StateMessages.camera(camera)));
    }
    for (var node : state.nodes()) {
      out.put(Part.newBuilder().setNode(StateMessages.node(node)));
    }
    for (var report : state.reports()) {
      out.put(Part.newBuilder().setReport(StateMessages.report(report)));
    }
    for (var service : state.services()) {
      out.put(Part.newBuilder().setService(StateMessages.service(service)));
    }
    for (var request : state.requests()) {
      out.put(
          Part.newBuilder()
              .setRequest(
                  Part.Request.newBuilder()
                      .setId(request.id().value())
                      .setAt(Terms.time(request.at()))
                      .setResult(StateMessages.result(request.outcome()))));
    }
    for (var event : snapshot.events()) {
      out.put(Part.newBuilder().setEvent(EventCodec.happened(event)));
    }
    out.put(Part.newBuilder().setEnd(Part.End.newBuilder().setParts(out.parts)));
  }

  /**
   * Reads a snapshot to its last part.
   *
   * @throws CorruptException if anything in it is damaged, missing or of a newer version
   * @throws IOException if the stream cannot be read
   */
  public static Snapshot read(InputStream from) throws IOException, CorruptException {
    var in = new DataInputStream(from);
    var lots = new ArrayList<LotState>();
    var cameras = new ArrayList<CameraState>();
    var nodes = new ArrayList<NodeState>();
    var reports = new ArrayList<ReportState>();
    var services = new ArrayList<ServiceState>();
    var requests = new ArrayList<RequestState>();
    var events = new ArrayList<Event>();
    int version = Versions.FIRST;
    try {
      var first = next(in);
      if (!first.hasHead()) {
        throw new CorruptException("a snapshot without a head");
      }
      var head = first.getHead();
      long parts = 1;
      while (true) {
        var part = next(in);
        switch (part.getPartCase()) {
          case VERSION -> version = part.getVersion().getVersion();
          case LOT -> lots.add(StateMessages.lot(part.getLot()));
          case CAMERA -> cameras.add(StateMessages.camera(part.getCamera()));
          case NODE -> nodes.add(StateMessages.node(part.getNode()));
          case REPORT -> reports.add(StateMessages.report(part.getReport()));
          case SERVICE -> services.add(StateMessages.service(part.getService()));
          case REQUEST -> requests.add(request(part.getRequest()));
          case EVENT -> events.add(EventCodec.event(part.getEvent()));
          case END -> {
            check(part.getEnd(), parts, head, events);
            return new Snapshot(
                new LedgerState(
                    Terms.time(head.getClock()),
                    head.getSequence(),
                    Terms.rules(head.getRules()),
                    lots,
                    cameras,
                    nodes,
                    reports,
                    services,
                    requests,
                    version),
                events);
          }
          case HEAD -> throw new CorruptException("a second head");
          case PART_NOT_SET -> throw new CorruptException("a part we do not know");
        }
        parts++;
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

  private static RequestState request(Part.Request request) throws CorruptException {
    return new RequestState(
        new RequestId(request.getId()),
        Terms.time(request.getAt()),
        StateMessages.outcome(request.getResult()));
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
