package lotwatch.media.camera;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lotwatch.media.fetch.Fetch;
import lotwatch.media.fetch.FetchException;
import lotwatch.media.fetch.Jpegs;
import org.jspecify.annotations.Nullable;

/**
 * Images that a camera sends in a row, or one for each request. Only those that are looked at are
 * decoded. An answer that ends with its first image is a snapshot: the camera is asked again when
 * the time has come.
 */
final class ImageFeed implements Feed {
  /** A frame that comes a little early is the one that was waited for. */
  private static final double EARLY = 0.98;

  private static final int PNG_FIRST = 0x89;

  private final CameraSettings camera;
  private final Fetch fetch;
  private final Duration every;
  private final long betweenNanos;
  private Fetch.Answer answer;
  private InputStream body;
  private Jpegs images;
  private int inAnswer;
  private long askedNanos = System.nanoTime();
  private @Nullable Long pickedNanos;
  private @Nullable Decoded newest;
  private String problem = "";

  ImageFeed(CameraSettings camera, Fetch fetch, Fetch.Answer first, InputStream body) {
    this.camera = camera;
    this.fetch = fetch;
    this.every = camera.pause();
    this.betweenNanos = (long) (camera.period().toNanos() * EARLY);
    this.answer = first;
    this.body = body;
    this.images = new Jpegs(body, Still.BYTES_MAX);
  }

  @Override
  public @Nullable Decoded next() throws IOException, InterruptedException {
    while (true) {
      var image = inAnswer == 0 && isPng() ? png() : images.next();
      if (image != null) {
        inAnswer++;
        var decoded = picked(image);
        if (decoded != null) {
          newest = decoded;
          return decoded;
        }
      } else if (inAnswer != 1) {
        problem = inAnswer == 0 && problem.isEmpty() ? "no image came" : problem;
        return null;
      } else if (askAgain()) {
        return newest;
      }
    }
  }

  /** Null if it is not its turn, or cannot be decoded. */
  private @Nullable Decoded picked(byte[] image) throws InterruptedException {
    var now = System.nanoTime();
    var last = pickedNanos;
    if (last != null && now - last < betweenNanos && inAnswer > 1) {
      return null;
    }
    try {
      var still = Still.decode(image, camera.widthMax());
      pickedNanos = now;
      problem = "";
      return new Decoded(still.width(), still.height(), still.planes(), false);
    } catch (BadImage | BusyException e) {
      problem = String.valueOf(e.getMessage());
      newest = null; // what the camera has is not what was seen before
      return null;
    }
  }

  private boolean isPng() throws IOException {
    body.mark(1);
    var first = body.read();
    body.reset();
    return first == PNG_FIRST;
  }

  private byte @Nullable [] png() throws IOException {
    var bytes = body.readNBytes(Still.BYTES_MAX + 1);
    return bytes.length == 0 ? null : bytes;
  }

  /** Returns true if the camera says that its image is still the same. */
  private boolean askAgain() throws IOException, InterruptedException {
    body.close();
    var wait = askedNanos + every.toNanos() - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
    askedNanos = System.nanoTime();
    try {
      answer = fetch.get(newest == null ? null : answer);
    } catch (FetchException e) {
      throw new CameraException(String.valueOf(e.getMessage()), true, e);
    }
    body = new BufferedInputStream(answer.body());
    images = new Jpegs(body, Still.BYTES_MAX);
    inAnswer = answer.isUnchanged() ? 1 : 0;
    return answer.isUnchanged();
  }

  @Override
  public String kind() {
    return "JPEG or PNG images by HTTP";
  }

  @Override
  public String lastWords() {
    return problem.isEmpty() && images.torn() > 0
        ? "%d of its images were cut off or too long".formatted(images.torn())
        : problem;
  }

  @Override
  public void close() {
    fetch.close();
  }
}
