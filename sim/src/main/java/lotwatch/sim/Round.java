package lotwatch.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * When which spot of one lane fills or empties in a round: one manoeuvre after the other, and the
 * same spots full at the end as at the beginning.
 */
final class Round {
  static final double FULL_MAX = 0.80;
  static final double FULL_MIN = 0.38;
  private static final double MOVE_SECONDS = 46;

  /**
   * One manoeuvre.
   *
   * @param second of the round when the vehicle sets out
   */
  record Move(int spot, boolean arrives, double second, double pace) {}

  private final Site site;
  private final Site.Aisle aisle;
  private final SplittableRandom random;
  private final boolean[] first;
  private final boolean[] full;
  private final List<Move> moves = new ArrayList<>();

  Round(Site site, Site.Aisle aisle, SplittableRandom random) {
    this.site = site;
    this.aisle = aisle;
    this.random = random;
    first = new boolean[site.spots().size()];
    full = new boolean[site.spots().size()];
  }

  void plan() {
    int count = (int) Math.round(aisle.spots().size() * 0.6);
    var order = new ArrayList<>(aisle.spots());
    order.sort(Comparator.comparingDouble(spot -> random.nextDouble()));
    for (int i = 0; i < count; i++) {
      first[order.get(i)] = true;
      full[order.get(i)] = true;
    }
    double second = 2 + 6 * random.nextDouble();
    while (second < Traffic.ROUND - MOVE_SECONDS) {
      var wrong = wrong();
      boolean closing = Traffic.ROUND - second < (wrong.size() + 2) * MOVE_SECONDS;
      if (closing && wrong.isEmpty()) {
        return;
      }
      int spot = closing ? towardsFirst(wrong) : choose(second);
      double pace = 0.9 + 0.25 * random.nextDouble();
      moves.add(new Move(spot, !full[spot], second, pace));
      second += seconds(spot, pace) + 1 + 5 * random.nextDouble();
      full[spot] = !full[spot];
    }
    if (!wrong().isEmpty()) {
      throw new IllegalStateException("round does not close: " + wrong());
    }
  }

  private double seconds(int index, double pace) {
    Spot spot = site.spots().get(index);
    var stand = new Drive.Stand(spot.x(), spot.y(), spot.heading());
    Drive drive = full[index] ? Drive.out(aisle, stand, pace) : Drive.in(aisle, stand, pace);
    return drive.seconds() + 0.5;
  }

  private List<Integer> wrong() {
    return aisle.spots().stream().filter(spot -> full[spot] != first[spot]).toList();
  }

  private double share() {
    return (double) aisle.spots().stream().filter(spot -> full[spot]).count()
        / aisle.spots().size();
  }

  private int towardsFirst(List<Integer> wrong) {
    boolean arrive = share() < 0.6;
    var fitting = wrong.stream().filter(spot -> full[spot] != arrive).toList();
    var from = fitting.isEmpty() ? wrong : fitting;
    return from.get(random.nextInt(from.size()));
  }

  private int choose(double second) {
    double aim = 0.6 + 0.17 * Math.sin(second / 410) + 0.05 * Math.sin(second / 97);
    double share = share();
    double one = 1.0 / aisle.spots().size();
    double likely = Math.clamp(0.5 + 2.5 * (aim - share), 0.12, 0.88);
    boolean arrive =
        share + one <= FULL_MAX && (share - one < FULL_MIN || random.nextDouble() < likely);
    var fitting = aisle.spots().stream().filter(spot -> full[spot] != arrive).toList();
    return fitting.get(random.nextInt(fitting.size()));
  }

  /** The moves of one spot in their order. */
  List<Move> moves(int spot) {
    return moves.stream().filter(move -> move.spot == spot).toList();
  }

  boolean fullAtFirst(int spot) {
    return first[spot];
  }
}
