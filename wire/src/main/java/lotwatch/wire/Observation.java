package lotwatch.wire;

import java.time.Instant;
import java.util.List;

/**
 * What was seen in one frame of one camera: the message that goes from video to sources.
 *
 * @param camera the camera's id, as configured
 * @param seenAt when the frame was taken, by the clock of the machine that received it
 * @param visibility whether the camera could see at all
 * @param sightings one per spot that could be judged; empty when the view is not clear
 */
public record Observation(
    String camera, Instant seenAt, Visibility visibility, List<Sighting> sightings) {
  public Observation {
    sightings = List.copyOf(sightings);
  }

  /** Whether a camera can see. */
  public enum Visibility {
    /** The frame shows something. */
    CLEAR,
    /** Too dark to tell anything apart. */
    BLACK,
    /** Something lies over the lens, or the frame is one flat colour. */
    COVERED,
    /** The frame was damaged on its way: what it shows is no evidence. */
    DAMAGED,
    /** The same frame as for a long time before. */
    FROZEN
  }

  /**
   * One spot in one frame.
   *
   * @param spot the spot's id within its camera, as configured
   * @param occupied the probability that a vehicle stands there, 0..1
   */
  public record Sighting(String spot, double occupied) {}
}
