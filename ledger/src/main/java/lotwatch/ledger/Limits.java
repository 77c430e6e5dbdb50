package lotwatch.ledger;

import java.time.Duration;
import java.util.function.IntPredicate;

/** How much the ledger holds. What goes over a limit is refused, and nothing else is touched. */
public final class Limits {
  /** Characters in the id of a lot, spot or camera. */
  public static final int ID_LENGTH_MAX = 64;

  /** Characters in a lot's name. */
  public static final int NAME_LENGTH_MAX = 120;

  /** Characters in a licence plate; the longest real ones have about 12. */
  public static final int PLATE_LENGTH_MAX = 32;

  /** Characters in a request id. */
  public static final int REQUEST_ID_LENGTH_MAX = 128;

  /** Lots in one ledger. */
  public static final int LOTS_MAX = 10_000;

  /** Places in one lot. */
  public static final int CAPACITY_MAX = 100_000;

  /** Spots in one lot that are watched one by one. */
  public static final int SPOTS_MAX = 2_000;

  /** Cameras in one ledger. */
  public static final int CAMERAS_MAX = 2_000;

  /** Spots that one camera watches. */
  public static final int WATCHES_MAX = 500;

  /** Corners of one spot's outline. */
  public static final int CORNERS_MAX = 16;

  /** Those that report how many spaces they see. */
  public static final int REPORTERS_MAX = 2_000;

  /** Services that say that they are there. */
  public static final int SERVICES_MAX = 2_000;

  /** Characters in a location or a status that somebody reports. */
  public static final int WORDS_LENGTH_MAX = 200;

  /** Nodes in one cluster. */
  public static final int NODES_MAX = 32;

  /** Threads of one node that look at frames. */
  public static final int WORKERS_MAX = 256;

  /** Characters in the address of a node or of its page. */
  public static final int ADDRESS_LENGTH_MAX = 300;

  /** How long a node counts as there after it was last heard. */
  public static final Duration ATTENDANCE = Duration.ofSeconds(5);

  /** Active reservations in one lot. */
  public static final int RESERVATIONS_MAX = 10_000;

  /** Request ids remembered; the oldest is forgotten first. */
  public static final int REQUESTS_MAX = 100_000;

  /** How long a request id is remembered at most. */
  public static final Duration REQUEST_AGE_MAX = Duration.ofHours(1);

  /** Request ids of nodes remembered beside them; more than wait for an answer at a time. */
  public static final int NODE_REQUESTS_MAX = 50_000;

  /** How long a request id of a node is remembered at most; longer than a node tries again. */
  public static final Duration NODE_REQUEST_AGE_MAX = Duration.ofMinutes(1);

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
    return value;
  }

  static String checkedId(String field, String value) {
    checked(field, value, ID_LENGTH_MAX);
    if (has(value, c -> Character.isWhitespace(c) || c == '/')) {
      throw new IllegalArgumentException(field + " contains a blank or '/'");
    }
    return value;
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
