package lotwatch.recordings.media;

import static lotwatch.recordings.media.MediaException.refused;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import lotwatch.recordings.media.MediaException.Kind;

/** The packets of a file as ffprobe lists them, one a line, in the file's order. */
final class PacketTimes {
  static final List<String> ARGUMENTS =
      List.of(
          "-show_entries",
          "packet=stream_index,pts_time,pts,dts,duration_time,duration,flags",
          "-of",
          "csv=p=0");

  /** Timestamps may be out of order as far as frames are, never by so many seconds. */
  private final Limits limits;

  private final int videoIndex;
  private final Map<Integer, long[]> spans = new HashMap<>();
  private long[] ticks = new long[1024];
  private final BitSet keys = new BitSet();
  private int count;
  private long packets;
  private long lastDts = Long.MIN_VALUE;
  private long endTick = Long.MIN_VALUE;
  private long withoutTime;
  private long backwards = -1;

  PacketTimes(Limits limits, int videoIndex) {
    this.limits = limits;
    this.videoIndex = videoIndex;
  }

  /** Stream, pts, pts in seconds, dts, duration, duration in seconds, flags. */
  void line(String line) {
    var words = line.split(",", -1);
    if (words.length < 7 || ++packets > limits.packetsMax()) {
      return;
    }
    var index = (int) number(words[0]).orElse(-1);
    var flags = words[6];
    var isHidden = flags.length() > 1 && flags.charAt(1) == 'D';
    if (!isHidden) {
      span(index, micros(words[2]), micros(words[5]));
    }
    if (index == videoIndex) {
      video(number(words[1]), number(words[3]), number(words[4]), flags.startsWith("K"), isHidden);
    }
  }

  private void video(
      OptionalLong pts, OptionalLong dts, OptionalLong duration, boolean isKey, boolean isHidden) {
    if (dts.isPresent()) {
      if (dts.getAsLong() < lastDts && backwards < 0) {
        backwards = count;
      }
      lastDts = dts.getAsLong();
    }
    if (isHidden) {
      return;
    }
    if (count >= limits.framesMax()) {
      count++;
      return;
    }
    var time = pts.isPresent() ? pts : dts;
    if (time.isEmpty()) {
      withoutTime++;
      return;
    }
    if (count == ticks.length) {
      ticks = Arrays.copyOf(ticks, count * 2);
    }
    keys.set(count, isKey);
    ticks[count++] = time.getAsLong();
    endTick = Math.max(endTick, time.getAsLong() + Math.max(1, duration.orElse(1)));
  }

  private void span(int index, OptionalLong start, OptionalLong length) {
    if (start.isEmpty()) {
      return;
    }
    var from = start.getAsLong();
    var span = spans.computeIfAbsent(index, _ -> new long[] {from, from, 0});
    span[0] = Math.min(span[0], from);
    span[1] = Math.max(span[1], from + length.orElse(0));
    span[2] = Math.max(span[2], length.orElse(0));
  }

  /** Throws what is wrong with them. */
  void check() throws MediaException {
    if (packets > limits.packetsMax()) {
      throw new MediaException(
          Kind.LIMIT, "it has more than %d packets".formatted(limits.packetsMax()));
    }
    if (count > limits.framesMax()) {
      throw new MediaException(
          Kind.LIMIT, "it has more than %d frames".formatted(limits.framesMax()));
    }
    if (count == 0 && withoutTime > 0) {
      throw refused("its frames have no timestamps");
    }
    if (count == 0) {
      throw refused("its video holds no frame");
    }
    if (withoutTime > 0) {
      throw refused("%d of its frames have no timestamp".formatted(withoutTime));
    }
    if (backwards >= 0) {
      throw refused("its timestamps jump back at frame %d".formatted(backwards));
    }
  }

  /** The visible frames, ascending. */
  FrameTimes frames() {
    var sorted = Arrays.copyOf(ticks, count);
    Arrays.sort(sorted);
    var sortedKeys = new BitSet(count);
    keys.stream().map(index -> Arrays.binarySearch(sorted, ticks[index])).forEach(sortedKeys::set);
    return new FrameTimes(sorted, sortedKeys, endTick);
  }

  /** Whether two frames have the same time: one of them is hidden, and only decoding tells. */
  boolean hasHiddenFrames() {
    var frames = frames().ticks();
    for (int i = 1; i < frames.length; i++) {
      if (frames[i] == frames[i - 1]) {
        return true;
      }
    }
    return false;
  }

  Track timed(Track track) {
    var span = spans.get(track.index());
    return span == null
        ? track
        : new Track(
            track.index(),
            track.kind(),
            track.codec(),
            track.channels(),
            track.language(),
            new Track.Span(span[0], span[1], span[2]));
  }

  /** From the start of the first packet of any stream to the end of the last. */
  double seconds() {
    var from = spans.values().stream().mapToLong(span -> span[0]).min().orElse(0);
    var to = spans.values().stream().mapToLong(span -> span[1]).max().orElse(0);
    return (to - Math.min(0, from)) / 1e6;
  }

  static OptionalLong number(String word) {
    try {
      var comma = word.indexOf(',');
      return OptionalLong.of(Long.parseLong(comma < 0 ? word : word.substring(0, comma)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty(); // N/A
    }
  }

  static OptionalDouble decimal(String word) {
    try {
      return OptionalDouble.of(Double.parseDouble(word));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalLong micros(String seconds) {
    try {
      return OptionalLong.of(Math.round(Double.parseDouble(seconds) * 1e6));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
