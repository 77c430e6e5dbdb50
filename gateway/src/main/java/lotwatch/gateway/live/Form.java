package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import lotwatch.wire.EventToken;

/** How what happens is written for clients. */
enum Form {
  /**
   * Server-sent events.
   *
   * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent
   *     events</a>
   */
  SSE {
    @Override
    byte[] opening() {
      return "retry: 2000\n\n".getBytes(UTF_8);
    }

    @Override
    byte[] block(EventToken id, String kind, byte[] json) {
      // JSON has no line breaks, so one data line holds it.
      return around("id: %s\nevent: %s\ndata: ".formatted(id, kind), json, "\n\n");
    }

    @Override
    byte[] alive(EventToken id) {
      // An id without data moves the client's resume point on and dispatches nothing.
      return ": alive\nid: %s\n\n".formatted(id).getBytes(UTF_8);
    }
  },

  /** One JSON object for each message of a WebSocket. */
  MESSAGE {
    @Override
    byte[] opening() {
      return new byte[0];
    }

    @Override
    byte[] block(EventToken id, String kind, byte[] json) {
      return around("{\"id\":\"%s\",\"event\":\"%s\",\"data\":".formatted(id, kind), json, "}");
    }

    @Override
    byte[] alive(EventToken id) {
      return "{\"id\":\"%s\",\"event\":\"alive\"}".formatted(id).getBytes(UTF_8);
    }
  };

  /** What comes before everything else; empty for nothing. */
  abstract byte[] opening();

  /** One event, or the state. */
  abstract byte[] block(EventToken id, String kind, byte[] json);

  /** Nothing happened up to this event. */
  abstract byte[] alive(EventToken id);

  private static byte[] around(String before, byte[] json, String after) {
    byte[] head = before.getBytes(UTF_8);
    byte[] tail = after.getBytes(UTF_8);
    var block = new byte[head.length + json.length + tail.length];
    System.arraycopy(head, 0, block, 0, head.length);
    System.arraycopy(json, 0, block, head.length, json.length);
    System.arraycopy(tail, 0, block, head.length + json.length, tail.length);
    return block;
  }
}
