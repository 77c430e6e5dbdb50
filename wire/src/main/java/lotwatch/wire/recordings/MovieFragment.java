package lotwatch.wire.recordings;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the box {@code moof} of a fragment says of its first track.
 *
 * @param decodeTicks when its first sample is decoded
 * @param offsetTicks how much later that is shown
 * @param ticks the sum of the lengths of its samples
 * @param samples how many there are
 * @see <a href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12, 8.8.7 to 8.8.12</a>
 */
record MovieFragment(long decodeTicks, long offsetTicks, long ticks, int samples) {
  /** Where the fields of a box begin, after its head, version and flags. */
  private static final int FIELDS = 12;

  private static final int FLAGS = 0xffffff;

  /** Flags of {@code tfhd}: which fields come before the length of each sample, and that. */
  private static final int BASE_OFFSET = 0x1;

  private static final int DESCRIPTION = 0x2;
  private static final int LENGTH = 0x8;

  /** Flags of {@code trun}: which fields come before the samples, and which each of them has. */
  private static final int DATA_OFFSET = 0x1;

  private static final int FIRST_FLAGS = 0x4;
  private static final int SAMPLE_LENGTH = 0x100;
  private static final int SAMPLE_BYTES = 0x200;
  private static final int SAMPLE_FLAGS = 0x400;
  private static final int SAMPLE_OFFSET = 0x800;

  /**
   * Reads the box.
   *
   * @throws IOException if it is damaged
   */
  static MovieFragment of(byte[] moof) throws IOException {
    var tracks = Fragments.children(moof, "traf");
    if (tracks.isEmpty()) {
      throw new IOException("a fragment has no track");
    }
    var track = tracks.getFirst();
    try {
      var fragment = new MovieFragment(decodeTicks(track), 0, 0, 0);
      int length = length(track);
      for (var run : Fragments.children(track, "trun")) {
        fragment = fragment.with(ByteBuffer.wrap(run), length);
      }
      return fragment;
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("a fragment is cut off", e);
    }
  }

  private static long decodeTicks(byte[] track) throws IOException {
    var boxes = Fragments.children(track, "tfdt");
    if (boxes.isEmpty()) {
      return 0; // the format leaves that to who counts from the file's beginning
    }
    var box = ByteBuffer.wrap(boxes.getFirst());
    return box.get(8) == 0 ? Integer.toUnsignedLong(box.getInt(FIELDS)) : box.getLong(FIELDS);
  }

  /** How long a sample is that does not say so itself. */
  private static int length(byte[] track) throws IOException {
    for (var header : Fragments.children(track, "tfhd")) {
      var box = ByteBuffer.wrap(header);
      int flags = box.getInt(8) & FLAGS;
      if ((flags & LENGTH) != 0) {
        int before = isSet(flags, BASE_OFFSET) * 8 + isSet(flags, DESCRIPTION) * 4;
        return box.getInt(FIELDS + 4 + before);
      }
    }
    return 0;
  }

  private MovieFragment with(ByteBuffer run, int usualLength) throws IOException {
    int flags = run.getInt(8) & FLAGS;
    int count = run.getInt(FIELDS);
    int at = FIELDS + 4 + (isSet(flags, DATA_OFFSET) + isSet(flags, FIRST_FLAGS)) * 4;
    int offset = (isSet(flags, SAMPLE_LENGTH) + isSet(flags, SAMPLE_BYTES)) * 4;
    offset += isSet(flags, SAMPLE_FLAGS) * 4;
    int bytes = offset + isSet(flags, SAMPLE_OFFSET) * 4;
    if (count < 0 || (long) count * bytes > run.limit() - at) {
      throw new IOException("a fragment has no %d samples".formatted(count));
    }
    long sum = ticks;
    if (isSet(flags, SAMPLE_LENGTH) == 0) {
      sum += (long) count * usualLength;
    } else {
      for (int i = 0; i < count; i++) {
        sum += run.getInt(at + i * bytes);
      }
    }
    boolean isFirst = samples == 0 && count > 0 && isSet(flags, SAMPLE_OFFSET) == 1;
    long first = isFirst ? run.getInt(at + offset) : offsetTicks;
    return new MovieFragment(decodeTicks, first, sum, samples + count);
  }

  private static int isSet(int flags, int flag) {
    return (flags & flag) == 0 ? 0 : 1;
  }

  /** When its first sample is shown, on the track's clock. */
  long shownTicks() {
    return decodeTicks + offsetTicks;
  }
}
