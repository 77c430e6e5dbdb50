package lotwatch.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.LotId;
import lotwatch.wire.Frames;

/**
 * Holders of cameras that take what their images say: {@code here}, {@code there}, {@code away};
 * anything else is no image. Cameras are 0 and 7, called c0 and c7; 9 sends text, and tells of the
 * lot deck.
 */
public final class FakeFrames implements Frames {
  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());

  private final AtomicInteger asked = new AtomicInteger();

  @Override
  public Optional<CameraId> numbered(int number) {
    asked.incrementAndGet();
    return number == 0 || number == 7 ? Optional.of(new CameraId("c" + number)) : Optional.empty();
  }

  @Override
  public Optional<TextCamera> texted(int number) {
    return number == 9
        ? Optional.of(new TextCamera(new CameraId("c9"), new LotId("deck")))
        : Optional.empty();
  }

  @Override
  public Answer give(CameraId camera, byte[] image) {
    var says = new String(image, StandardCharsets.UTF_8).split(" ", -1)[0];
    taken.add(camera + " " + says);
    return switch (says) {
      case "here" -> new Taken(true);
      case "there" -> new Taken(false);
      case "away" -> new Away("n2, which holds camera %s, does not answer".formatted(camera));
      case "huge" -> new Rejected(Reason.TOO_LARGE, "an image of too many pixels");
      case "damaged" -> new Rejected(Reason.DAMAGED, "a JPEG image that is cut off");
      case "fetched" -> new Rejected(Reason.NOT_SENT, "camera fetches its images");
      case "unknown" -> new Rejected(Reason.UNKNOWN_CAMERA, "there is no camera " + camera);
      default -> new Rejected(Reason.NO_PICTURE, "not a JPEG or PNG image");
    };
  }

  /** How often a camera was looked for by its number. */
  public int numbersAsked() {
    return asked.get();
  }

  /** What came, with the camera it came for. */
  public List<String> taken() {
    return taken;
  }
}
