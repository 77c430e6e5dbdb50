package lotwatch.ledger;

import java.util.function.IntPredicate;

/**
 * What every id and text of the ledger must keep to. What goes over a limit is rejected, and
 * nothing else is touched; all other limits stand beside what they limit.
 */
public final class Limits {
  /** Characters in the id of a lot, spot or camera. */
  public static final int ID_LENGTH_MAX = 64;

  private Limits() {}

  static String checked(String field, String value, int lengthMax) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + " is empty");
    }
    if (value.length() > lengthMax) {
      throw new IllegalArgumentException(
          "%s has %d characters, the limit is %d".formatted(field, value.length(), lengthMax));
    }
    if (has(value, Character::isISOControl)) {
      throw new IllegalArgumentException(field + " contains a control character");
    }
    if (hasHalfAPair(value)) {
      throw new IllegalArgumentException(field + " contains half of a surrogate pair");
    }
    return value;
  }

  static String checkedId(String field, String value) {
    checked(field, value, ID_LENGTH_MAX);
    if (has(value, c -> Character.isWhitespace(c) || c == '/')) {
      throw new IllegalArgumentException(field + " contains a blank or '/'");
    }
    return value;
  }

  /** JSON can escape one and UTF-8 has none: on disk all of them would be the same. */
  private static boolean hasHalfAPair(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(value.codePointAt(i))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Not by way of a stream: every id in every entry of the log is looked at. */
  private static boolean has(String value, IntPredicate bad) {
    for (int i = 0; i < value.length(); i++) {
      if (bad.test(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }
}
