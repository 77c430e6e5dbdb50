package lotwatch.sessions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all keys whose sightings arrive in one order, with a clock of their own. What is
 * due happens in the order of its deadlines, before the sighting that brings the time.
 *
 * <p>The clock is what the caller makes it: it moves it on to the time of a sighting when a
 * recording carries its own time, or to the time of day when cars are seen live. It never goes
 * back.
 */
public final class Partition {
  private final Machine machine;
  private final Map<SessionKey, KeyState> states = new HashMap<>();
  private final SortedSet<Due> due = new TreeSet<>();
  private long clock;

  private record Due(long second, SessionKey key) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int bySecond = Long.compare(second, other.second);
      return bySecond == 0 ? key.compareTo(other.key) : bySecond;
    }
  }

  /** A partition in which nothing was seen; its clock is at the beginning of all times. */
  public Partition(Rules rules) {
    this(new Machine(rules));
  }

  private Partition(Machine machine) {
    this.machine = machine;
    this.clock = Long.MIN_VALUE;
  }

  /**
   * The same as logs of Lotwatch have it that are older than the version 7 of what is in them: an
   * open session times out by the time of its last sighting, whenever that came.
   */
  public static Partition ofOldLogs(Rules rules) {
    return new Partition(Machine.withoutArrival(rules));
  }

  /**
   * Moves the clock on.
   *
   * @return the sessions that end by that
   */
  public List<Session> advance(long second) {
    clock = Math.max(clock, second);
    var changes = new ArrayList<Session>();
    while (!due.isEmpty() && due.first().second() <= clock) {
      var key = due.first().key();
      var step = machine.onClock(states.get(key), clock);
      put(key, step.state());
      changes.addAll(step.changes());
    }
    return changes;
  }

  /**
   * A car was seen. Call {@link #advance} before, with the time that it brings.
   *
   * @param tariff in force at the location and second of the sighting
   */
  public Step see(Sighting sighting, Tariff tariff) {
    var step = machine.onSighting(states.get(sighting.key()), sighting, tariff, clock);
    put(sighting.key(), step.state());
    return step;
  }

  /** The second of the clock at which something happens by itself; {@link Machine#NEVER} if not. */
  public long deadline() {
    return due.isEmpty() ? Machine.NEVER : due.first().second();
  }

  /** In seconds since 1970; {@link Long#MIN_VALUE} before it was moved. */
  public long clock() {
    return clock;
  }

  /** How many keys are remembered, those with a session and those whose session has just ended. */
  public int size() {
    return states.size();
  }

  /** What is remembered, by key: with the clock, all there is to save. */
  public SortedMap<SessionKey, KeyState> states() {
    return new TreeMap<>(states);
  }

  /** What is known of a key; null if nothing. */
  public @Nullable KeyState state(SessionKey key) {
    return states.get(key);
  }

  /** Takes in what was saved. */
  public void adopt(SessionKey key, KeyState state) {
    put(key, state);
  }

  private void put(SessionKey key, @Nullable KeyState state) {
    var before = state == null ? states.remove(key) : states.put(key, state);
    if (before != null) {
      due.remove(new Due(machine.deadline(before), key));
    }
    if (state != null) {
      due.add(new Due(machine.deadline(state), key));
    }
  }
}
