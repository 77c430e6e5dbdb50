package lotwatch.cli.eval;

import java.io.IOException;
import java.util.List;
import lotwatch.media.Frame;
import lotwatch.media.sight.WatchedSpot;

/**
 * One picture with what is true in it.
 *
 * @param name unique within its set
 * @param picture reads the picture
 * @param truths its labelled spots
 * @param patch whether it is a small picture of one spot, not a camera's view
 */
public record Shot(String name, Picture picture, List<Truth> truths, boolean patch) {
  public Shot {
    truths = List.copyOf(truths);
  }

  /** A labelled spot. */
  public record Truth(WatchedSpot spot, boolean occupied) {}

  /** A picture that is read when it is needed. */
  public interface Picture {
    /**
     * Reads it.
     *
     * @throws IOException if it cannot be read
     * @throws InterruptedException if the wait for a decoder was interrupted
     */
    Frame read() throws IOException, InterruptedException;
  }
}
