package lotwatch.replica;

import static java.util.Objects.requireNonNull;

import java.util.PriorityQueue;
import java.util.Random;

/** The clock of a {@link Simulation}: it jumps to whatever comes next. */
final class SimTime {
  private final Random random;
  private final PriorityQueue<Action> actions = new PriorityQueue<>();
  private long now;
  private long order;

  private record Action(long at, long order, Runnable what) implements Comparable<Action> {
    @Override
    public int compareTo(Action other) {
      return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
    }
  }

  SimTime(Random random) {
    this.random = random;
  }

  /** Milliseconds since the beginning. */
  long now() {
    return now;
  }

  /** Does what comes next. */
  void step() {
    var next = requireNonNull(actions.poll());
    now = next.at;
    next.what.run();
  }

  /** Does something a little later, by chance between these. */
  void after(int millisMin, int millisMax, Runnable what) {
    int wait = millisMin + random.nextInt(millisMax - millisMin + 1);
    actions.add(new Action(now + wait, order++, what));
  }

  /** Does something again and again. */
  void every(int millisMin, int millisMax, Runnable what) {
    after(
        millisMin,
        millisMax,
        () -> {
          what.run();
          every(millisMin, millisMax, what);
        });
  }
}
