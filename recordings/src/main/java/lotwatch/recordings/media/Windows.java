package lotwatch.recordings.media;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where a video is cut: at keyframes, so that each frame is in exactly one piece. */
public final class Windows {
  /** How long a piece should be. */
  public static final Duration LENGTH = Duration.ofSeconds(10);

  /** Where seeks are vague each piece costs a few seconds more, so there are fewer. */
  static final Duration LENGTH_VAGUE = Duration.ofSeconds(20);

  private static final double SHORTEST = 0.8;
  private static final double TAIL = 0.3;
  private static final long SECOND = 1_000_000;

  private Windows() {}

  /** How long pieces of this file are unless somebody says. */
  public static Duration lengthFor(Probed probed) {
    return probed.isSeekVague() ? LENGTH_VAGUE : LENGTH;
  }

  /**
   * The windows of a file: each at least 0.8 of the length wanted, but for a video that is shorter;
   * a rest below 0.3 of it goes to the last one.
   */
  public static List<Window> of(Probed probed, Duration length) {
    var frames = probed.frames();
    var clock = probed.video().timeBase();
    var starts = starts(frames, clock, length.toNanos() / 1_000);
    var windows = new ArrayList<Window>(starts.size());
    for (int i = 0; i < starts.size(); i++) {
      var isLast = i == starts.size() - 1;
      var from = frames.tick(starts.get(i));
      var to = isLast ? frames.endTick() : frames.tick(starts.get(i + 1));
      var next = isLast ? frames.count() : starts.get(i + 1);
      windows.add(
          new Window(
              i,
              from,
              to,
              next - starts.get(i),
              i == 0 ? clock.micros(from) - SECOND : between(frames, starts.get(i), clock),
              isLast ? clock.micros(to) + SECOND : between(frames, next, clock),
              frames.tick(next - 1)));
    }
    return windows;
  }

  /** Halfway from the frame before to this one: no rounding moves either over it. */
  private static long between(FrameTimes frames, int index, Ratio clock) {
    var before = clock.micros(frames.tick(index - 1));
    return before + (clock.micros(frames.tick(index)) - before) / 2;
  }

  /** The indexes of the frames at which pieces start. */
  private static List<Integer> starts(FrameTimes frames, Ratio clock, long lengthMicros) {
    var starts = new ArrayList<Integer>(List.of(0));
    var end = clock.micros(frames.endTick());
    var last = clock.micros(frames.firstTick());
    for (int key = frames.nextKey(1); key >= 0; key = frames.nextKey(key + 1)) {
      var at = clock.micros(frames.tick(key));
      if (at - last >= SHORTEST * lengthMicros && end - at >= TAIL * lengthMicros) {
        starts.add(key);
        last = at;
      }
    }
    return starts;
  }
}
