package lotwatch.gateway.net;

/** Requests that are lines of UTF-8, each ended by a line feed, with or without a return. */
public final class Lines {
  /** Bytes of one line, its end not counted. */
  public static final int LINE_BYTES_MAX = 4 << 10;

  /** Bytes of a line beyond which its end is not waited for. */
  public static final int SKIPPED_BYTES_MAX = 1 << 20;

  private final Input input;
  private int scanned;
  private int skipped;

  /** Reads what a connection says. */
  public Lines(Input input) {
    this.input = input;
  }

  /** What comes next. */
  public enum Next {
    /** A line, in the words given. */
    LINE,
    /** A line beyond {@link #LINE_BYTES_MAX}; it was passed over. */
    TOO_LONG,
    /** A line beyond {@link #SKIPPED_BYTES_MAX}, of which there is no end: hang up. */
    ENDLESS,
    /** No whole line is here yet. */
    MORE
  }

  /**
   * Takes the next line.
   *
   * @param words is given the line; holds it until the next call
   */
  public Next next(LineWords words) {
    int end = input.find((byte) '\n', scanned);
    if (end < 0) {
      return part();
    }
    if (skipped + end > SKIPPED_BYTES_MAX) {
      return Next.ENDLESS; // however it was cut on its way
    }
    boolean fits = skipped == 0 && end <= LINE_BYTES_MAX + 1;
    if (fits) {
      words.split(input, end);
    }
    input.take(end + 1);
    scanned = 0;
    skipped = 0;
    return fits && words.bytesMax(LINE_BYTES_MAX) ? Next.LINE : Next.TOO_LONG;
  }

  private Next part() {
    if (skipped == 0 && input.size() <= LINE_BYTES_MAX + 1) {
      scanned = input.size();
      return Next.MORE;
    }
    skipped += input.size();
    scanned = 0;
    input.skip();
    return skipped > SKIPPED_BYTES_MAX ? Next.ENDLESS : Next.MORE;
  }
}
