package lotwatch.recordings.media;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.LongStream;

/** When each visible frame of a stream is shown, in ticks of the stream's clock. Immutable. */
public final class FrameTimes {
  private final long[] ticks;
  private final BitSet keys;
  private final long endTick;

  /**
   * @param ticks ascending; not to be changed afterwards
   * @param keys at which of them a decoder can begin; not to be changed afterwards
   * @param endTick when the last frame ends
   */
  FrameTimes(long[] ticks, BitSet keys, long endTick) {
    this.ticks = ticks;
    this.keys = keys;
    this.endTick = endTick;
  }

  /** When the frame of that index is shown. */
  public long tick(int index) {
    return ticks[index];
  }

  /** When each is shown; a copy. */
  long[] ticks() {
    return ticks.clone();
  }

  /** The index of the first frame from that index on at which a decoder can begin; else -1. */
  int nextKey(int index) {
    return keys.nextSetBit(index);
  }

  /** When each keyframe is shown. */
  LongStream keyTicks() {
    return keys.stream().mapToLong(index -> ticks[index]);
  }

  /** When the last frame ends. */
  public long endTick() {
    return endTick;
  }

  /** How many there are. */
  public int count() {
    return ticks.length;
  }

  /** When the first one is shown. */
  public long firstTick() {
    return ticks[0];
  }

  /** When the last one begins to be shown. */
  public long lastTick() {
    return ticks[ticks.length - 1];
  }

  /** Whether steps between frames differ by more than a tick, which a coarse clock explains. */
  public boolean isVariable() {
    var least = Long.MAX_VALUE;
    var most = 0L;
    for (int i = 1; i < ticks.length; i++) {
      least = Math.min(least, ticks[i] - ticks[i - 1]);
      most = Math.max(most, ticks[i] - ticks[i - 1]);
    }
    return ticks.length > 1 && most - least > 1;
  }

  /** The index of the first that is not before a tick. */
  int indexOf(long tick) {
    var found = Arrays.binarySearch(ticks, tick);
    var index = found < 0 ? -found - 1 : found;
    while (index > 0 && ticks[index - 1] == tick) {
      index--;
    }
    return index;
  }

  @Override
  public String toString() {
    return "%d frames, %d to %d".formatted(count(), firstTick(), endTick);
  }
}
