package lotwatch.node.placement;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import lotwatch.ledger.CameraId;
import lotwatch.media.camera.BadImage;
import lotwatch.media.camera.Source;
import lotwatch.media.camera.Still;
import lotwatch.replica.link.CameraLink;
import lotwatch.wire.Frames;

/** Frames that somebody sent to this node: looked at, and handed to the node of their camera. */
public final class SentFrames implements Frames {
  private final CameraLink link;
  private final Map<CameraId, Source> sources;
  private final LongAdder refused = new LongAdder();

  /**
   * @param sources of every camera of the cluster
   */
  public SentFrames(CameraLink link, Map<CameraId, Source> sources) {
    this.link = link;
    this.sources = Map.copyOf(sources);
  }

  /** How many frames were refused. */
  public long refused() {
    return refused.sum();
  }

  @Override
  public Optional<CameraId> numbered(int number) {
    var source = new Source.Sent(number);
    return sources.entrySet().stream()
        .filter(each -> each.getValue().equals(source))
        .map(Map.Entry::getKey)
        .findFirst();
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
    var source = sources.get(camera);
    if (source == null) {
      return Optional.of(new Rejected(Reason.UNKNOWN_CAMERA, "there is no camera " + camera));
    }
    return source instanceof Source.Sent
        ? Optional.empty()
        : Optional.of(
            new Rejected(
                Reason.NOT_SENT,
                "camera %s has the source %s; only one with grpc:N is sent its pictures"
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
