package lotwatch.cli.eval;

import java.io.IOException;
import java.util.List;
import lotwatch.media.Frame;
import lotwatch.media.sight.WatchedSpot;

/**
 * One image with what is true in it.
 *
 * @param name unique within its set
 * @param image reads the image
 * @param truths its labelled spots
 * @param patch whether it is a small image of one spot, not a camera's view
 */
public record Shot(String name, Image image, List<Truth> truths, boolean patch) {
  public Shot {
    truths = List.copyOf(truths);
  }

  /** A labelled spot. */
  public record Truth(WatchedSpot spot, boolean occupied) {}

  /** An image that is read when it is needed. */
  public interface Image {
    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read
     * @throws InterruptedException if the wait for a decoder was interrupted
     */
    Frame read() throws IOException, InterruptedException;
  }
}
