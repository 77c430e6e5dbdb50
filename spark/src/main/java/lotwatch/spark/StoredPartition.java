package lotwatch.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.records.Tick;
import lotwatch.sessions.KeyState;
import lotwatch.sessions.Machine;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Step;
import lotwatch.sessions.Tariff;
import org.jspecify.annotations.Nullable;

/**
 * What {@link lotwatch.sessions.Partition} is, over a store: the same changes in the same order,
 * but only keys that are needed are read, and only those that changed are written. Made for one
 * batch of records and saved at its end.
 *
 * <p>The index has a key where it was due when its session opened; a sighting moves the deadline on
 * but not the key in the index, where it is found too early, and put where it belongs.
 */
final class StoredPartition {
  private final Machine machine;
  private final Store store;
  private final Deadlines deadlines;
  private final Map<SessionKey, Entry> entries = new HashMap<>();
  private long clock;
  private long next;
  private List<Tick> waiting;

  StoredPartition(Rules rules, Store store) {
    this.machine = new Machine(rules);
    this.store = store;
    var head = Head.of(store.head());
    this.clock = head.clock();
    this.next = head.next();
    this.waiting = head.waiting();
    this.deadlines = new Deadlines(store, head.parts());
  }

  /** Moves the clock on; returns the sessions that end by that. */
  List<Session> advance(long second) {
    clock = Math.max(clock, second);
    var changes = new ArrayList<Session>();
    for (var due = deadlines.poll(clock); due != null; due = deadlines.poll(clock)) {
      var entry = entry(due.key());
      if (entry.indexed == due.second()) {
        entry.indexed = Machine.NEVER;
        look(entry, due.second(), changes);
      }
    }
    return changes;
  }

  private void look(Entry entry, long second, List<Session> changes) {
    if (machine.deadline(entry.state) > second) {
      put(entry, entry.state);
      return;
    }
    var step = machine.onClock(entry.state, clock);
    put(entry, step.state());
    changes.addAll(step.changes());
  }

  /**
   * A car was seen. Call {@link #advance} before, with the time that it brings.
   *
   * @param tariff in force at the location and second of the sighting
   */
  Step see(Sighting sighting, Tariff tariff) {
    var entry = entry(sighting.key());
    var step = machine.onSighting(entry.state, sighting, tariff, clock);
    put(entry, step.state());
    return step;
  }

  private void put(Entry entry, @Nullable KeyState state) {
    entry.state = state;
    entry.isChanged = true;
    if (state == null) {
      entry.indexed = Machine.NEVER;
      return;
    }
    long deadline = machine.deadline(state);
    if (deadline < entry.indexed) {
      entry.indexed = deadline;
      deadlines.add(new Deadlines.Due(deadline, entry.key));
    }
  }

  private Entry entry(SessionKey key) {
    var entry = entries.get(key);
    if (entry == null) {
      byte @Nullable [] bytes = store.state(Entry.name(key));
      entry = bytes == null ? new Entry(key) : Entry.of(key, bytes);
      entries.put(key, entry);
    }
    return entry;
  }

  /** The offset of the next record. */
  long next() {
    return next;
  }

  /** The record at this offset was read. */
  void passed(long offset) {
    next = Math.max(next, offset + 1);
  }

  /** The ticks that wait for records before them, in order. */
  List<Tick> waiting() {
    return waiting;
  }

  void waiting(List<Tick> ticks) {
    waiting = List.copyOf(ticks);
  }

  /** Writes to the store what has changed. */
  void save() {
    for (var entry : entries.values()) {
      if (entry.isChanged) {
        entry.isChanged = false;
        store.state(
            Entry.name(entry.key),
            entry.state == null ? null : Entry.bytes(entry.state, entry.indexed));
      }
    }
    deadlines.save();
    store.head(new Head(clock, next, waiting, deadlines.parts()).bytes());
  }
}
