package lotwatch.media.camera;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one run of a camera gives: decoded frames, one by one, at the pace that was asked for. */
interface Feed extends AutoCloseable {
  /**
   * One frame.
   *
   * @param width in pixels
   * @param height in pixels
   * @param planes as in {@link lotwatch.media.Frame}; never written to
   * @param damaged whether parts of it were lost
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on to a frame
  record Decoded(int width, int height, byte[] planes, boolean damaged) {}

  /**
   * Waits for the next one.
   *
   * @return null if there will be no more; {@link #lastWords} says why
   * @throws CameraException if there cannot be more
   */
  @Nullable Decoded next() throws IOException, InterruptedException;

  /** How they come, such as {@code h264 (High), yuv420p, 1280x720, 25 fps}; empty if unknown. */
  String kind();

  /** What was complained of last; empty if nothing was. Complete at the end; without secrets. */
  String lastWords();

  /** Ends it. May be called from any thread; {@link #next} returns or throws then. */
  @Override
  void close();
}
