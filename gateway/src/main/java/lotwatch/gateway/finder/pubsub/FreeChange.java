package lotwatch.gateway.finder.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import lotwatch.ledger.LotId;
import org.jspecify.annotations.Nullable;

/** One change of a lot's free count, written once for all who are told. */
final class FreeChange {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

  private final LotId lot;
  private final int free;
  private final Instant at;
  private final long sequence;

  /** The same bytes whoever writes them, so that it does not matter if two do. */
  private volatile byte @Nullable [] bare;

  private volatile byte @Nullable [] numbered;

  /**
   * @param sequence of the ledger's event
   */
  FreeChange(LotId lot, int free, Instant at, long sequence) {
    this.lot = lot;
    this.free = free;
    this.at = at;
    this.sequence = sequence;
  }

  LotId lot() {
    return lot;
  }

  long sequence() {
    return sequence;
  }

  /**
   * {@code EVENT lot free timestamp}, the time local and without a zone.
   *
   * @param withNumber adds the sequence as the fifth word
   */
  byte[] body(ZoneId zone, boolean withNumber) {
    var body = withNumber ? numbered : bare;
    if (body == null) {
      var text = "EVENT " + lot + " " + free + " " + LOCAL.format(at.atZone(zone));
      body = (withNumber ? text + " " + sequence : text).getBytes(UTF_8);
      if (withNumber) {
        numbered = body;
      } else {
        bare = body;
      }
    }
    return body;
  }
}
