package lotwatch.node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.NodeId;
import lotwatch.media.Cameras;
import lotwatch.media.camera.BadImage;
import lotwatch.media.camera.Source;
import lotwatch.media.camera.Still;
import lotwatch.wire.Frames;

/**
 * Brings pictures that somebody sent to the cameras of the node that holds them. Cameras move when
 * a node dies: a picture that comes meanwhile waits a little for its camera to have a holder again.
 */
final class SentFrames implements Frames {
  /** How long a picture waits for a holder that takes it. */
  static final Duration HOLDER_WAIT_MAX = Duration.ofSeconds(2);

  private static final Duration TRY_EVERY = Duration.ofMillis(100);

  private final NodeId self;
  private final EventLog eventLog;
  private final Cameras cameras;
  private final Attendance attendance;
  private final OtherNodes others;
  private final CamerasInForce plan;
  private final LongAdder refused = new LongAdder();

  /**
   * @param plan every camera with its source
   */
  SentFrames(
      Attendance attendance,
      EventLog eventLog,
      Cameras cameras,
      OtherNodes others,
      CamerasInForce plan) {
    this.self = attendance.self();
    this.attendance = attendance;
    this.eventLog = eventLog;
    this.cameras = cameras;
    this.others = others;
    this.plan = plan;
  }

  /** How many pictures were refused. */
  long refused() {
    return refused.sum();
  }

  @Override
  public Optional<CameraId> numbered(int number) {
    var source = new Source.Sent(number);
    return plan.all().entrySet().stream()
        .filter(each -> each.getValue().settings().source().equals(source))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Answer give(CameraId camera, byte[] image, boolean onlyHere) {
    var answer = known(camera).orElseGet(() -> toHolder(camera, image, onlyHere));
    if (answer instanceof Rejected) {
      refused.increment();
    }
    return answer;
  }

  private Optional<Answer> known(CameraId camera) {
    var planned = plan.one(camera);
    if (planned == null) {
      return Optional.of(new Rejected(Reason.UNKNOWN_CAMERA, "there is no camera " + camera));
    }
    var source = planned.settings().source();
    return source instanceof Source.Sent
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                Reason.NOT_SENT,
                "camera %s has the source %s; only one with grpc:N is sent its pictures"
                    .formatted(camera, source)));
  }

  private Answer toHolder(CameraId camera, byte[] image, boolean onlyHere) {
    try {
      Still.check(image);
      long deadline = System.nanoTime() + HOLDER_WAIT_MAX.toNanos();
      while (true) {
        var left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        var answer = once(camera, image, onlyHere, left);
        var again = Duration.ofNanos(deadline - System.nanoTime()).minus(TRY_EVERY);
        if (!(answer instanceof Away) || onlyHere || again.isNegative()) {
          return answer;
        }
        Thread.sleep(TRY_EVERY);
      }
    } catch (BadImage e) {
      return refusal(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Away("this node stops");
    }
  }

  private Answer once(CameraId camera, byte[] image, boolean onlyHere, Duration left)
      throws BadImage, InterruptedException {
    var placed = eventLog.view().camera(camera);
    var holder = placed == null ? null : placed.holder();
    if (placed == null || holder == null) {
      return new Away("no node holds camera %s now".formatted(camera));
    }
    if (!self.equals(holder)) {
      return onlyHere
          ? new Away("camera %s is not held here but by %s".formatted(camera, holder))
          : others.give(placed, image, left);
    }
    if (!isHeldHere(camera)) {
      return new Away("this node has lost the others, and its cameras with them");
    }
    // Asked again: whoever was held still in between has perhaps lost the camera.
    return cameras.offer(camera.value(), image) && isHeldHere(camera)
        ? new Taken(true)
        : new Away("camera %s is only being opened here".formatted(camera));
  }

  /** In this order: a node that is not lost, or no longer, knows who holds its cameras. */
  private boolean isHeldHere(CameraId camera) {
    if (attendance.isLost()) {
      return false;
    }
    var placed = eventLog.view().camera(camera);
    return placed != null && self.equals(placed.holder());
  }

  private static Rejected refusal(BadImage bad) {
    var reason =
        switch (bad.kind()) {
          case OTHER -> Reason.NO_PICTURE;
          case DAMAGED -> Reason.DAMAGED;
          case TOO_LARGE -> Reason.TOO_LARGE;
        };
    return new Rejected(reason, String.valueOf(bad.getMessage()));
  }
}
