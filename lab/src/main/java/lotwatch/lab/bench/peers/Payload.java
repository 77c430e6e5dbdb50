package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import lotwatch.ledger.LotCommand;

/**
 * What is published: the line that our subscribers are told, byte for byte as long for all systems.
 * The free count of a lot into which one car comes after the other number it, so that nobody can
 * take one event for another.
 */
final class Payload {
  /** The lot, and the name of the channel, topic or subject. */
  static final String LOT = "LOT-A";

  /** The highest number; the first is 1. */
  static final int NUMBER_MAX = LotCommand.CAPACITY_MAX;

  private static final byte[] HEAD = ("EVENT " + LOT + " ").getBytes(US_ASCII);
  private static final String TAIL = " 2026-01-01T12:00:00.250000";

  private Payload() {}

  /** The text of a number. */
  static byte[] of(int number) {
    return ("EVENT " + LOT + " " + (NUMBER_MAX - number) + TAIL).getBytes(US_ASCII);
  }

  /**
   * Reads the number.
   *
   * @param from where the text begins
   * @return 0 if it is no such text
   */
  static int number(ByteBuffer in, int from, int length) {
    if (length <= HEAD.length) {
      return 0;
    }
    for (int i = 0; i < HEAD.length; i++) {
      if (in.get(from + i) != HEAD[i]) {
        return 0;
      }
    }
    int free = 0;
    int at = from + HEAD.length;
    while (at < from + length && in.get(at) >= '0' && in.get(at) <= '9') {
      free = 10 * free + in.get(at) - '0';
      at++;
    }
    return NUMBER_MAX - free;
  }
}
