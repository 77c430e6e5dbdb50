package lotwatch.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import lotwatch.records.Tick;
import lotwatch.sessions.Note;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.sessions.Tariffs.Rule;
import lotwatch.spark.bench.Direct;
import lotwatch.spark.bench.Traffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the batches, the sessions are those of the machine. */
class BatchTest {
  private static final JobPolicy POLICY =
      new JobPolicy(
          Rules.DEFAULT,
          new Tariffs(
              List.of(
                  Rule.always(Tariff.SYSTEM_C),
                  new Rule("north", Long.MIN_VALUE, new Tariff("EUR", 900, 50, 600, 800)),
                  new Rule("north", Traffic.FIRST + 2_000, new Tariff("EUR", 900, 60, 0, 0)))),
          null,
          "");

  /** {@code -Dseed=42} runs one case again. */
  static LongStream seeds() {
    var seed = Long.getLong("seed");
    return seed == null ? LongStream.rangeClosed(1, 12) : LongStream.of(seed);
  }

  /** A partition that is made anew, from its store, for each batch. */
  private static final class Job {
    final MemoryStore store = new MemoryStore();
    final List<Session> changes = new ArrayList<>();
    private final Random random;
    private long notes;

    Job(long seed) {
      this.random = new Random(seed);
    }

    void take(List<Batch.Item> items, List<Tick> ticks) {
      var partition = new StoredPartition(POLICY.rules(), store);
      var batch = new Batch(partition, POLICY);
      var mixed = new ArrayList<>(items);
      Collections.shuffle(mixed, random);
      batch.run(mixed, ticks);
      partition.save();
      changes.addAll(batch.changes());
      for (var note : Note.values()) {
        notes += batch.count(note);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void changesAreThoseOfTheMachineInTheSameOrder(long seed) {
    var random = new Random(seed);
    var sightings = Traffic.of(seed, 3_000, 1).stream().map(Traffic.Arrival::sighting).toList();
    var direct = new Direct(POLICY);
    var job = new Job(seed);
    int at = 0;
    while (at < sightings.size()) {
      int size =
          Math.min(sightings.size() - at, 1 + random.nextInt(random.nextInt(10) == 0 ? 800 : 60));
      var items = new ArrayList<Batch.Item>();
      var ticks = new ArrayList<Tick>();
      for (int i = at; i < at + size; i++) {
        direct.see(sightings.get(i));
        items.add(new Batch.Item(i, sightings.get(i)));
        if (random.nextInt(20) == 0) {
          var tick = new Tick(0, sightings.get(i).second() + random.nextInt(400), i + 1);
          direct.tick(tick);
          ticks.add(tick);
        }
      }
      job.take(items, ticks);
      at += size;
    }
    assertThat(job.changes).isEqualTo(direct.changes());
    assertThat(job.changes).extracting(Session::tariff).contains(Tariff.SYSTEM_C);
    assertThat(job.notes).isEqualTo(sightings.size());
    assertThat(job.store.states).hasSize(direct.size());

    var end = new Tick(0, Traffic.FIRST + 10_000_000, Tick.NO_OFFSET);
    direct.tick(end);
    job.take(List.of(), List.of(end));
    var longAfter = new Tick(0, Traffic.FIRST + 20_000_000, Tick.NO_OFFSET);
    job.take(List.of(), List.of(longAfter));
    assertThat(job.changes).isEqualTo(direct.changes());
    assertThat(job.store.states).isEmpty();
    assertThat(job.store.parts).isEmpty();
  }

  private static Batch.Item seen(long offset, String plate, long second) {
    var key = new SessionKey(plate, "north/N1");
    return new Batch.Item(offset, new Sighting("s" + offset, key, Status.PARKED, second));
  }

  /** A job that catches up has the tick of a later time before the sightings of an earlier one. */
  @Test
  void ticksWaitForTheSightingsBeforeThem() {
    var job = new Job(1);
    long first = Traffic.FIRST;
    job.take(List.of(seen(0, "A", first)), List.of(new Tick(0, first + 2_000, 3)));
    assertThat(job.changes).extracting(Session::state).containsExactly(Session.State.ACTIVE);

    job.take(List.of(seen(1, "A", first + 500), seen(2, "A", first + 1_000)), List.of());

    assertThat(job.changes).hasSize(4);
    assertThat(job.changes.get(3))
        .matches(each -> each.state() == Session.State.TIMEOUT && each.last() == first + 1_000);
  }

  /** What Kafka has deleted never comes. */
  @Test
  void ticksDoNotWaitForRecordsThatAreGone() {
    var job = new Job(1);
    long first = Traffic.FIRST;
    job.take(List.of(seen(0, "A", first)), List.of(new Tick(0, first + 2_000, 100)));
    job.take(List.of(), List.of(new Tick(0, first + 2_005, 100)));

    assertThat(job.changes)
        .extracting(Session::state)
        .containsExactly(Session.State.ACTIVE, Session.State.TIMEOUT);
  }

  /**
   * Sightings an hour old, and a tick after each, of which a job that catches up has all at once:
   * it makes the sessions that one makes which was never behind.
   */
  @Test
  void ticksThatWaitCountWhereTheyWereMade() {
    int count = 120;
    var ticks = new ArrayList<Tick>();
    var items = new ArrayList<Batch.Item>();
    ticks.add(new Tick(0, Traffic.FIRST + Traffic.LATE_SECONDS, 0));
    for (int i = 0; i < count; i++) {
      long second = Traffic.FIRST + 30L * i;
      items.add(seen(i, "A", second));
      ticks.add(new Tick(0, second + Traffic.LATE_SECONDS, i + 1));
    }
    var job = new Job(1);
    job.take(items.subList(0, 1), ticks);
    for (int from = 1; from < count; from += 7) {
      job.take(items.subList(from, Math.min(count, from + 7)), List.of());
    }

    assertThat(job.changes).hasSize(count);
    assertThat(job.changes).extracting(Session::id).containsOnly(job.changes.get(0).id());
    assertThat(job.changes).extracting(Session::state).containsOnly(Session.State.ACTIVE);
  }

  @Test
  void ticksThatWaitHaveALimitAndTheNewestStays() {
    var job = new Job(1);
    var ticks = new ArrayList<Tick>();
    for (int i = 0; i <= Head.WAITING_MAX; i++) {
      ticks.add(new Tick(0, Traffic.FIRST + i, 10 + i));
    }
    job.take(List.of(seen(0, "A", Traffic.FIRST)), ticks);

    var waiting = new StoredPartition(POLICY.rules(), job.store).waiting();
    assertThat(waiting).hasSize(Head.WAITING_MAX / 2 + 1);
    assertThat(waiting.get(waiting.size() - 1)).isEqualTo(ticks.get(Head.WAITING_MAX));
    assertThat(waiting.get(0)).isEqualTo(ticks.get(0));
  }

  /** A stay that was forgotten, and then copies of all of its sightings but the first. */
  @Test
  void copiesAfterForgettingAreWhatTheMachineMakesOfThem() {
    long first = Traffic.FIRST;
    long forgotten = first + 700 + Rules.DEFAULT.forgetSeconds();
    for (long second : List.of(forgotten - 1, forgotten)) {
      var key = new SessionKey("A", "north/N1");
      var stay =
          List.of(
              new Sighting("first", key, Status.ENTERING, first),
              new Sighting("second", key, Status.PARKED, first + 300),
              new Sighting("exit", key, Status.EXITING, first + 700));
      var direct = new Direct(POLICY);
      var job = new Job(1);
      stay.forEach(direct::see);
      job.take(
          List.of(
              new Batch.Item(0, stay.get(0)),
              new Batch.Item(1, stay.get(1)),
              new Batch.Item(2, stay.get(2))),
          List.of());
      var tick = new Tick(0, second, 3);
      direct.tick(tick);
      job.take(List.of(), List.of(tick));
      stay.subList(1, 3).forEach(direct::see);
      job.take(List.of(new Batch.Item(3, stay.get(1)), new Batch.Item(4, stay.get(2))), List.of());

      assertThat(job.changes).isEqualTo(direct.changes());
      assertThat(job.changes.stream().filter(Session::hasEnded).map(Session::start))
          .isEqualTo(second < forgotten ? List.of(first) : List.of(first, first + 300));
    }
  }

  /** What the job wrote before it kept more than one. */
  @Test
  void stateOfVersion1IsRead() {
    var bytes = ByteBuffer.allocate(64);
    bytes.put((byte) 1).putLong(77).putLong(5).put((byte) 1);
    bytes.putInt(0).putLong(88).putLong(9).putInt(1).putLong(3);

    var head = Head.of(Arrays.copyOf(bytes.array(), bytes.position()));

    assertThat(head)
        .isEqualTo(new Head(77, 5, List.of(new Tick(0, 88, 9)), new TreeSet<>(List.of(3L))));
    assertThat(Head.of(head.bytes())).isEqualTo(head);
  }

  @Test
  void onlyWhatChangedIsWritten() {
    var job = new Job(1);
    var many = new ArrayList<Batch.Item>();
    for (int car = 0; car < 500; car++) {
      many.add(seen(car, "P" + car, Traffic.FIRST));
    }
    job.take(many, List.of());
    long before = job.store.written;

    job.take(List.of(seen(500, "P7", Traffic.FIRST + 30)), List.of());

    assertThat(before).isEqualTo(500);
    assertThat(job.store.written).isEqualTo(501);
  }
}
