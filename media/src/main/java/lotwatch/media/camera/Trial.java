package lotwatch.media.camera;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What came of opening a camera once.
 *
 * @param works whether it gave an image
 * @param said what it gave, or why it gave nothing, in a sentence without secrets
 */
public record Trial(boolean works, String said) {
  /** Opens it, waits for its first image as long as a node would, and closes it. */
  public static Trial of(Decoders decoders, CameraSettings camera) {
    if (camera.source().sentNumber().isPresent()) {
      return new Trial(true, "waits for what somebody sends");
    }
    var began = System.nanoTime();
    try (var decoder = Decoder.start(decoders, camera, InstantSource.system(), Instant.now())) {
      var frame = decoder.next();
      if (frame == null) {
        return new Trial(false, "it ends before its first image");
      }
      var took = Duration.ofNanos(System.nanoTime() - began);
      return new Trial(
          true,
          "%d x %d%s, the first image after %.1f s%s"
              .formatted(
                  frame.width(),
                  frame.height(),
                  kind(decoder).map(kind -> ", " + kind).orElse(""),
                  took.toMillis() / 1e3,
                  switch (frame.evidence()) {
                    case WHOLE, FROZEN -> "";
                    case DAMAGED -> " and damaged";
                  }));
    } catch (CameraException e) {
      return new Trial(false, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> kind(Decoder decoder) {
    var kind = decoder.kind();
    return kind.isEmpty() ? Optional.empty() : Optional.of(kind);
  }
}
