package lotwatch.gateway.live;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.View;
import lotwatch.wire.EventToken;
import lotwatch.wire.json.CameraShape;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.LotShape;
import lotwatch.wire.json.SimulatedLots;
import org.jspecify.annotations.Nullable;

/** The state that a client starts from, built once for all that come between two events. */
final class InitialView {
  private final EventLog eventLog;
  private final Form form;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Encoded newest;

  InitialView(EventLog eventLog, Form form) {
    this.eventLog = eventLog;
    this.form = form;
  }

  /**
   * The state as an event; its id is the sequence to go on from. Lots may be newer than that: each
   * tells its own sequence, and a client passes over older events.
   *
   * @param lots the only lots wanted; empty for all
   */
  Encoded now(Set<String> lots) {
    if (!lots.isEmpty()) {
      return build(lots);
    }
    lock.lock();
    try {
      Encoded kept = newest;
      if (kept == null || kept.sequence() != eventLog.view().sequence()) {
        kept = build(lots);
        newest = kept;
      }
      return kept;
    } finally {
      lock.unlock();
    }
  }

  private Encoded build(Set<String> wanted) {
    View view = eventLog.view();
    long sequence = view.sequence(); // before the lots: what comes between is told again
    var simulated = SimulatedLots.of(view);
    var lots =
        view.lots().stream()
            .filter(lot -> wanted.isEmpty() || wanted.contains(lot.id().value()))
            .map(lot -> LotShape.of(lot, simulated))
            .toList();
    var cameras =
        view.cameras().stream()
            .map(CameraShape::of)
            .filter(camera -> wanted.isEmpty() || camera.lots().stream().anyMatch(wanted::contains))
            .toList();
    byte[] json = Json.bytes(new Shape(sequence, view.at(), lots, cameras));
    return new Encoded(
        sequence, null, form.block(new EventToken(view.history(), sequence), "snapshot", json));
  }

  /** What the snapshot event holds. */
  record Shape(long sequence, Instant at, List<LotShape> lots, List<CameraShape> cameras) {}
}
