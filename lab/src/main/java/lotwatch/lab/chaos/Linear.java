package lotwatch.lab.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the answers about one lot could have come from one place that did one thing after the
 * other: is there an order of the operations, each between its begin and its end, in which a lot of
 * so many places gives these answers?
 *
 * @see <a href="https://doi.org/10.1002/cpe.3928">Lowe 2017, Testing for linearizability</a>
 */
final class Linear {
  /** More operations on one lot take too long to check. */
  static final int OPERATIONS_MAX = 1_000;

  private final int capacity;
  private final Map<String, Integer> plates = new HashMap<>();

  private Linear(int capacity) {
    this.capacity = capacity;
  }

  /** A begin or an end; {@code match} is the end of a begin, null for an end. */
  private static final class Entry {
    final int id;
    final Op op;
    final @Nullable Entry match;
    @Nullable Entry previous;
    @Nullable Entry next;

    Entry(int id, Op op, @Nullable Entry match) {
      this.id = id;
      this.op = op;
      this.match = match;
    }
  }

  private record Seen(BitSet done, BitSet held) {}

  private record Step(Entry begin, BitSet heldBefore) {}

  /**
   * Looks for such an order.
   *
   * @param operations on one lot, at most {@value #OPERATIONS_MAX}
   * @param capacity places that can be reserved in it, none of them at first
   */
  static boolean holds(List<Op> operations, int capacity) {
    if (operations.size() > OPERATIONS_MAX) {
      throw new IllegalArgumentException(
          "%d operations, the limit is %d".formatted(operations.size(), OPERATIONS_MAX));
    }
    return new Linear(capacity).search(operations);
  }

  private boolean search(List<Op> operations) {
    var head = list(operations);
    var done = new BitSet();
    var held = new BitSet();
    var steps = new ArrayDeque<Step>();
    Set<Seen> seen = new HashSet<>();
    var at = head.next;
    while (at != null) {
      if (at.match != null) {
        var after = apply(at.op, held);
        if (after != null) {
          var doneAfter = copy(done);
          doneAfter.set(at.id);
          if (seen.add(new Seen(doneAfter, after))) {
            steps.push(new Step(at, held));
            done = doneAfter;
            held = after;
            lift(at);
            at = head.next;
            continue;
          }
        }
        at = at.next;
      } else if (at.op.ended() == Long.MAX_VALUE) {
        return true; // only operations without an answer are left, and those need none
      } else {
        if (steps.isEmpty()) {
          return false;
        }
        var back = steps.pop();
        held = back.heldBefore;
        done = copy(done);
        done.clear(back.begin.id);
        unlift(back.begin);
        at = back.begin.next;
      }
    }
    return true;
  }

  private static BitSet copy(BitSet bits) {
    return (BitSet) bits.clone();
  }

  /** The state after an operation, or null if it could not have got its answer in this one. */
  private @Nullable BitSet apply(Op op, BitSet held) {
    int plate = plates.computeIfAbsent(op.plate(), _ -> plates.size());
    boolean has = held.get(plate);
    boolean changes = op.reserve() ? !has && held.cardinality() < capacity : has;
    var expected =
        op.reserve()
            ? has ? Op.Answer.EXISTS : changes ? Op.Answer.HELD : Op.Answer.FULL
            : has ? Op.Answer.ACCEPTED : Op.Answer.NOT_FOUND;
    if (op.answer() != Op.Answer.UNKNOWN && op.answer() != expected) {
      return null;
    }
    var after = copy(held);
    if (changes) {
      after.set(plate, op.reserve());
    }
    return after;
  }

  private static Entry list(List<Op> operations) {
    record Timed(long at, boolean end, Entry entry) {}
    var all = new ArrayList<Timed>();
    for (int id = 0; id < operations.size(); id++) {
      var op = operations.get(id);
      var end = new Entry(id, op, null);
      all.add(new Timed(op.began(), false, new Entry(id, op, end)));
      all.add(new Timed(op.ended(), true, end));
    }
    all.sort(Comparator.comparingLong(Timed::at).thenComparing(Timed::end));
    var head = new Entry(-1, new Op("", "", true, Op.Answer.UNKNOWN, 0, 0), null);
    var last = head;
    for (var each : all) {
      last.next = each.entry;
      each.entry.previous = last;
      last = each.entry;
    }
    return head;
  }

  private static void lift(Entry begin) {
    unlink(begin);
    if (begin.match != null) {
      unlink(begin.match);
    }
  }

  private static void unlift(Entry begin) {
    if (begin.match != null) {
      link(begin.match);
    }
    link(begin);
  }

  private static void unlink(Entry entry) {
    if (entry.previous != null) {
      entry.previous.next = entry.next;
    }
    if (entry.next != null) {
      entry.next.previous = entry.previous;
    }
  }

  private static void link(Entry entry) {
    if (entry.previous != null) {
      entry.previous.next = entry;
    }
    if (entry.next != null) {
      entry.next.previous = entry;
    }
  }
}
