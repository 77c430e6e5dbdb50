package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** The words of one line, between blanks; a view that costs nothing until a text is asked for. */
public final class LineWords {
  /** Words that can be asked for; further ones are only counted. */
  public static final int WORDS_MAX = 8;

  private static final int FIRST_BYTES = 128;

  private final int[] starts = new int[WORDS_MAX];
  private final int[] ends = new int[WORDS_MAX];
  private byte[] bytes = {};
  private int lineBytes;
  private int count;
  private boolean ascii;

  /** Splits the first {@code length} bytes of what was said. */
  void split(Input line, int length) {
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, FIRST_BYTES)];
    }
    line.copy(0, bytes, length);
    lineBytes = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
    count = 0;
    int seen = 0;
    int at = 0;
    while (at < length) {
      while (at < length && isBlank(bytes[at])) {
        at++;
      }
      int start = at;
      while (at < length && !isBlank(bytes[at])) {
        seen |= bytes[at++];
      }
      if (at > start) {
        if (count < WORDS_MAX) {
          starts[count] = start;
          ends[count] = at;
        }
        count++;
      }
    }
    ascii = seen >= 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  boolean bytesMax(int max) {
    return lineBytes <= max;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Whether they are UTF-8. */
  public boolean isText() {
    if (ascii) {
      return true;
    }
    try {
      for (int i = 0; i < Math.min(count, WORDS_MAX); i++) {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, starts[i], ends[i] - starts[i]));
      }
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  /** Whether word {@code i} is this one, in upper or lower case. */
  public boolean is(int i, String upperCase) {
    int start = starts[i];
    if (i >= count || ends[i] - start != upperCase.length()) {
      return false;
    }
    for (int at = 0; at < upperCase.length(); at++) {
      int b = bytes[start + at];
      if ((b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b) != upperCase.charAt(at)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Word {@code i}.
   *
   * @throws IndexOutOfBoundsException if there are not so many
   */
  public String text(int i) {
    if (i >= Math.min(count, WORDS_MAX)) {
      throw new IndexOutOfBoundsException(i);
    }
    return new String(bytes, starts[i], ends[i] - starts[i], UTF_8);
  }

  /**
   * What stands between double quotes from word {@code i} to the end of the line, blanks and all;
   * null if the rest of the line is not in quotes, or is not UTF-8.
   */
  public @Nullable String quoted(int i) {
    if (i >= Math.min(count, WORDS_MAX)) {
      return null;
    }
    int start = starts[i];
    int end = lineBytes;
    while (end > start && isBlank(bytes[end - 1])) {
      end--;
    }
    if (end - start < 2 || bytes[start] != '"' || bytes[end - 1] != '"') {
      return null;
    }
    try {
      var inside = ByteBuffer.wrap(bytes, start + 1, end - start - 2);
      return UTF_8.newDecoder().decode(inside).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
