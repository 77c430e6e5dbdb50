package lotwatch.gateway.finder.sensor;

import java.util.regex.Pattern;
import lotwatch.gateway.net.LineWords;
import lotwatch.ledger.Command;
import lotwatch.ledger.Limits;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import lotwatch.ledger.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * One line of a sensor: {@code UPDATE lot delta [sensor seq]} or {@code SET lot occupied [sensor
 * seq]}.
 *
 * @param numbering by which a retry is known; null if the sensor numbers nothing
 */
record UpdateLine(LotId lot, Command command, @Nullable Numbering numbering) {
  private static final Pattern WITH_EPOCH = Pattern.compile("(\\d{1,18})\\.(\\d{1,18})");

  /** Java reads digits of all scripts, and other programs only these. */
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

  private static final String UPDATE = "UPDATE";
  private static final String SET = "SET";
  private static final int BARE_WORDS = 3;
  private static final int NUMBERED_WORDS = 5;

  /** Whether the line is answered at once, and always with ACK: it may be an old sensor's. */
  static boolean isBare(LineWords words) {
    return !words.is(0, SET) && !(words.is(0, UPDATE) && words.count() == NUMBERED_WORDS);
  }

  /**
   * Understands a line.
   *
   * @throws IllegalArgumentException naming the field that is wrong and its limit
   */
  static UpdateLine of(LineWords words) {
    if (!words.isText()) {
      throw new IllegalArgumentException("line is not UTF-8");
    }
    boolean set = words.is(0, SET);
    if (!set && !words.is(0, UPDATE)) {
      throw new IllegalArgumentException("Unknown command");
    }
    boolean numbered = words.count() == NUMBERED_WORDS;
    if (words.count() != BARE_WORDS && !numbered) {
      throw new IllegalArgumentException(
          set
              ? "SET requires lot_id and occupied, and may have sensor and seq"
              : "UPDATE requires lot_id and delta, and may have sensor and seq");
    }
    var lot = new LotId(words.text(1));
    long number = whole(set ? "occupied" : "delta", words.text(2));
    if (set && number < 0) {
      throw new IllegalArgumentException("occupied is %d, it must be 0 or more".formatted(number));
    }
    return new UpdateLine(
        lot,
        set ? new SetCount(lot, number) : new Count(lot, number),
        numbered ? number(words.text(3), words.text(4)) : null);
  }

  /**
   * How a sensor numbers an update. What comes later has a higher number: in a later epoch, or in
   * the same one with a higher seq; no epoch is before any.
   *
   * @param epoch which of its starts this is, such as the time of it; empty if it never forgets how
   *     far it has counted
   */
  record Numbering(String sensor, String epoch, long seq) {
    boolean isBefore(Numbering other) {
      return start() < other.start() || (start() == other.start() && seq < other.seq);
    }

    private long start() {
      return epoch.isEmpty() ? -1 : Long.parseLong(epoch);
    }

    /** As the sensor writes it. */
    String written() {
      return epoch.isEmpty() ? Long.toString(seq) : epoch + "." + seq;
    }

    RequestId request() {
      return new RequestId("sensor/%s/%s".formatted(sensor, written()));
    }
  }

  private static Numbering number(String sensor, String seq) {
    if (sensor.length() > Limits.ID_LENGTH_MAX || sensor.contains("/")) {
      throw new IllegalArgumentException(
          "sensor must have 1 to %d characters and no '/'".formatted(Limits.ID_LENGTH_MAX));
    }
    var parts = WITH_EPOCH.matcher(seq);
    if (parts.matches()) {
      return new Numbering(sensor, parts.group(1), Long.parseLong(parts.group(2)));
    }
    long number = whole("seq", seq);
    if (number < 0) {
      throw new IllegalArgumentException("seq is %d, it must be 0 or more".formatted(number));
    }
    return new Numbering(sensor, "", number);
  }

  private static long whole(String field, String written) {
    try {
      if (WHOLE.matcher(written).matches()) {
        return Long.parseLong(written);
      }
    } catch (NumberFormatException _) {
      // beyond 64 bits
    }
    throw new IllegalArgumentException(field + " must be a whole number from -2^63 to 2^63-1");
  }
}
