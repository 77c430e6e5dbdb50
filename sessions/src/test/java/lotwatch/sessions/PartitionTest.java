package lotwatch.sessions;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import lotwatch.sessions.Tariffs.Rule;
import lotwatch.sessions.Visits.Visit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole streams of sightings give the visits that they were made of. */
class PartitionTest {
  private static final Tariff CHEAP = new Tariff("EUR", 3_600, 150, 900, 600);

  /** {@code -Dseed=42} runs one case again. */
  static LongStream seeds() {
    var seed = Long.getLong("seed");
    return seed == null ? LongStream.rangeClosed(1, 20) : LongStream.of(seed);
  }

  private static final class Run {
    final List<Session> changes = new ArrayList<>();
    final Map<Note, Integer> notes = new EnumMap<>(Note.class);
    final Partition partition = new Partition(Rules.DEFAULT);

    Run over(List<Sighting> sightings, Tariffs tariffs) {
      for (var sighting : sightings) {
        changes.addAll(partition.advance(sighting.second()));
        var tariff = tariffs.at(sighting.key().location(), sighting.second());
        var step = partition.see(sighting, tariff);
        changes.addAll(step.changes());
        notes.merge(requireNonNull(step.note()), 1, Integer::sum);
      }
      return this;
    }

    /** Each comes that much later than it was, and the clock is that of the day. */
    Run late(List<Sighting> sightings, long seconds) {
      long now = Long.MIN_VALUE;
      for (var sighting : sightings) {
        now = Math.max(now, sighting.second() + seconds);
        changes.addAll(partition.advance(now));
        changes.addAll(partition.see(sighting, Tariff.SYSTEM_C).changes());
      }
      return this;
    }

    /** How the stays were that have ended. */
    List<Visit> visits() {
      return ended().stream()
          .map(each -> new Visit(each.key(), each.start(), each.last(), each.state()))
          .toList();
    }

