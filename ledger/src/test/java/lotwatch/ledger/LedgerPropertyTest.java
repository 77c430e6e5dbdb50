package lotwatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import lotwatch.ledger.CameraCommand.Observe;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraCommand.RemoveCamera;
import lotwatch.ledger.CameraCommand.Sighting;
import lotwatch.ledger.Command.AdoptPolicy;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.Command.Tick;
import lotwatch.ledger.LotChange.Tallied;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.CloseLot;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.NodeCommand.Leave;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.Watch.Corner;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds after any commands whatever. */
class LedgerPropertyTest {
  private static final int COMMANDS = 2_000;

  /** {@code -Dseed=42} runs one case again. */
  static LongStream seeds() {
    var seed = Long.getLong("seed");
    return seed == null ? LongStream.range(0, 20) : LongStream.of(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void countsAlwaysAddUpInEveryEventAndView(long seed) {
    var ledger = new Ledger();
    for (var entry : entries(seed)) {
      for (var event : ledger.apply(entry).events()) {
        if (event.change() instanceof Tallied change) {
          assertAddsUp(change.tally());
        }
      }
      ledger.view().lots().forEach(lot -> assertAddsUp(lot.tally()));
    }
  }

  /** Not by way of Tally's own check: a test must be able to fail where the code is wrong. */
  private static void assertAddsUp(Tally tally) {
    assertThat(tally.free() + tally.occupied() + tally.reserved() + tally.unknown())
        .isEqualTo(tally.capacity());
    assertThat(List.of(tally.free(), tally.occupied(), tally.reserved(), tally.unknown()))
        .allMatch(places -> places >= 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void viewShowsTheTallyOfItsSpots(long seed) {
    var ledger = new Ledger();
    entries(seed).forEach(ledger::apply);

    for (var lot : ledger.view().lots()) {
      if (!lot.counted()) {
        assertThat(lot.tally().occupied()).isEqualTo(spots(lot, Occupancy.OCCUPIED));
        int free = spots(lot, Occupancy.FREE);
        assertThat(lot.tally().free() + lot.tally().reserved())
            .isBetween(
                free, ledger.view().policy().reserveUnknown() ? lot.tally().capacity() : free);
      }
    }
  }

  private static int spots(View.LotView lot, Occupancy state) {
    return Math.toIntExact(lot.spots().stream().filter(spot -> spot.state() == state).count());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyCameraHasOneHolderAndNoNodeHoldsTwoMoreThanAnother(long seed) {
    var ledger = new Ledger();
    for (var entry : entries(seed)) {
      ledger.apply(entry);
      var nodes = ledger.view().nodes().stream().map(View.NodeView::id).toList();
      var holders = ledger.view().cameras().stream().map(View.CameraView::holder).toList();
      var loads = nodes.stream().map(node -> Collections.frequency(holders, node)).toList();
      if (nodes.isEmpty()) {
        assertThat(holders).allMatch(Objects::isNull);
      } else {
        assertThat(nodes).containsAll(holders);
        assertThat(Collections.max(loads) - Collections.min(loads)).isLessThan(2);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void sequenceNeverSkipsOrRepeats(long seed) {
    var events = replay(new Ledger(), entries(seed));

    assertThat(events.stream().map(Event::sequence))
        .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events.stream().map(Event::at)).isSorted();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void replayGivesTheSameEventsAndState(long seed) {
    var once = new Ledger();
    var again = new Ledger();

    assertThat(replay(once, entries(seed))).isEqualTo(replay(again, entries(seed)));
    assertThat(once.save()).isEqualTo(again.save());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void restoredLedgerGoesOnAsIfNothingHadHappened(long seed) {
    var entries = entries(seed);
    int cut = new Random(seed).nextInt(entries.size());
    var ledger = new Ledger();
    replay(ledger, entries.subList(0, cut));
    var restored = Ledger.restore(ledger.save());

    assertThat(restored.view().lots()).containsExactlyElementsOf(ledger.view().lots());
    assertThat(restored.view().due()).isEqualTo(ledger.view().due());
    var rest = entries.subList(cut, entries.size());
    assertThat(replay(restored, rest)).isEqualTo(replay(ledger, rest));
    assertThat(restored.save()).isEqualTo(ledger.save());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsEverOverdue(long seed) {
    var ledger = new Ledger();
    for (var entry : entries(seed)) {
      ledger.apply(entry);
      assertThat(ledger.view().due()).isAfter(ledger.view().at());
    }
  }

  private static List<Event> replay(Ledger ledger, List<Entry> entries) {
    return entries.stream().flatMap(entry -> ledger.apply(entry).events().stream()).toList();
  }

  private static List<Entry> entries(long seed) {
    var random = new Random(seed);
    var now = Campus.NOON;
    var entries = new ArrayList<Entry>();
    for (int n = 0; n < COMMANDS; n++) {
      now = now.plusMillis(random.nextInt(-200, 1500));
      var request =
          random.nextInt(5) == 0
              ? new RequestId("r" + random.nextInt(200), random.nextInt(3))
              : null;
      entries.add(new Entry(now, request, command(random, now)));
    }
    return entries;
  }

  private static Command command(Random random, Instant now) {
    var lot = lot(random);
    var camera = new CameraId("c" + random.nextInt(3));
    return switch (random.nextInt(27)) {
      case 0 -> new OpenLot(lot, "Lot", random.nextInt(14), spots(random));
      case 1 -> random.nextInt(6) == 0 ? new CloseLot(lot) : new Tick();
      case 2 -> new PlaceCamera(camera, watches(random));
      case 3 -> random.nextInt(6) == 0 ? new RemoveCamera(camera) : new Tick();
      case 4, 5 -> new Count(lot, random.nextInt(-3, 4));
      case 6 -> new SetCount(lot, random.nextInt(-1, 14));
      case 7, 8, 9 -> reserve(lot, plate(random), random.nextBoolean());
      case 10 -> cancel(lot, plate(random), random.nextBoolean());
      case 11 -> random.nextInt(9) == 0 ? new AdoptPolicy(policy(random)) : new Tick();
      case 12, 13 -> new NodeHeartbeat(node(random), "http://node/", "node:1", random.nextInt(9));
      case 14 -> random.nextInt(4) == 0 ? new Leave(node(random)) : new Tick();
      case 15 -> new Report("r" + random.nextInt(9), lot.value(), random.nextInt(-2, 16), now);
      case 16 -> random.nextInt(20) == 0 ? new RaiseVersion(Versions.NEWEST) : new Tick();
      case 17, 18 ->
          new SessionCommand.See(random.nextBoolean() ? "" : "recording", seen(random, now));
      default -> observe(random, camera, now);
    };
  }

  private static List<lotwatch.sessions.Sighting> seen(Random random, Instant now) {
    var sightings = new ArrayList<lotwatch.sessions.Sighting>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      var location = lot(random).value() + List.of("", "/s1", "/S2").get(random.nextInt(3));
      sightings.add(
          new lotwatch.sessions.Sighting(
              "id" + random.nextInt(500),
              new SessionKey(plate(random).text(), location),
              List.of(Status.values()).get(random.nextInt(4)),
              now.getEpochSecond() - random.nextInt(20)));
    }
    return sightings;
  }

  private static Command reserve(LotId lot, Plate plate, boolean matches) {
    return matches ? new Reserve(lot, plate, plain(plate)) : new Reserve(lot, plate);
  }

  private static Plate plain(Plate plate) {
    return new Plate(plate.text().toUpperCase(Locale.ROOT).replace(" ", ""));
  }

  private static Command cancel(LotId lot, Plate plate, boolean matches) {
    return matches ? new Cancel(lot, plate, plain(plate)) : new Cancel(lot, plate);
  }

  private static NodeId node(Random random) {
    return new NodeId("n" + random.nextInt(3));
  }

  private static Observe observe(Random random, CameraId camera, Instant now) {
    var view =
        List.of(
            Visibility.CLEAR,
            Visibility.CLEAR,
            Visibility.CLEAR,
            Visibility.BLACK,
            Visibility.COVERED,
            Visibility.DAMAGED,
            Visibility.FROZEN);
    var sightings =
        spots(random).stream()
            .map(
                spot -> new Sighting(spot, spot.value().hashCode() % 3 / 2.0 * random.nextDouble()))
            .toList();
    return new Observe(
        camera, now.plusMillis(random.nextInt(-50, 50)), view.get(random.nextInt(7)), sightings);
  }

  private static LotId lot(Random random) {
    return new LotId("lot" + random.nextInt(4));
  }

  private static Plate plate(Random random) {
    return new Plate((random.nextBoolean() ? "CAR" : "car ") + random.nextInt(12));
  }

  private static Policy policy(Random random) {
    return new Policy(
        0.6,
        0.4,
        1 + random.nextInt(3),
        Duration.ofMillis(random.nextInt(3000)),
        Duration.ofSeconds(5 + random.nextInt(60)),
        Duration.ofSeconds(1 + random.nextInt(9)),
        Duration.ofSeconds(1 + random.nextInt(20)),
        Duration.ofSeconds(1 + random.nextInt(60)),
        random.nextBoolean());
  }

  private static List<SpotId> spots(Random random) {
    return IntStream.range(0, 8)
        .filter(_ -> random.nextInt(4) > 0)
        .mapToObj(n -> new SpotId("s" + n))
        .toList();
  }

  private static List<Watch> watches(Random random) {
    var outline = List.of(new Corner(0, 0), new Corner(1, 0), new Corner(1, 1));
    return spots(random).stream().map(spot -> new Watch(lot(random), spot, outline)).toList();
  }
}
