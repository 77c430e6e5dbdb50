package lotwatch.gateway.rest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a file are asked for. Of several ranges none is taken out: the whole file is given
 * then, as it may be.
 *
 * @param from the first
 * @param to after the last
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range-requests">RFC 9110, range
 *     requests</a>
 */
record ByteRange(long from, long to) {
  private static final Pattern ONE = Pattern.compile("(?i:bytes)=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /** Says that there is nothing where the range is: 416. */
  static final ByteRange NOWHERE = new ByteRange(-1, -1);

  /**
   * What a Range header asks for.
   *
   * @param length of the file
   * @return null for the whole file, also where the header is none
   */
  static @Nullable ByteRange of(@Nullable String header, long length) {
    var shape = ONE.matcher(header == null ? "" : header);
    if (!shape.matches()) {
      return null;
    }
    var first = shape.group(1);
    var last = shape.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? null : suffix(Long.parseLong(last), length);
    }
    long from = Long.parseLong(first);
    if (!last.isEmpty() && Long.parseLong(last) < from) {
      return null; // such a header is none
    }
    long to = last.isEmpty() ? length : Math.min(length, Long.parseLong(last) + 1);
    return from >= length ? NOWHERE : new ByteRange(from, to);
  }

  private static ByteRange suffix(long bytes, long length) {
    return bytes == 0 || length == 0 ? NOWHERE : new ByteRange(Math.max(0, length - bytes), length);
  }
}
