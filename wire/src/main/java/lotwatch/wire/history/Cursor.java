package lotwatch.wire.history;

import org.jspecify.annotations.Nullable;

/**
 * Where a page of rows ended: the next one begins after it. Rows that come meanwhile are newer than
 * the first page, so that no page repeats or skips one.
 *
 * @param number what the rows are sorted by, the highest first
 * @param id tells rows of the same number apart; empty if no two have one
 */
public record Cursor(long number, String id) {
  /** Characters of one that is read. */
  public static final int LENGTH_MAX = 160;

  /**
   * Reads what {@link #toString} wrote.
   *
   * @return null if it is no cursor
   */
  public static @Nullable Cursor parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 1 || text.length() > LENGTH_MAX) {
      return null;
    }
    try {
      return new Cursor(Long.parseLong(text.substring(0, dot)), text.substring(dot + 1));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  @Override
  public String toString() {
    return number + "." + id;
  }
}
