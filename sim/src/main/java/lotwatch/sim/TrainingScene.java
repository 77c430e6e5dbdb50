package lotwatch.sim;

import java.util.List;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;

/**
 * One made-up image of a lot with the answers.
 *
 * @param frame the image
 * @param spots outlines of the spots that can be judged by eye, each inside the image
 * @param occupied whether a vehicle stands in each of them; never written to
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written
public record TrainingScene(Frame frame, List<Polygon> spots, boolean[] occupied) {
  public TrainingScene {
    spots = List.copyOf(spots);
    if (spots.size() != occupied.length) {
      throw new IllegalArgumentException(
          "%d spots, %d answers".formatted(spots.size(), occupied.length));
    }
  }
}
