package lotwatch.wire.json;

import java.util.Locale;

/** How single values are written. */
final class Words {
  private Words() {}

  /** A word of an enum, in small letters. */
  static String of(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }

  /** To three decimals: no sight is surer than that. */
  static double rounded(double probability) {
    return Math.rint(probability * 1000) / 1000;
  }
}
