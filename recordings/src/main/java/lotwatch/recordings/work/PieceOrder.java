package lotwatch.recordings.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;

/**
 * What is to be done with one piece.
 *
 * @param wanted what is to be made of the recording
 * @param number of its window
 */
record PieceOrder(String wanted, int number) {
  String text() {
    return new String(Json.bytes(this), UTF_8);
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  static PieceOrder of(String text) {
    try {
      return Json.read(text.getBytes(UTF_8), PieceOrder.class);
    } catch (ProblemException e) {
      throw new IllegalArgumentException("the order cannot be read: " + e.getMessage(), e);
    }
  }
}
