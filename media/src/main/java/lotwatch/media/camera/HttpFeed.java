package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import lotwatch.media.fetch.Fetch;
import lotwatch.media.fetch.FetchException;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a camera that is asked by HTTP. What it answers decides: one image is asked for
 * again and again; JPEGs in a row, with boundaries between them or without, are taken one by one;
 * anything else is decoded by ffmpeg.
 */
final class HttpFeed implements Feed {
  private static final int PEEK_BYTES = 16;

  private final Decoders decoders;
  private final CameraSettings camera;
  private final Fetch fetch;

  /** Who gives the frames, once that is known. */
  private volatile @Nullable Feed inner;

  private volatile boolean isClosed;

  /**
   * Nothing is asked before the first frame is.
   *
   * @throws CameraException if the address cannot be used
   */
  HttpFeed(Decoders decoders, CameraSettings camera, Source.Http source) throws CameraException {
    this.decoders = decoders;
    this.camera = camera;
    try {
      this.fetch =
          new Fetch(
              Credentials.bare(source.url()),
              Credentials.secret(source.url()),
              source.insecure(),
              Waits.of(camera).socket());
    } catch (IOException e) {
      throw new CameraException(String.valueOf(e.getMessage()), false, e);
    }
  }

  @Override
  public @Nullable Decoded next() throws IOException, InterruptedException {
    var opened = inner;
    if (opened == null) {
      opened = open();
      inner = opened;
      if (isClosed) {
        opened.close();
      }
    }
    return opened.next();
  }

  private Feed open() throws IOException, InterruptedException {
    Fetch.Answer answer;
    try {
      answer = fetch.get();
    } catch (FetchException e) {
      throw new CameraException(String.valueOf(e.getMessage()), true, e);
    }
    var body = new BufferedInputStream(answer.body(), 65_536);
    body.mark(PEEK_BYTES);
    var head = body.readNBytes(PEEK_BYTES);
    body.reset();
    if (isPlaylist(answer.type(), head)) {
      body.close();
      throw new CameraException(
          "the camera answers with a play list (HLS), which is not followed: use its RTSP, motion JPEG or snapshot address",
          false);
    }
    if (answer.type().equals("text/html") || startsWith(head, "<")) {
      body.close();
      throw new CameraException(
          "the camera answers with a page, not with an image or a video: is the path right?", true);
    }
    if (isImages(answer.type(), head)) {
      return new ImageFeed(camera, fetch, answer, body);
    }
    var recipe = Recipe.of(camera);
    return new DecodedFeed(
        FedChild.start(decoders.ffmpeg().command(recipe.arguments()), body, camera.id()),
        camera.source());
  }

  private static boolean isPlaylist(String type, byte[] head) {
    return type.contains("mpegurl") || startsWith(head, "#EXTM3U");
  }

  private static boolean isImages(String type, byte[] head) {
    return type.startsWith("multipart/")
        || type.equals("video/x-motion-jpeg")
        || type.equals("video/x-mjpeg")
        || type.startsWith("image/")
        || startsWith(head, "\u00ff\u00d8")
        || startsWith(head, "--");
  }

  private static boolean startsWith(byte[] head, String what) {
    return new String(head, ISO_8859_1).startsWith(what);
  }

  @Override
  public String kind() {
    var opened = inner;
    return opened == null ? "" : opened.kind();
  }

  @Override
  public String lastWords() {
    var opened = inner;
    return opened == null ? "" : opened.lastWords();
  }

  @Override
  public void close() {
    isClosed = true;
    fetch.close();
    var opened = inner;
    if (opened != null) {
      opened.close();
    }
  }
}
