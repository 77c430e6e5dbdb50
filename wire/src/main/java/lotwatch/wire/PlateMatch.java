package lotwatch.wire;

import java.text.Normalizer;
import java.util.Locale;
import lotwatch.ledger.Plate;

/**
 * What is the same for all spellings of one plate, so that one car holds one place: case and all
 * signs but letters and digits do not count, nor what only looks different (NFKC of Unicode
 * Standard Annex 15), and Cyrillic and Greek capitals are the Latin ones that they look like (of
 * the confusables of Unicode Technical Standard 39 only those). O and 0, I and 1 stay different.
 *
 * <p>It is found where a command is made and goes into the log with it: what Unicode says may
 * differ between two JDKs, and replicas must not.
 */
public final class PlateMatch {
  private static final String CYRILLIC =
      "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u04ae\u051a\u051c\u04c0\u0501";
  private static final String AS_CYRILLIC = "ABEKMHOPCTYXSIJYQWID";
  private static final String GREEK =
      "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03f9\u037f";
  private static final String AS_GREEK = "ABEZHIKMNOPTYXCJ";

  private PlateMatch() {}

  /**
   * The letters and digits of a plate, each as the character it looks like.
   *
   * @throws IllegalArgumentException if there is none, or a character that nobody sees; never names
   *     the plate
   */
  public static Plate of(Plate plate) {
    checkVisible(plate.text());
    var normal = new StringBuilder();
    Normalizer.normalize(plate.text(), Normalizer.Form.NFKC)
        .toUpperCase(Locale.ROOT)
        .codePoints()
        .filter(PlateMatch::counts)
        .map(PlateMatch::latin)
        .forEach(normal::appendCodePoint);
    if (normal.codePoints().noneMatch(Character::isLetterOrDigit)) {
      throw new IllegalArgumentException("plate has neither a letter nor a digit");
    }
    if (normal.length() > Plate.LENGTH_MAX) {
      throw new IllegalArgumentException(
          "plate has %d characters when written out, the limit is %d"
              .formatted(normal.length(), Plate.LENGTH_MAX));
    }
    return new Plate(normal.toString());
  }

  /**
   * Passes if somebody sees each character of a plate.
   *
   * @throws IllegalArgumentException if not; never names the plate
   */
  public static void checkVisible(String plate) {
    plate.codePoints().forEach(PlateMatch::checkVisible);
  }

  private static void checkVisible(int c) {
    switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          throw invisible(c);
      default -> {
        if (isDefaultIgnorable(c)) {
          throw invisible(c);
        }
      }
    }
  }

  /**
   * Fillers and variation selectors: letters and marks that are drawn as nothing
   * (Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties, those that are no format
   * characters), and the blank pattern of Braille.
   */
  private static boolean isDefaultIgnorable(int c) {
    return c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0
        || (c >= 0xe0100 && c <= 0xe01ef);
  }

  private static IllegalArgumentException invisible(int c) {
    return new IllegalArgumentException(
        "plate contains U+%04X, a character that nobody sees".formatted(c));
  }

  /** Only letters, their marks and digits make a difference: signs stand between them. */
  private static boolean counts(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(c);
    };
  }

  private static int latin(int c) {
    if (Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
      return '0' + Character.digit(c, 10);
    }
    int cyrillic = CYRILLIC.indexOf(c);
    if (cyrillic >= 0) {
      return AS_CYRILLIC.charAt(cyrillic);
    }
    int greek = GREEK.indexOf(c);
    return greek >= 0 ? AS_GREEK.charAt(greek) : c;
  }
}
