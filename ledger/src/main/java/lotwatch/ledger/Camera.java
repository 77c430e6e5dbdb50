package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lotwatch.ledger.View.CameraView;
import org.jspecify.annotations.Nullable;

/** One camera: what it watches and whether it sees. */
final class Camera {
  final CameraId id;
  List<Watch> watches;
  private Visibility visibility = Visibility.STARTING;
  private Instant since;
  private @Nullable Instant heardAt;
  private @Nullable Instant seenAt;
  private @Nullable Instant blindSince;
  private @Nullable NodeId holder;

  Camera(CameraId id, List<Watch> watches, Instant now) {
    this.id = id;
    this.watches = watches;
    this.since = now;
  }

  Camera(CameraState saved) {
    id = saved.id();
    watches = saved.watches();
    visibility = saved.visibility();
    since = saved.since();
    heardAt = saved.heardAt();
    seenAt = saved.seenAt();
    blindSince = saved.blindSince();
    holder = saved.holder();
  }

  @Nullable NodeId holder() {
    return holder;
  }

  void holdBy(@Nullable NodeId node) {
    holder = node;
  }

  Visibility visibility() {
    return visibility;
  }

  void become(Visibility to, Instant now) {
    visibility = to;
    since = now;
  }

  /** When it counts as silent if nothing more comes. */
  Instant silentAt(Policy policy) {
    return (heardAt == null ? since : heardAt).plus(policy.silentAfter());
  }

  /**
   * Whether a frame is older than the newest one. A frame that is older by more than {@code
   * silentAfter} is not late: the clock it was stamped with was set back.
   */
  boolean isStale(Instant frameAt, Policy policy) {
    return seenAt != null
        && !frameAt.isAfter(seenAt)
        && frameAt.plus(policy.silentAfter()).isAfter(seenAt);
  }

  /**
   * Notes that a frame came.
   *
   * @param shows any but {@link Visibility#STARTING} and {@link Visibility#SILENT}
   * @return the view the camera should now have
   */
  Visibility receive(Instant frameAt, Visibility shows, Instant now, Policy policy) {
    heardAt = now;
    seenAt = frameAt;
    if (shows == Visibility.CLEAR) {
      blindSince = null;
      return Visibility.CLEAR;
    }
    if (blindSince == null || frameAt.isBefore(blindSince)) {
      blindSince = frameAt;
    }
    var blindFor = Duration.between(blindSince, frameAt);
    return blindFor.compareTo(policy.blindAfter()) >= 0 ? shows : visibility;
  }

  CameraView view() {
    return new CameraView(id, visibility, since, heardAt, holder, watches);
  }

  CameraState save() {
    return new CameraState(id, visibility, since, heardAt, seenAt, blindSince, holder, watches);
  }
}
