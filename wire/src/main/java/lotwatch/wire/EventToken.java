package lotwatch.wire;

import java.util.regex.Pattern;
import lotwatch.ledger.View;

/**
 * From where a feed goes on: {@code HISTORY-SEQUENCE}, or the bare number where the history has no
 * id yet, or the token was written by an older program.
 *
 * @param history empty if it is not known
 * @param sequence the last event that the reader has
 */
public record EventToken(String history, long sequence) {
  private static final Pattern SHAPE = Pattern.compile("(?:([0-9a-f]{1,64})-)?(\\d{1,18})");

  /** Where a reader of this view is. */
  public static EventToken of(View view) {
    return new EventToken(view.history(), view.sequence());
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static EventToken parse(String text) {
    var shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw new IllegalArgumentException("is not the id of an event");
    }
    var history = shape.group(1);
    return new EventToken(history == null ? "" : history, Long.parseLong(shape.group(2)));
  }

  /** Whether its number means an event of this view's history; 0 is the beginning of any. */
  public boolean isOf(View view) {
    return history.equals(view.history()) || (history.isEmpty() && sequence == 0);
  }

  @Override
  public String toString() {
    return history.isEmpty() ? Long.toString(sequence) : history + "-" + sequence;
  }
}
