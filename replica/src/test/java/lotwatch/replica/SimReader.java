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
  private long heard;

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
    if (at == null || at.view().sequence() < heard) {
      return;
    }
    try {
      for (var event : at.after(heard, EVENTS_AT_ONCE, 0)) {
        if (event.sequence() != heard + 1) {
          world.wrong("event %d follows event %d".formatted(event.sequence(), heard));
        }
        heard = event.sequence();
        world.told(event);
      }
    } catch (GapException e) {
      // It is told, and goes on from the picture.
      heard = at.view().sequence();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
