package lotwatch.recordings.play;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import lotwatch.wire.recordings.Fragments;
import lotwatch.wire.recordings.Playback.File;

/**
 * One track of a video as players fetch it: a file of fragments, and what is in it.
 *
 * @param file it
 * @param playlist names its segments
 * @param entry what its samples are
 * @param fragments what the file holds, at least one segment
 */
record MediaTrack(File file, File playlist, SampleEntry entry, Fragments fragments) {
  /**
   * Reads a file of one track.
   *
   * @throws IOException if it cannot be read, or holds nothing that players know
   */
  static MediaTrack of(Path folder, File file, File playlist) throws IOException {
    var fragments = Fragments.of(folder.resolve(file.fileName()));
    if (fragments.segments().isEmpty() || fragments.ticksPerSecond() == 0) {
      throw new IOException("it has no fragment, or no clock");
    }
    var entry = SampleEntry.of(HexFormat.of().parseHex(fragments.configuration()));
    return new MediaTrack(file, playlist, entry, fragments);
  }

  List<Fragments.Segment> segments() {
    return fragments.segments();
  }

  /** Bits per second of the segment that has most. */
  long bitRateMax() {
    return segments().stream()
        .mapToLong(it ->
            Math.ceilDiv(it.bytes() * 8 * fragments.ticksPerSecond(), Math.max(1, it.ticks())))
        .max()
        .orElseThrow();
  }

  /** When the last segment ends. */
  long endMicros() {
    var last = segments().getLast();
    return micros(last.startTicks() + last.ticks());
  }

  /** How long the longest segment is. */
  long segmentMicrosMax() {
    return micros(segments().stream().mapToLong(Fragments.Segment::ticks).max().orElseThrow());
  }

  private long micros(long ticks) {
    return BigDecimal.valueOf(ticks)
        .movePointRight(6)
        .divide(BigDecimal.valueOf(fragments.ticksPerSecond()), RoundingMode.HALF_UP)
        .longValueExact();
  }
}
