package lotwatch.tcp;

import java.io.IOException;

/** Requests that are lines of UTF-8, each ended by a line feed, with or without a return. */
public final class Lines {
  /** Bytes of one line, its end not counted. */
  public static final int LINE_BYTES_MAX = 4 << 10;

  /** Bytes of a line beyond which its end is not waited for. */
  public static final int SKIPPED_BYTES_MAX = 1 << 20;

  private final Input input;
  private int scanned;

  /** Reads what this caller says. */
  public Lines(Caller caller) {
    input = caller.input();
  }

  /** What comes next. */
  public enum Next {
    /** A line, in the words given. */
    LINE,
    /** A line beyond {@link #LINE_BYTES_MAX}; it was passed over. */
    TOO_LONG,
    /** A line beyond {@link #SKIPPED_BYTES_MAX}, of which there is no end: hang up. */
    ENDLESS,
    /** The caller has said everything; a line without an end is none. */
    END
  }

  /** Whether the next line is here already. */
  public boolean isReady() {
    return end() >= 0;
  }

  /**
   * Waits for the next line, sending what was written if it is not here yet.
   *
   * @param words is given the line; holds it until the next call
   */
  public Next next(Words words) throws IOException {
    int end = end();
    while (end < 0) {
      if (input.size() > LINE_BYTES_MAX + 1) {
        return skip();
      }
      if (!input.fill()) {
        return Next.END;
      }
      end = end();
    }
    boolean fits = end <= LINE_BYTES_MAX + 1;
    if (fits) {
      words.split(input.bytes(), input.from(), input.from() + end);
    }
    taken(end + 1);
    return fits && words.bytesMax(LINE_BYTES_MAX) ? Next.LINE : Next.TOO_LONG;
  }

  private Next skip() throws IOException {
    long skipped = 0;
    int end = end();
    while (end < 0) {
      skipped += input.size();
      input.skip();
      scanned = 0;
      if (skipped > SKIPPED_BYTES_MAX) {
        return Next.ENDLESS;
      }
      if (!input.fill()) {
        return Next.END;
      }
      end = end();
    }
    taken(end + 1);
    return Next.TOO_LONG;
  }

  private void taken(int count) {
    input.take(count);
    scanned = 0;
  }

  /** Bytes before the first line feed; -1 if there is none yet. */
  private int end() {
    byte[] bytes = input.bytes();
    int from = input.from();
    int size = input.size();
    for (int at = scanned; at < size; at++) {
      if (bytes[from + at] == '\n') {
        scanned = at;
        return at;
      }
    }
    scanned = size;
    return -1;
  }
}
