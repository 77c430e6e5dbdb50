package lotwatch.gateway.finder.sensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.gateway.finder.sensor.UpdateLine.Numbering;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import org.jspecify.annotations.Nullable;

/**
 * The newest number that each sensor gave each lot, so that a count which comes late replaces no
 * newer one. What this node heard since it was started counts. Each lot is on its own: a sensor
 * that lost its connection sends all again that was not answered, and what it says of one lot makes
 * nothing that it says of another old.
 */
final class NewestNumbers {
  /** Sensors at lots that are remembered; the one that was silent longest is forgotten first. */
  static final int NUMBERS_MAX = 10_000;

  private static final float LOAD = 0.75f;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Numbering> newest =
      new LinkedHashMap<>(16, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Numbering> eldest) {
          return size() > NUMBERS_MAX;
        }
      };

  /** A sensor at a lot. */
  private record Place(String sensor, LotId lot) {}

  /**
   * Notes the number of an update, and tells why it may not be taken; null if it may. Late changes
   * may: in whatever order they come, their sum is the same.
   */
  @Nullable String late(Update update) {
    var number = update.number();
    if (number == null) {
      return null;
    }
    var place = new Place(number.sensor(), update.lot());
    lock.lock();
    try {
      var before = newest.get(place);
      if (before == null || !number.isBefore(before)) {
        newest.put(place, number);
        return null;
      }
      return update.command() instanceof SetCount
          ? "seq is %s and was %s before: a SET that comes late changes nothing"
              .formatted(number.written(), before.written())
          : null;
    } finally {
      lock.unlock();
    }
  }
}
