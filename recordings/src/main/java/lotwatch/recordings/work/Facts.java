package lotwatch.recordings.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;

/**
 * What the first and the last step say of a recording.
 *
 * @param wanted what is to be made of it
 * @param sheet the blob with what was found out about the source; empty at the end
 * @param frames of the result
 * @param unlent why pieces of it are not for guests: the first reason there was; empty if all are
 */
record Facts(String wanted, String sheet, long frames, String unlent) {
  String text() {
    return new String(Json.bytes(this), UTF_8);
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Facts of(String text) {
    try {
      return Json.read(text.getBytes(UTF_8), Facts.class);
    } catch (ProblemException e) {
      throw new IllegalArgumentException("facts cannot be read: " + e.getMessage(), e);
    }
  }
}
