package lotwatch.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lotwatch.ledger.LotState.ReservationState;
import lotwatch.ledger.View.LotView;
import lotwatch.ledger.View.SpotView;
import org.jspecify.annotations.Nullable;

/** One lot: its capacity and who holds it. Touched only by the thread that applies the log. */
final class Lot {
  final LotId id;

  /** By what a plate is found by. */
  final Map<Plate, Reservation> reservations = new TreeMap<>();

  private final Context context;
  private final Map<SpotId, Spot> spots = new LinkedHashMap<>();
  private String name;
  private int capacity;
  private @Nullable Integer count;
  private long anomalies;
  private Instant changedAt;
  private long sequence;
  private int vacant;
  private int occupied;
  private @Nullable List<SpotView> spotViews;

  /**
   * A place held.
   *
   * @param plate as it was written
   */
  record Reservation(Plate plate, Instant until) {}

  Lot(Context context, LotId id, String name, int capacity, Instant now) {
    this.context = context;
    this.id = id;
    this.name = name;
    this.capacity = capacity;
    this.changedAt = now;
  }

  Lot(Context context, LotState saved) {
    this(context, saved.id(), saved.name(), saved.capacity(), saved.changedAt());
    saved.spots().forEach(spot -> spots.put(spot.id(), new Spot(spot)));
    for (var held : saved.reservations()) {
      reservations.put(held.match(), new Reservation(held.plate(), held.until()));
    }
    count = saved.count();
    anomalies = saved.anomalies();
    sequence = saved.sequence();
    recount();
  }

  String name() {
    return name;
  }

  int capacity() {
    return capacity;
  }

  /** Takes a new name, size and set of spots; spots that stay keep their state. */
  void reshape(String newName, int newCapacity, List<SpotId> ids, Instant now) {
    name = newName;
    capacity = newCapacity;
    var before = Map.copyOf(spots);
    spots.clear();
    ids.forEach(
        spot -> spots.put(spot, before.containsKey(spot) ? before.get(spot) : new Spot(spot, now)));
    count = count == null || !ids.isEmpty() ? null : Integer.valueOf(Math.min(count, capacity));
    recount();
  }

  /** Its spots, in the order they were given. */
  Collection<SpotId> spotIds() {
    return spots.keySet();
  }

  boolean hasShape(String otherName, int otherCapacity, List<SpotId> ids) {
    return name.equals(otherName)
        && capacity == otherCapacity
        && List.copyOf(spots.keySet()).equals(ids);
  }

  boolean isCounted() {
    return spots.isEmpty();
  }

  @Nullable Integer count() {
    return count;
  }

  @Nullable Spot spot(SpotId spot) {
    return spots.get(spot);
  }

  void become(Spot spot, Occupancy to, Instant now) {
    spot.become(to, now);
    recount();
  }

  /** So many cars cannot stand here: the count stays as it was. */
  void doubt() {
    anomalies++;
  }

  /**
   * Sets how many cars stand here, clamped to what fits.
   *
   * @return whether it had to be clamped
   */
  boolean recount(long cars) {
    long clamped = Math.clamp(cars, 0, capacity);
    count = Math.toIntExact(clamped);
    anomalies += clamped == cars ? 0 : 1;
    recount();
    return clamped != cars;
  }

  private void recount() {
    if (spots.isEmpty()) {
      occupied = count == null ? 0 : count;
      vacant = count == null ? 0 : capacity - count;
    } else {
      occupied = 0;
      vacant = 0;
      for (var spot : spots.values()) {
        switch (spot.state()) {
          case FREE -> vacant++;
          case OCCUPIED -> occupied++;
          case UNKNOWN -> {}
        }
      }
    }
    spotViews = null;
  }

  Tally tally() {
    return Tally.of(
        capacity, vacant, occupied, reservations.size(), context.policy().reserveUnknown());
  }

  /** Whether nobody knows of a single place how it is. */
  boolean isUnknown() {
    return vacant + occupied == 0;
  }

  /** Notes which event was the last about this lot. */
  void changed(Instant now, long newSequence) {
    changedAt = now;
    sequence = newSequence;
  }

  /** Forgets the drawn spots, because a frame changed how sure they are. */
  void redraw() {
    spotViews = null;
  }

  LotView view() {
    var drawn = spotViews;
    if (drawn == null) {
      drawn = spots.values().stream().map(Spot::view).toList();
      spotViews = drawn;
    }
    return new LotView(id, name, isCounted(), tally(), anomalies, drawn, changedAt, sequence);
  }

  LotState save() {
    return new LotState(
        id,
        name,
        capacity,
        count,
        anomalies,
        spots.values().stream().map(Spot::save).toList(),
        reservations.entrySet().stream()
            .map(held ->
                new ReservationState(
                    held.getValue().plate(), held.getKey(), held.getValue().until()))
            .toList(),
        changedAt,
        sequence);
  }
}
