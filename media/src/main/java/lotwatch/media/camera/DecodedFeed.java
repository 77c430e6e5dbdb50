package lotwatch.media.camera;

import java.io.IOException;
import lotwatch.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a child ffmpeg decodes. Believes nothing: every size has a limit before memory is
 * given.
 */
final class DecodedFeed implements Feed {
  private static final String NO_KEY_FRAME = "video comes, but no key frame that it begins with";

  private final Child child;
  private final Source source;
  private volatile boolean isDecoding;

  DecodedFeed(Child child, Source source) {
    this.child = child;
    this.source = source;
  }

  @Override
  public @Nullable Decoded next() throws IOException, InterruptedException {
    var note = child.decoderWords().notes().next();
    if (note == null) {
      child.join();
      return null;
    }
    if (note.width() < 1
        || note.height() < 1
        || (long) note.width() * note.height() > Recipe.PIXELS_MAX) {
      throw new CameraException(
          "a frame of %d x %d is over the %d pixels we take"
              .formatted(note.width(), note.height(), Recipe.PIXELS_MAX),
          false);
    }
    var planes = new byte[Frame.bytes(note.width(), note.height())];
    if (child.output().readNBytes(planes, 0, planes.length) < planes.length) {
      child.join();
      return null;
    }
    isDecoding = true;
    return new Decoded(note.width(), note.height(), planes, note.damaged());
  }

  @Override
  public String kind() {
    return child.decoderWords().stream();
  }

  @Override
  public String lastWords() {
    var said = masked(child.lastWords());
    if (isDecoding || !child.decoderWords().notes().lacksKeyFrame()) {
      return said;
    }
    return said.isEmpty() ? NO_KEY_FRAME : "%s (%s)".formatted(NO_KEY_FRAME, said);
  }

  private String masked(String said) {
    return switch (source) {
      case Source.Rtsp rtsp -> Credentials.masked(said, rtsp.url());
      case Source.Http http -> Credentials.masked(said, http.url());
      case Source.VideoFile _, Source.Simulated _, Source.Sent _, Source.SentText _ -> said;
    };
  }

  @Override
  public void close() {
    child.close();
  }
}
