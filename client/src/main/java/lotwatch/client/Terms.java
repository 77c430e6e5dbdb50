package lotwatch.client;

/** What the ports take; checked before anything is sent, so that a line cannot become two. */
final class Terms {
  /** Characters in the id of a lot and in the name of a sensor or a subscription. */
  static final int ID_LENGTH_MAX = 64;

  /** Characters in a plate. */
  static final int PLATE_LENGTH_MAX = 32;

  /** Characters in a request id. */
  static final int REQUEST_ID_LENGTH_MAX = 64;

  private Terms() {}

  static String lot(String lot) {
    return id("lot", lot);
  }

  static String name(String name) {
    return id("name", name);
  }

  static String sensor(String sensor) {
    return id("sensor", sensor);
  }

  static String plate(String plate) {
    return text("plate", plate, PLATE_LENGTH_MAX);
  }

  static String plateWord(String plate) {
    if (plate(plate).chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "plate contains a blank, which the text port cannot tell; the call port can");
    }
    return plate;
  }

  static String requestId(String id) {
    return text("request id", id, REQUEST_ID_LENGTH_MAX);
  }

  static long number(String field, long number) {
    if (number < 0) {
      throw new IllegalArgumentException("%s is %d, it must be 0 or more".formatted(field, number));
    }
    return number;
  }

  private static String id(String field, String value) {
    text(field, value, ID_LENGTH_MAX);
    if (value.chars().anyMatch(c -> Character.isWhitespace(c) || c == '/')) {
      throw new IllegalArgumentException(field + " contains a blank or '/'");
    }
    return value;
  }

  /** Messages never hold the text: it may be a plate. */
  private static String text(String field, String value, int lengthMax) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + " is empty");
    }
    if (value.length() > lengthMax) {
      throw new IllegalArgumentException(
          "%s has %d characters, the limit is %d".formatted(field, value.length(), lengthMax));
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(field + " contains a control character");
    }
    return value;
  }
}