    List<Session> ended() {
      return changes.stream().filter(Session::hasEnded).toList();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyVisitIsOneSession(long seed) {
    var stream = new Visits(seed, 60, 6);
    var run = new Run().over(stream.sightings, Tariffs.of(Tariff.SYSTEM_C));
    run.changes.addAll(run.partition.advance(Sighting.SECOND_MAX));

    assertThat(run.visits()).containsExactlyInAnyOrderElementsOf(stream.visits);
    assertThat(run.partition.advance(Sighting.SECOND_MAX + 60)).isEmpty();
    assertThat(run.partition.size()).isZero();
    assertThat(run.notes.keySet()).contains(Note.COUNTED, Note.DUPLICATE);
    assertThat(run.notes.values().stream().mapToInt(each -> each).sum())
        .isEqualTo(stream.sightings.size());
  }

  /** Their gateway was away: what it saw comes an hour later, and the time of day goes on. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noVisitIsCutBecauseItComesAnHourLate(long seed) {
    var stream = new Visits(seed, 60, 6);
    var run = new Run().late(stream.sightings, 3_600);
    run.changes.addAll(run.partition.advance(Sighting.SECOND_MAX));

    assertThat(run.visits()).containsExactlyInAnyOrderElementsOf(stream.visits);
  }

  /** All of that hour at once, when others of the same partition have moved its clock on. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noVisitIsCutBecauseItComesAtOnce(long seed) {
    var stream = new Visits(seed, 60, 6);
    var run = new Run();
    run.partition.advance(Visits.FIRST + 1_000_000);
    run.over(stream.sightings, Tariffs.of(Tariff.SYSTEM_C));
    run.changes.addAll(run.partition.advance(Sighting.SECOND_MAX));

    assertThat(run.visits()).containsExactlyInAnyOrderElementsOf(stream.visits);
  }

  /** Cars leave last: who is seen leaving first was never there. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void orderWithinTheLatenessDoesNotCount(long seed) {
    var stream = new Visits(seed, 60, 6);
    var random = new SplittableRandom(seed);
    var delays = new HashMap<Sighting, Long>();
    for (var each : stream.sightings) {
      delays.put(each, each.status() == Status.EXITING ? 9L : random.nextInt(10));
    }
    var mixed =
        stream.sightings.stream()
            .sorted(Comparator.comparingLong(each -> each.second() + delays.getOrDefault(each, 0L)))
            .toList();
    for (long late : new long[] {0, 3_600}) {
      var run = new Run().late(mixed, late);
      run.changes.addAll(run.partition.advance(Sighting.SECOND_MAX));

      assertThat(run.visits()).containsExactlyInAnyOrderElementsOf(stream.visits);
    }
  }

  /** Recomputed with another formula from the visits, not from the sessions. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void billsAddUp(long seed) {
    var stream = new Visits(seed, 60, 6);
    var run = new Run().over(stream.sightings, Tariffs.of(Tariff.SYSTEM_C));
    run.changes.addAll(run.partition.advance(Sighting.SECOND_MAX));

    long expected = 0;
    for (var visit : stream.visits) {
      for (long block = visit.start(); block < visit.end(); block += 600) {
        expected += 10_000;
      }
    }
    assertThat(run.ended().stream().mapToLong(Session::cost).sum()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void revisionsOfASessionAreInOrderAndItsEndIsFinal(long seed) {
    var run = new Run().over(new Visits(seed, 60, 6).sightings, Tariffs.of(Tariff.SYSTEM_C));
    run.changes.addAll(run.partition.advance(Sighting.SECOND_MAX));

    var newest = new HashMap<String, Session>();
    for (var change : run.changes) {
      var before = newest.put(change.id(), change);
      assertThat(change.revision()).isEqualTo(before == null ? 1 : before.revision() + 1);
      assertThat(before == null || !before.hasEnded()).isTrue();
      assertThat(change.seconds()).isNotNegative();
    }
  }

  /** A copy of the whole stream, or of its newest part, changes nothing that was decided. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void savedAndTakenInAgainItGoesOnAlike(long seed) {
    var sightings = new Visits(seed, 60, 6).sightings;
    var whole = new Run().over(sightings, Tariffs.of(Tariff.SYSTEM_C));
    int half = sightings.size() / 2;
    var first = new Run().over(sightings.subList(0, half), Tariffs.of(Tariff.SYSTEM_C));

    var second = new Run();
    second.partition.advance(first.partition.clock());
    first.partition.states().forEach(second.partition::adopt);
    second.over(sightings.subList(half, sightings.size()), Tariffs.of(Tariff.SYSTEM_C));

    var both = new ArrayList<>(first.changes);
    both.addAll(second.changes);
    assertThat(both).isEqualTo(whole.changes);
    assertThat(second.partition.states()).isEqualTo(whole.partition.states());
    assertThat(second.partition.deadline()).isEqualTo(whole.partition.deadline());
  }

  @Test
  void tariffIsThatOfTheLotWhenTheSessionOpened() {
    var stream = new Visits(7, 30, 6);
    long change = Visits.FIRST + 8_000;
    var tariffs =
        new Tariffs(
            List.of(
                Rule.always(Tariff.SYSTEM_C),
                new Rule("A1", Long.MIN_VALUE, CHEAP),
                new Rule("", change, CHEAP)));
    var run = new Run().over(stream.sightings, tariffs);

    assertThat(run.ended())
        .allSatisfy(each -> {
          boolean isCheap = each.key().location().equals("A1") || each.start() >= change;
          assertThat(each.tariff()).isEqualTo(isCheap ? CHEAP : Tariff.SYSTEM_C);
        });
    assertThat(run.ended()).extracting(Session::tariff).contains(CHEAP, Tariff.SYSTEM_C);
  }

  @Test
  void idsDependOnKeyAndFirstSightingOnly() {
    var ids = new HashSet<String>();
    for (var key : List.of(new SessionKey("AB", "C"), new SessionKey("A", "BC"))) {
      for (var id : List.of("1", "2")) {
        var sighting = new Sighting(id, key, Status.PARKED, Visits.FIRST);
        var run = new Run().over(List.of(sighting), Tariffs.of(Tariff.SYSTEM_C));
        ids.add(run.changes.get(0).id());
      }
    }
    assertThat(ids).hasSize(4).allMatch(id -> id.matches("[0-9a-f]{32}"));
  }
}
