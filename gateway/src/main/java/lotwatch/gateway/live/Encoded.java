package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent
 *     events</a>
 */
@SuppressWarnings("ArrayRecordComponent")
record Encoded(long sequence, @Nullable String lot, byte[] bytes) {
  static Encoded of(Event event, String history) {
    EventShape shape = EventShape.of(event);
    return new Encoded(
        event.sequence(),
        shape.lot(),
        block(new EventToken(history, event.sequence()), shape.kind(), Json.bytes(shape)));
  }

  /** An event block; JSON has no line breaks, so one data line holds it. */
  static byte[] block(EventToken id, String kind, byte[] json) {
    byte[] head = "id: %s\nevent: %s\ndata: ".formatted(id, kind).getBytes(UTF_8);
    var block = new byte[head.length + json.length + 2];
    System.arraycopy(head, 0, block, 0, head.length);
    System.arraycopy(json, 0, block, head.length, json.length);
    block[block.length - 2] = '\n';
    block[block.length - 1] = '\n';
    return block;
  }
}
