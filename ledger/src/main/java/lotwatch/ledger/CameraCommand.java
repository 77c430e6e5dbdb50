package lotwatch.ledger;

import java.time.Instant;
import java.util.List;

/** A command about a camera, or what it shows. */
public sealed interface CameraCommand extends Command {
  /** Cameras in one ledger. */
  int CAMERAS_MAX = 2_000;

  /** Spots that one camera watches. */
  int WATCHES_MAX = 500;

  /** The camera it is about. */
  CameraId camera();

  /** Places a camera, or changes what one watches. Its spots must be spots of open lots. */
  record PlaceCamera(CameraId camera, List<Watch> watches) implements CameraCommand {
    public PlaceCamera {
      watches = List.copyOf(watches);
    }
  }

  /** Takes a camera away; spots that no other camera watches turn unknown. */
  record RemoveCamera(CameraId camera) implements CameraCommand {}

  /**
   * What one frame showed.
   *
   * @param seenAt when the frame was taken; measures how long frames agree
   * @param visibility any but {@link Visibility#STARTING} and {@link Visibility#SILENT}
   * @param sightings of spots the camera watches; a spot left out was not judged
   */
  record Observe(CameraId camera, Instant seenAt, Visibility visibility, List<Sighting> sightings)
      implements CameraCommand {
    public Observe {
      sightings = List.copyOf(sightings);
    }

    @Override
    public int version() {
      return visibility.version();
    }

    /** What is seen as little of is covered, for those who know no better word. */
    @Override
    public Command asOf(int version) {
      return version() <= version
          ? this
          : new Observe(camera, seenAt, Visibility.COVERED, sightings);
    }
  }

  /**
   * One spot in one frame.
   *
   * @param occupied the probability that a vehicle stands there, 0..1
   */
  record Sighting(SpotId spot, double occupied) {
    /**
     * @throws IllegalArgumentException if the probability is none
     */
    public Sighting {
      if (!(occupied >= 0 && occupied <= 1)) {
        throw new IllegalArgumentException(
            "occupied of spot %s is %s, the limits are 0 and 1".formatted(spot, occupied));
      }
    }
  }
}
