package lotwatch.gateway.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.ledger.Plate;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;

/**
 * Plates that are at two places at once: seen at a second one, and after that again at the first.
 * Either two cars have the plate, or a camera misreads. Sessions and bills are not touched by it.
 */
public final class Clones {
  /** So many are named in words. */
  private static final int TOLD_MAX = 5;

  private Clones() {}

  /**
   * A plate at two places.
   *
   * @param plate masked
   * @param first where it was and is seen
   * @param second where it was seen meanwhile
   */
  record Clone(String plate, String first, String second) {}

  /** Those among the sessions that are open. */
  static List<Clone> among(Collection<Session> open) {
    Map<String, List<Session>> byPlate = new HashMap<>();
    open.forEach(
        each -> byPlate.computeIfAbsent(each.key().plate(), _ -> new ArrayList<>(1)).add(each));
    return byPlate.values().stream()
        .filter(those -> those.size() > 1)
        .flatMap(those ->
            those.stream()
                .flatMap(first ->
                    those.stream()
                        .filter(second -> isClone(first, second))
                        .map(second -> clone(first.key(), second.key()))))
        .sorted(Comparator.comparing(Clone::first).thenComparing(Clone::second))
        .toList();
  }

  private static boolean isClone(Session first, Session second) {
    boolean isLater = first.start() < second.start() && second.start() < first.last();
    return isLater
        && !isAtGate(first.key().location(), second.key().location())
        && !isAtGate(second.key().location(), first.key().location());
  }

  /** A gate is called as its lot is: whoever drives through it is at a spot too. */
  private static boolean isAtGate(String gate, String spot) {
    return spot.startsWith(gate + "/");
  }

  private static Clone clone(SessionKey first, SessionKey second) {
    return new Clone(new Plate(first.plate()).masked(), first.location(), second.location());
  }

  /** How many there are. */
  public static int count(Collection<Session> open) {
    return among(open).size();
  }

  /** The same in words; empty if there are none. */
  public static List<String> told(Collection<Session> open) {
    var clones = among(open);
    return clones.stream()
        .limit(TOLD_MAX)
        .map(each ->
            "plate %s is at two places at once, %s and %s (%d such in all): two cars have it, or a camera misreads"
                .formatted(each.plate(), each.first(), each.second(), clones.size()))
        .toList();
  }
}
