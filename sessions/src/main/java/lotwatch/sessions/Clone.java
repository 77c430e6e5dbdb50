package lotwatch.sessions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plate that is at two places at once: seen at a second one, and after that again at the first.
 * Either two cars have the plate, or a camera misreads. Sessions and bills are not touched by it.
 *
 * @param first where it was and is seen
 * @param second where it was seen meanwhile
 */
public record Clone(Session first, Session second) {
  /**
   * Open sessions of one plate that are compared, the newest: a camera that reads one word at many
   * spots makes no more than half of its square.
   */
  public static final int PLACES_OF_PLATE_MAX = 100;

  /** Those among the sessions that are open, by their places. */
  public static List<Clone> among(Collection<Session> open) {
    Map<String, List<Session>> byPlate = new HashMap<>();
    for (var each : open) {
      byPlate.computeIfAbsent(each.key().plate(), plate -> new ArrayList<>(1)).add(each);
    }
    return byPlate.values().stream()
        .filter(those -> those.size() > 1)
        .map(Clone::newest)
        .flatMap(those ->
            those.stream()
                .flatMap(first ->
                    those.stream().map(second -> new Clone(first, second)).filter(Clone::isOne)))
        .sorted(
            Comparator.comparing((Clone each) -> each.first.key().location())
                .thenComparing(each -> each.second.key().location())
                .thenComparing(each -> each.first.id()))
        .toList();
  }

  private static List<Session> newest(List<Session> those) {
    return those.size() <= PLACES_OF_PLATE_MAX
        ? those
        : those.stream()
            .sorted(Comparator.comparingLong(Session::start).reversed().thenComparing(Session::id))
            .limit(PLACES_OF_PLATE_MAX)
            .toList();
  }

  private boolean isOne() {
    boolean isLater = first.start() < second.start() && second.start() < first.last();
    return isLater
        && !isAtGate(first.key().location(), second.key().location())
        && !isAtGate(second.key().location(), first.key().location());
  }

  /** A gate is called as its lot is: whoever drives through it is at a spot too. */
  private static boolean isAtGate(String gate, String spot) {
    return spot.startsWith(gate + "/");
  }
}
