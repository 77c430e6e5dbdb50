package lotwatch.node.placement;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.LotId;
import lotwatch.media.camera.BadImage;
import lotwatch.media.camera.Source;
import lotwatch.media.camera.Still;
import lotwatch.replica.link.CameraLink;
import lotwatch.wire.Frames;

/** Frames that somebody sent to this node: looked at, and handed to the node of their camera. */
public final class SentFrames implements Frames {
  private final CameraLink link;
  private final Supplier<Map<CameraId, CameraPlan>> plan;
  private final LongAdder refused = new LongAdder();

  /**
   * @param plan how each camera of the cluster is opened now
   */
  public SentFrames(CameraLink link, Supplier<Map<CameraId, CameraPlan>> plan) {
    this.link = link;
    this.plan = plan;
  }

  /** How many frames were refused. */
  public long refused() {
    return refused.sum();
  }

  @Override
  public Optional<CameraId> numbered(int number) {
    var source = new Source.Sent(number);
    return plan.get().entrySet().stream()
        .filter(each -> each.getValue().settings().source().equals(source))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Optional<TextCamera> texted(int number) {
    for (var each : plan.get().entrySet()) {
      if (each.getValue().settings().source() instanceof Source.SentText text
          && text.number() == number) {
        return Optional.of(new TextCamera(each.getKey(), new LotId(text.lot())));
      }
    }
    return Optional.empty();
  }

  @Override
  public Answer give(CameraId camera, byte[] image) {
    var answer = known(camera).or(() -> problem(image)).orElseGet(() -> link.give(camera, image));
    if (answer instanceof Rejected) {
      refused.increment();
    }
    return answer;
  }

  private Optional<Answer> known(CameraId camera) {
    var planned = plan.get().get(camera);
    if (planned == null) {
      return Optional.of(new Rejected(Reason.UNKNOWN_CAMERA, "there is no camera " + camera));
    }
    var source = planned.settings().source();
    return source instanceof Source.Sent
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                Reason.NOT_SENT,
                "camera %s has the source %s; only one with grpc:N is sent its images"
                    .formatted(camera, source)));
  }

  /** What can be known of it without decoding it: then no other node is asked. */
  private static Optional<Answer> problem(byte[] image) {
    try {
      Still.check(image);
      return Optional.empty();
    } catch (BadImage e) {
      return Optional.of(HeldHere.rejection(e));
    }
  }
}
