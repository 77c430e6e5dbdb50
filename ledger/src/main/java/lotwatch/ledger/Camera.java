package lotwatch.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lotwatch.ledger.Picture.CameraPicture;
import org.jspecify.annotations.Nullable;

/** One camera: what it watches and whether it sees. */
final class Camera {
  final CameraId id;
  List<Watch> watches;
  private View view = View.STARTING;
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
    view = saved.view();
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

  View view() {
    return view;
  }

  void become(View to, Instant now) {
    view = to;
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
   * @param shows {@link View#CLEAR}, {@link View#BLACK} or {@link View#COVERED}
   * @return the view the camera should now have
   */
  View hear(Instant frameAt, View shows, Instant now, Policy policy) {
    heardAt = now;
    seenAt = frameAt;
    if (shows == View.CLEAR) {
      blindSince = null;
      return View.CLEAR;
    }
    if (blindSince == null || frameAt.isBefore(blindSince)) {
      blindSince = frameAt;
    }
    var blindFor = Duration.between(blindSince, frameAt);
    return blindFor.compareTo(policy.blindAfter()) >= 0 ? shows : view;
  }

  CameraPicture picture() {
    return new CameraPicture(id, view, since, heardAt, holder, watches);
  }

  CameraState save() {
    return new CameraState(id, view, since, heardAt, seenAt, blindSince, holder, watches);
  }
}
