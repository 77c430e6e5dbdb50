package lotwatch.wire.json;

import java.time.Instant;
import java.util.Set;
import lotwatch.ledger.Tally;
import lotwatch.ledger.View.LotView;

/**
 * A lot in JSON. Always {@code free + occupied + reserved + unknown == capacity}.
 *
 * @param shortfall active reservations for which there is no capacity left
 * @param counted cars are counted rather than seen spot by spot
 * @param simulated its count comes from a camera that sends text, as system A has it for tries
 * @param anomalies how often a count was clamped or not believed
 * @param changedAt when an event last changed it
 * @param sequence of that event
 */
public record LotShape(
    String id,
    String name,
    int capacity,
    int free,
    int occupied,
    int reserved,
    int unknown,
    int shortfall,
    boolean counted,
    boolean simulated,
    long anomalies,
    Instant changedAt,
    long sequence) {
  /**
   * A lot of the view.
   *
   * @param simulated the ids of {@link SimulatedLots}
   */
  public static LotShape of(LotView lot, Set<String> simulated) {
    Tally tally = lot.tally();
    return new LotShape(
        lot.id().value(),
        lot.name(),
        tally.capacity(),
        tally.free(),
        tally.occupied(),
        tally.reserved(),
        tally.unknown(),
        tally.shortfall(),
        lot.counted(),
        simulated.contains(lot.id().value()),
        lot.anomalies(),
        lot.changedAt(),
        lot.sequence());
  }
}
