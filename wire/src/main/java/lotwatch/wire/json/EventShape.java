package lotwatch.wire.json;

import java.time.Instant;
import lotwatch.ledger.CameraChange.CameraAssigned;
import lotwatch.ledger.CameraChange.CameraChanged;
import lotwatch.ledger.CameraChange.CameraPlaced;
import lotwatch.ledger.CameraChange.CameraRemoved;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.ConfigurationChange.ConfigurationApplied;
import lotwatch.ledger.Event;
import lotwatch.ledger.Event.PolicyAdopted;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotChange.Cancelled;
import lotwatch.ledger.LotChange.Counted;
import lotwatch.ledger.LotChange.Expired;
import lotwatch.ledger.LotChange.LotClosed;
import lotwatch.ledger.LotChange.LotOpened;
import lotwatch.ledger.LotChange.ReservationEnded;
import lotwatch.ledger.LotChange.Reserved;
import lotwatch.ledger.LotChange.SpotChanged;
import lotwatch.ledger.NodeChange.NodeJoined;
import lotwatch.ledger.NodeChange.NodeLost;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.RecordingChange.RecordingChanged;
import lotwatch.ledger.RecordingChange.RecordingDeleted;
import lotwatch.ledger.ReportChange.SpacesReported;
import lotwatch.ledger.SessionChange.SessionChanged;
import lotwatch.ledger.TaskId;
import lotwatch.ledger.WorkChange.TaskDone;
import lotwatch.ledger.WorkChange.TaskFailed;
import lotwatch.ledger.WorkChange.TaskStuck;
import org.jspecify.annotations.Nullable;

/**
 * An event in JSON; the fields its kind does not have are left out.
 *
 * @param sequence 1, 2, 3 ...: never repeats, never skips
 * @param at the ledger's time
 * @param kind one of lot.opened, lot.closed, spot.changed, lot.counted, reservation.made,
 *     reservation.cancelled, reservation.expired, reservation.ended, camera.placed, camera.removed,
 *     camera.changed, node.joined, node.lost, camera.held, spaces.reported, policy.adopted,
 *     configuration.applied, session.changed, recording.changed, recording.deleted, task.done,
 *     task.failed, task.stuck
 * @param from state of the spot or view of the camera before
 * @param to state of the spot, view of the camera or status of the recording after
 * @param confidence in the spot's new state, 0..1
 * @param plate masked
 * @param until when the reservation expires
 * @param reason why the reservation was ended: LOT_CLOSED or LOT_SHRUNK; why a task or a recording
 *     failed
 * @param anomaly whether a count was clamped to what the lot holds
 * @param spots how many spots the camera watches
 * @param node that came or went, or holds the camera now
 * @param by who reported; the location is the name. The worker of a task
 * @param available how many spaces it sees
 * @param revision of the configuration that came into force
 * @param session the new revision of a parking session
 * @param recording its id; its label is the name
 * @param task of a recording, such as encode/3
 * @param pieces of the recording, 0 if not known
 * @param done pieces that are encoded
 * @param tally the lot's tally afterwards
 */
