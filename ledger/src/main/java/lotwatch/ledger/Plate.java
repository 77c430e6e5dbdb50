package lotwatch.ledger;

/**
 * A licence plate: personal data. Its text is only given out by {@link #text}; {@link #toString},
 * and so every log line and error, shows it masked.
 *
 * @param text 1 to {@value #LENGTH_MAX} printable characters; case counts
 */
public record Plate(String text) implements Comparable<Plate> {
  /** Characters in a licence plate; the longest real ones have about 12. */
  public static final int LENGTH_MAX = 32;

  private static final int SHOWN = 2;

  /**
   * @throws IllegalArgumentException naming the limit it breaks, never the plate
   */
  public Plate {
    Limits.checked("plate", text, LENGTH_MAX);
  }

  /** The version that knows a plate with this match. */
  int versionWith(Plate match) {
    return match.equals(this) ? Versions.FIRST : 4;
  }

  /** The plate with all but its last two characters hidden; a short plate is hidden whole. */
  public String masked() {
    int length = text.codePointCount(0, text.length());
    int hidden = length > 2 * SHOWN ? length - SHOWN : length;
    return "*".repeat(hidden) + text.substring(text.offsetByCodePoints(0, hidden));
  }

  @Override
  public int compareTo(Plate other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return masked();
  }
}
