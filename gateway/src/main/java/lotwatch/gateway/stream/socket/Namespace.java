package lotwatch.gateway.stream.socket;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a namespace does with its visitors. What one visitor does comes one after the other; it may
 * wait meanwhile, and hears no more of that visitor then.
 */
public interface Namespace {
  /** Everybody may come in, and nothing happens. */
  Namespace QUIET =
      new Namespace() {
        @Override
        public void enter(Visitor visitor) {}

        @Override
        public void take(Visitor visitor, String event, List<JsonNode> values, Runnable ack) {}

        @Override
        public void leave(Visitor visitor) {}
      };

  /** Somebody came in. */
  void enter(Visitor visitor) throws InterruptedException;

  /**
   * A visitor sent an event.
   *
   * @param values what came with it
   * @param ack acknowledges it with nothing, if the visitor wants that
   */
  void take(Visitor visitor, String event, List<JsonNode> values, Runnable ack)
      throws InterruptedException;

  /** A visitor is gone, or was never let in by {@link #enter}; this must not wait. */
  void leave(Visitor visitor);
}
