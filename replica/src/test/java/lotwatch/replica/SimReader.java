package lotwatch.replica;

import lotwatch.ledger.EventLog.GapException;

/**
 * A reader of a {@link Simulation}: hears events at one node and then at another; misses none and
 * hears none twice.
 */
final class SimReader {
  private static final int EVENTS_AT_ONCE = 50;

  private final Simulation world;
  private int node;
  private long received;

  SimReader(Simulation world) {
    this.world = world;
    this.node = world.anyNode();
  }

  void begin() {
    world.time.every(20, 300, this::read);
    world.time.every(5_000, 20_000, () -> node = world.anyNode());
  }

  private void read() {
    var at = world.machine(node);
    if (at == null || at.view().sequence() < received) {
      return;
    }
    try {
      for (var event : at.after(received, EVENTS_AT_ONCE, 0)) {
        if (event.sequence() != received + 1) {
          world.wrong("event %d follows event %d".formatted(event.sequence(), received));
        }
        received = event.sequence();
        world.told(event);
      }
    } catch (GapException e) {
      // It is told, and goes on from the view.
      received = at.view().sequence();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
