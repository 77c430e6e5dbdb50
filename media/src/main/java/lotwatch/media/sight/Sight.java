package lotwatch.media.sight;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lotwatch.media.Frame;
import lotwatch.wire.Observation.Sighting;
import lotwatch.wire.Observation.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * The eye on one camera's spots: a frame in, what is seen out. Remembers nothing of earlier frames
 * but where the spots lie in them.
 *
 * <p>One thread at a time; the network may be shared.
 */
public final class Sight {
  /** The most spots one camera can watch. */
  public static final int SPOTS_MAX = 1_000;

  private final SpotNet net;
  private final List<WatchedSpot> spots;
  private final FloatBuffer space = SpotNet.space();
  private final float[] one = new float[Crop.FLOATS];
  private @Nullable Cuts cuts;

  /**
   * What one frame shows.
   *
   * @param visibility whether the camera could see at all
   * @param sightings one per spot, in the spots' order; empty when the view is not clear
   */
  public record Seen(Visibility visibility, List<Sighting> sightings) {
    public Seen {
      sightings = List.copyOf(sightings);
    }
  }

  /** How to cut the spots out of frames of one size. */
  private record Cuts(int width, int height, List<Crop> crops) {}

  /** An eye on these spots. */
  public Sight(SpotNet net, List<WatchedSpot> spots) {
    if (spots.size() > SPOTS_MAX) {
      throw new IllegalArgumentException(
          "%d spots on one camera, more than %d".formatted(spots.size(), SPOTS_MAX));
    }
    this.net = net;
    this.spots = List.copyOf(spots);
  }

  /** Whether the camera that took a frame could see at all. */
  public static Visibility visibility(Frame frame) {
    return Clarity.of(frame);
  }

  /** Looks at one frame. Frames may change their size. */
  public Seen look(Frame frame) {
    var visibility = visibility(frame);
    if (visibility != Visibility.CLEAR || spots.isEmpty()) {
      return new Seen(visibility, List.of());
    }
    var occupied = occupied(frame, cuts(frame.width(), frame.height()).crops);
    var sightings = new ArrayList<Sighting>();
    for (var i = 0; i < occupied.length; i++) {
      sightings.add(new Sighting(spots.get(i).id(), occupied[i]));
    }
    return new Seen(visibility, sightings);
  }

  private float[] occupied(Frame frame, List<Crop> crops) {
    var occupied = new float[crops.size()];
    for (var from = 0; from < occupied.length; from += SpotNet.BATCH_MAX) {
      var to = Math.min(occupied.length, from + SpotNet.BATCH_MAX);
      space.clear();
      for (var crop : crops.subList(from, to)) {
        crop.into(frame, one, 0);
        space.put(one);
      }
      net.judge(space.flip(), to - from, occupied, from);
    }
    return occupied;
  }

  private Cuts cuts(int width, int height) {
    if (cuts == null || cuts.width != width || cuts.height != height) {
      cuts =
          new Cuts(
              width,
              height,
              spots.stream().map(spot -> new Crop(spot.outline(), width, height)).toList());
    }
    return Objects.requireNonNull(cuts);
  }
}
