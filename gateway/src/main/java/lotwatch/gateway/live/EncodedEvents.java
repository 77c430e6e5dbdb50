package lotwatch.gateway.live;

import java.util.concurrent.atomic.AtomicReferenceArray;
import lotwatch.ledger.Event;
import org.jspecify.annotations.Nullable;

/** The newest events in the form they are sent in, so that each is written out once for all. */
final class EncodedEvents {
  /** Events kept; a client further behind has its events written out again. */
  static final int KEPT_MAX = 2_048;

  private final Form form;
  private final AtomicReferenceArray<@Nullable Encoded> ring = new AtomicReferenceArray<>(KEPT_MAX);

  EncodedEvents(Form form) {
    this.form = form;
  }

  /**
   * The event as it is sent.
   *
   * @param history that it is of
   */
  Encoded of(Event event, String history) {
    int slot = Math.toIntExact(event.sequence() % KEPT_MAX);
    Encoded kept = ring.get(slot);
    if (kept != null && kept.sequence() == event.sequence()) {
      return kept;
    }
    Encoded fresh = Encoded.of(event, history, form);
    ring.set(slot, fresh);
    return fresh;
  }
}