public record EventShape(
    long sequence,
    Instant at,
    String kind,
    @Nullable String lot,
    @Nullable String name,
    @Nullable String spot,
    @Nullable String camera,
    @Nullable String from,
    @Nullable String to,
    @Nullable Double confidence,
    @Nullable String plate,
    @Nullable Instant until,
    @Nullable String reason,
    @Nullable Boolean anomaly,
    @Nullable Integer spots,
    @Nullable String node,
    @Nullable String by,
    @Nullable Integer available,
    @Nullable Long revision,
    @Nullable SessionShape session,
    @Nullable String recording,
    @Nullable String task,
    @Nullable Integer pieces,
    @Nullable Integer done,
    @Nullable TallyShape tally) {

  /** An event of the ledger. */
  public static EventShape of(Event event) {
    var blank = new Draft(event.sequence(), event.at());
    return switch (event.change()) {
      case LotOpened it -> blank.kind("lot.opened").named(it.name()).lot(it);
      case LotClosed it -> blank.kind("lot.closed").shape(it.lot().value(), null);
      case SpotChanged it -> {
        CameraId by = it.by();
        blank.spot = it.spot().value();
        blank.camera = by == null ? null : by.value();
        blank.from = Words.of(it.from());
        blank.to = Words.of(it.to());
        blank.confidence = Words.rounded(it.confidence());
        yield blank.kind("spot.changed").lot(it);
      }
      case Counted it -> {
        blank.anomaly = it.anomaly();
        yield blank.kind("lot.counted").lot(it);
      }
      case Reserved it -> {
        blank.until = it.until();
        yield blank.kind("reservation.made").plate(it.plate().masked()).lot(it);
      }
      case Cancelled it -> blank.kind("reservation.cancelled").plate(it.plate().masked()).lot(it);
      case Expired it -> blank.kind("reservation.expired").plate(it.plate().masked()).lot(it);
      case ReservationEnded it -> {
        blank.reason = it.why().name();
        yield blank.kind("reservation.ended").plate(it.plate().masked()).lot(it);
      }
      case CameraPlaced it -> {
        blank.spots = it.watches();
        yield blank.kind("camera.placed").camera(it.camera());
      }
      case CameraRemoved it -> blank.kind("camera.removed").camera(it.camera());
      case CameraChanged it -> {
        blank.from = Words.of(it.from());
        blank.to = Words.of(it.to());
        yield blank.kind("camera.changed").camera(it.camera());
      }
      case NodeJoined it -> blank.kind("node.joined").node(it.node());
      case NodeLost it -> blank.kind("node.lost").node(it.node());
      case CameraAssigned it -> {
        blank.camera = it.camera().value();
        yield blank.kind("camera.held").node(it.node());
      }
      case SpacesReported it -> {
        blank.by = it.reporter();
        blank.available = it.available();
        yield blank.kind("spaces.reported").named(it.location()).shape(null, null);
      }
      case ConfigurationApplied it -> {
        blank.revision = it.revision();
        yield blank.kind("configuration.applied").shape(null, null);
      }
      case SessionChanged it -> {
        blank.session = SessionShape.of(it.session());
        yield blank.kind("session.changed").shape(it.lot(), null);
      }
      case TaskDone it -> {
        blank.by = it.worker();
        yield blank.kind("task.done").task(it.task());
      }
      case TaskFailed it -> {
        blank.by = it.worker();
        blank.reason = it.reason();
        yield blank.kind("task.failed").task(it.task());
      }
      case TaskStuck it -> {
        blank.reason = it.reason();
        yield blank.kind("task.stuck").task(it.task());
      }
      case RecordingChanged it -> {
        blank.recording = it.recording();
        blank.to = Words.of(it.status());
        blank.pieces = it.pieces();
        blank.done = it.done();
        blank.reason = it.reason().isEmpty() ? null : it.reason();
        yield blank.kind("recording.changed").named(it.label()).shape(null, null);
      }
      case RecordingDeleted it -> {
        blank.recording = it.recording();
        yield blank.kind("recording.deleted").named(it.label()).shape(null, null);
      }
      case PolicyAdopted _ -> blank.kind("policy.adopted").shape(null, null);
    };
  }

  private static final class Draft {
    private final long sequence;
    private final Instant at;
    private String kind = "";
    private @Nullable String name;
    private @Nullable String spot;
    private @Nullable String camera;
    private @Nullable String from;
    private @Nullable String to;
    private @Nullable Double confidence;
    private @Nullable String plate;
    private @Nullable Instant until;
    private @Nullable String reason;
    private @Nullable Boolean anomaly;
    private @Nullable Integer spots;
    private @Nullable String node;
    private @Nullable String by;
    private @Nullable Integer available;
    private @Nullable Long revision;
    private @Nullable SessionShape session;
    private @Nullable String recording;
    private @Nullable String task;
    private @Nullable Integer pieces;
    private @Nullable Integer done;

    Draft(long sequence, Instant at) {
      this.sequence = sequence;
      this.at = at;
    }

    Draft kind(String word) {
      kind = word;
      return this;
    }

    Draft named(String lotName) {
      name = lotName;
      return this;
    }

    Draft plate(String masked) {
      plate = masked;
      return this;
    }

    EventShape lot(LotChange.Tallied change) {
      return shape(change.lot().value(), TallyShape.of(change.tally()));
    }

    EventShape camera(CameraId id) {
      camera = id.value();
      return shape(null, null);
    }

    EventShape node(@Nullable NodeId id) {
      node = id == null ? null : id.value();
      return shape(null, null);
    }

    EventShape task(TaskId id) {
      recording = id.job();
      task = id.step() + "/" + id.index();
      return shape(null, null);
    }

    EventShape shape(@Nullable String lot, @Nullable TallyShape tally) {
      return new EventShape(
          sequence,
          at,
          kind,
          lot,
          name,
          spot,
          camera,
          from,
          to,
          confidence,
          plate,
          until,
          reason,
          anomaly,
          spots,
          node,
          by,
          available,
          revision,
          session,
          recording,
          task,
          pieces,
          done,
          tally);
    }
  }
}
