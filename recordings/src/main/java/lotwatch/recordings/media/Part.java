package lotwatch.recordings.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which part of the whole an encoder is given. It knows neither what was before nor what comes, and
 * x264 makes worse of that at constant quality: the first keyframe of all gets fewer bits than
 * later ones (in a quiet scene all frames after it inherit that, 2.6 dB), and so do the last
 * frames, on which it sees nothing built. Such frames of a piece get the bits that they have in one
 * pass.
 *
 * @param frames how many there are
 * @param hasBefore whether there are pieces before
 * @param hasAfter whether there are pieces after
 * @param rate frames per second of the whole on average, which levels and qualities go by; empty if
 *     unknown
 */
record Part(int frames, boolean hasBefore, boolean hasAfter, Optional<Ratio> rate) {
  /** The quotient of quantizers of keyframes and others: x264's {@code ipratio}. */
  private static final String FIRST = "0,0,b=1.4";

  /** How many of the last frames, and by what they are better; found by comparing with one pass. */
  private static final List<Zone> LAST =
      List.of(
          new Zone(12, 7, "1.2"),
          new Zone(6, 4, "1.4"),
          new Zone(3, 2, "1.6"),
          new Zone(1, 1, "1.8"));

  private record Zone(int fromEnd, int toEnd, String bits) {}

  /** All of it. */
  static Part whole(Optional<Ratio> rate) {
    return new Part(0, false, false, rate);
  }

  /** What x264 is told; nothing for the whole. */
  String zones() {
    var zones = new ArrayList<String>();
    if (hasBefore) {
      zones.add(FIRST);
    }
    if (hasAfter) {
      for (var zone : LAST) {
        if (frames - zone.fromEnd() > 0) {
          zones.add(
              "%d,%d,b=%s".formatted(frames - zone.fromEnd(), frames - zone.toEnd(), zone.bits()));
        }
      }
    }
    return zones.isEmpty() ? "" : ":zones=" + String.join("/", zones);
  }
}
