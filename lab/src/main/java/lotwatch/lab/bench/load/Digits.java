package lotwatch.lab.bench.load;

/** Whole numbers in text. */
final class Digits {
  private Digits() {}

  /** Whether a text is a whole number, perhaps below zero. */
  static boolean are(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > from;
  }
}
