package lotwatch.feeds.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import lotwatch.ledger.LotId;

/**
 * One change of a lot's free places, as subscribers are told.
 *
 * @param sequence of the ledger's event
 */
record Told(LotId lot, int free, Instant at, long sequence) {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  /**
   * {@code EVENT lot free timestamp}, the time local and without a zone.
   *
   * @param numbered adds the sequence as the fifth word
   */
  byte[] body(ZoneId zone, boolean numbered) {
    var text = "EVENT " + lot + " " + free + " " + LOCAL.format(at.atZone(zone));
    return (numbered ? text + " " + sequence : text).getBytes(UTF_8);
  }
}
