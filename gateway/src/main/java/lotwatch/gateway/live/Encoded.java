package lotwatch.gateway.live;

import lotwatch.ledger.Event;
import lotwatch.wire.EventToken;
import lotwatch.wire.json.EventShape;
import lotwatch.wire.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * One event as it goes to every client.
 *
 * @param lot the lot it is about; null if it is about none
 * @param bytes never changed
 */
@SuppressWarnings("ArrayRecordComponent")
record Encoded(long sequence, @Nullable String lot, byte[] bytes) {
  static Encoded of(Event event, String history, Form form) {
    EventShape shape = EventShape.of(event);
    return new Encoded(
        event.sequence(),
        shape.lot(),
        form.block(new EventToken(history, event.sequence()), shape.kind(), Json.bytes(shape)));
  }
}
