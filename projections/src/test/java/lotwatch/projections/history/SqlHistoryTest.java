package lotwatch.projections.history;

import static lotwatch.projections.history.TestLedger.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.PositionCommand.OpenPosition;
import lotwatch.ledger.SessionChange;
import lotwatch.ledger.UnavailableException;
import lotwatch.sessions.Status;
import lotwatch.wire.history.Cursor;
import lotwatch.wire.history.HistoryFilter;
import lotwatch.wire.history.HistoryShapes.OccupancyPoint;
import lotwatch.wire.history.HistoryShapes.RevenuePoint;
import lotwatch.wire.history.HistorySpan;
import lotwatch.wire.history.HistorySpan.By;
import lotwatch.wire.json.SessionShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlHistoryTest {
  static final HistoryFilter ALL = filter(null, null, null, 1_000, null);

  @TempDir Path temp = Path.of("set by JUnit");

  private final TestLedger ledger = new TestLedger();

  static HistoryFilter filter(
      @Nullable String location,
      @Nullable String plate,
      @Nullable String kind,
      int limit,
      @Nullable String cursor) {
    return new HistoryFilter(
        null,
        location,
        null,
        plate,
        kind,
        null,
        null,
        limit,
        cursor == null ? null : Cursor.parse(cursor));
  }

  private Kept open() {
    return Kept.open("n1", temp, ledger, new Kept.Others());
  }

  /** Cars come, are seen and go in two lots, and reserve. */
  static void drive(TestLedger ledger, Random random, int steps) {
    for (int i = 0; i < steps; i++) {
      var plate = "B-XY %d".formatted(random.nextInt(20));
      var lot = random.nextBoolean() ? "deck" : "yard";
      ledger.pass(Duration.ofSeconds(random.nextInt(90)));
      var at = ledger.clock().instant();
      switch (random.nextInt(5)) {
        case 0 -> ledger.submit(new LotCommand.Reserve(new LotId(lot), new Plate(plate)), null);
        case 1 -> ledger.submit(new LotCommand.Cancel(new LotId(lot), new Plate(plate)), null);
        case 2 -> ledger.count(lot, random.nextBoolean() ? 1 : -1);
        case 3 -> ledger.see(plate, lot, Status.EXITING, at);
        default -> ledger.see(plate, lot, Status.PARKED, at);
      }
    }
  }

  private void open(Random random, int steps) {
    ledger.open("deck", 20);
    ledger.open("yard", 10);
    drive(ledger, random, steps);
  }

  @Test
  void everyEventIsOneRowOfItsKind() throws Exception {
    open(new Random(1), 600);
    try (var kept = open()) {
      assertThat(kept.rows("session_revisions"))
          .isEqualTo(kept.events(SessionChange.SessionChanged.class))
          .isPositive();
      assertThat(kept.rows("reservations"))
          .isEqualTo(
              kept.events(LotChange.Reserved.class)
                  + kept.events(LotChange.Cancelled.class)
                  + kept.events(LotChange.Expired.class)
                  + kept.events(LotChange.ReservationEnded.class))
          .isPositive();
      assertThat(kept.rows("occupancy")).isEqualTo(kept.events(LotChange.Tallied.class));
    }
  }

  @Test
  void stoppedAndStartedAgainItGoesOn() throws Exception {
    var random = new Random(2);
    ledger.open("deck", 20);
    ledger.open("yard", 10);
    for (int i = 0; i < 4; i++) {
      drive(ledger, random, 100);
      try (var kept = open()) {
        kept.caughtUp();
        drive(ledger, random, 20);
      }
    }
    try (var kept = open();
        var fresh = Kept.open("n2", temp.resolve("other"), ledger, new Kept.Others())) {
      assertThat(kept.dump()).isEqualTo(fresh.dump()).hasSizeGreaterThan(200);
    }
  }

  @Test
  void killedBetweenCommitAndAcknowledgementItLosesAndDoublesNothing() throws Exception {
    long seed = Long.getLong("seed", 11);
    System.out.println("seed " + seed);
    for (int rounds = 1; rounds <= 2; rounds++) {
      assertThat(KilledWriter.run(temp, seed, rounds)).isEqualTo(KilledWriter.DIED);
    }
    var ledger = KilledWriter.ledger(seed, 3);
    var ahead = Kept.dump("jdbc:sqlite:" + temp.resolve("history").resolve("history.sqlite"));
    assertThat(ahead).as("committed, and never acknowledged").isNotEmpty();
    try (var kept = Kept.open("n1", temp, ledger, new Kept.Others());
        var fresh = Kept.open("n2", temp.resolve("other"), ledger, new Kept.Others())) {
      assertThat(kept.dump()).isEqualTo(fresh.dump()).hasSizeGreaterThan(150);
      assertThat(kept.rows("occupancy")).isEqualTo(kept.events(LotChange.Tallied.class));
      assertThat(kept.history.gaps()).isZero();
    }
  }

  @Test
  void positionInTheLedgerFollowsWhatIsWritten() {
    open(new Random(3), 50);
    try (var kept = open()) {
      kept.caughtUp();
      drive(ledger, new Random(4), 50);

      Kept.await(
          "acknowledged",
          () -> {
            var position = ledger.view().position("history-n1");
            return position != null && position.sequence() == ledger.view().sequence();
          });
      assertThat(kept.history.behind()).isZero();
    }
  }

  @Test
  void sessionsArePagedNewestFirst() throws Exception {
    open(new Random(5), 400);
    try (var kept = open()) {
      kept.caughtUp();
      var whole = kept.history.sessions(ALL).items();
      var pages = new ArrayList<SessionShape>();
      @Nullable String next = null;
      do {
        var page = kept.history.sessions(filter(null, null, null, 7, next));
        pages.addAll(page.items());
        next = page.next();
      } while (next != null);

      assertThat(pages).isEqualTo(whole).hasSizeGreaterThan(20);
      assertThat(whole)
          .isSortedAccordingTo((a, b) -> b.start().compareTo(a.start()))
          .allSatisfy(session -> assertThat(session.plate()).startsWith("***"));
    }
  }

  @Test
  void searchSeesNoMoreOfAPlateThanIsShown() throws Exception {
    ledger.open("deck", 20);
    ledger.see("B-XY 17", "deck", Status.PARKED, NOON);
    ledger.see("B-ZZ 42", "deck", Status.PARKED, NOON);
    try (var kept = open()) {
      kept.caughtUp();

      assertThat(kept.history.sessions(filter(null, "17", null, 10, null)).items())
          .singleElement()
          .extracting(SessionShape::plate)
          .isEqualTo("*****17");
      assertThat(kept.history.sessions(filter(null, "B-XY 17", null, 10, null)).items()).isEmpty();
      assertThat(kept.history.sessions(filter(null, "%", null, 10, null)).items()).isEmpty();
    }
  }

  @Test
  void sessionHasItsRevisions() throws Exception {
    ledger.open("deck", 20);
    ledger.see("B-XY 17", "deck", Status.ENTERING, NOON);
    ledger.pass(Duration.ofMinutes(5));
    ledger.see("B-XY 17", "deck", Status.EXITING, NOON.plusSeconds(300));
    try (var kept = open()) {
      kept.caughtUp();
      var id = kept.history.sessions(ALL).items().getFirst().id();

      var timeline = kept.history.session(id).orElseThrow();

      assertThat(timeline.session().state()).isEqualTo("closed");
      assertThat(timeline.lot()).isEqualTo("deck");
      assertThat(timeline.revisions())
          .extracting(each -> each.revision() + " " + each.state() + " " + each.seconds())
          .containsExactly("1 active 0", "2 closed 300");
      assertThat(kept.history.session("none")).isEmpty();
    }
  }

  /** Logs of before version 7 tell of a session again that has ended and was forgotten. */
  @Test
  void sessionThatHasEndedStaysAsItIs() throws Exception {
    ledger.open("deck", 20);
    ledger.see("B-XY 17", "deck", Status.ENTERING, NOON);
    ledger.pass(Duration.ofMinutes(5));
    ledger.see("B-XY 17", "deck", Status.EXITING, NOON.plusSeconds(300));
    ledger.pass(Duration.ofMinutes(2));
    for (int later : new int[] {0, 310, 320}) {
      var status = later == 0 ? Status.ENTERING : Status.PARKED;
      ledger.see("B-XY 17", "deck", status, NOON.plusSeconds(later));
    }
    assertThat(ledger.view().sessions()).singleElement().matches(each -> each.revision() == 3);
    try (var kept = open()) {
      kept.caughtUp();

      var session = kept.history.sessions(ALL).items().getFirst();

      assertThat(session.revision()).isEqualTo(2);
      assertThat(session.state()).isEqualTo("closed");
      assertThat(session.seconds()).isEqualTo(300);
    }
  }

  @Test
  void occupancyIsWeightedByTime() throws Exception {
    ledger.open("deck", 10);
    ledger.pass(Duration.ofMinutes(15));
    ledger.count("deck", 4);
    ledger.pass(Duration.ofMinutes(15));
    ledger.count("deck", -2);
    ledger.pass(Duration.ofMinutes(90));
    try (var kept = open()) {
      kept.caughtUp();
      var span =
          new HistorySpan(
              "deck", NOON.minusSeconds(7200), NOON.plusSeconds(86_400), By.HOUR, ZoneOffset.UTC);

      assertThat(kept.history.occupancy(span).points())
          .containsExactly(
              new OccupancyPoint(NOON, 2, 8, 0, 0, 10, 4),
              new OccupancyPoint(NOON.plusSeconds(3600), 2, 8, 0, 0, 10, 2));
      var cells = kept.history.heatmap("deck", 1, ZoneOffset.UTC).cells();
      assertThat(cells.getFirst().get(12)).isEqualTo(0.2); // a Monday
      assertThat(cells.getFirst().get(11)).isNull();
      assertThat(cells.get(3)).containsOnlyNulls();
    }
  }

  @Test
  void daysAreThoseOfTheZone() {
    var zone = ZoneId.of("Europe/Berlin");
    var span =
        new HistorySpan(
            "deck",
            Instant.parse("2027-03-27T23:00:00Z"),
            Instant.parse("2027-03-29T22:00:00Z"),
            By.DAY,
            zone);
    var sunday = span.begin(Instant.parse("2027-03-28T12:00:00Z"));

    assertThat(sunday).isEqualTo("2027-03-27T23:00:00Z");
    assertThat(span.next(sunday)).isEqualTo("2027-03-28T22:00:00Z"); // 23 hours
  }

  @Test
  void revenueIsThatOfEndedSessionsByTheirEnd() throws Exception {
    ledger.open("deck", 20);
    ledger.see("A", "deck", Status.ENTERING, NOON);
    ledger.see("B", "deck", Status.ENTERING, NOON);
    ledger.see("A", "deck", Status.EXITING, NOON.plusSeconds(600));
    try (var kept = open()) {
      kept.caughtUp();
      var span = new HistorySpan(null, NOON, NOON.plusSeconds(86_400), By.HOUR, ZoneOffset.UTC);

      var revenue = kept.history.revenue(span, null);

      assertThat(revenue.points()).containsExactly(new RevenuePoint(NOON, 1, 0));
      assertThat(revenue.currency()).isEqualTo("EUR");
    }
  }

  @Test
  void auditRecordBecomesRowsOnce() throws Exception {
    var folder = Files.createDirectories(temp.resolve("audit"));
    var line =
        "{\"at\":\"2027-03-01T12:00:0%dZ\",\"principal\":\"local\",\"established\":\"address\",\"action\":\"RESERVE\",\"object\":\"deck\",\"protocol\":\"rest\",\"address\":\"127.0.0.1\",\"outcome\":\"HELD\"}\n";
    var file = folder.resolve("audit.jsonl");
    Files.writeString(file, line.formatted(1) + line.formatted(2) + "{\"at\":\"20");
    ledger.open("deck", 20);
    try (var kept = open()) {
      Kept.await("two lines", () -> audit(kept).size() == 2);
    }
    Files.move(file, folder.resolve("audit.1.jsonl"));
    Files.writeString(file, line.formatted(3) + line.formatted(4));
    try (var kept = open()) {
      Kept.await("four lines", () -> audit(kept).size() == 4);
      assertThat(audit(kept)).containsExactly(4, 3, 2, 1);
    }
  }

  private static List<Integer> audit(Kept kept) {
    try {
      return kept.history.audit(ALL).items().stream()
          .map(row -> (int) (row.at().getEpochSecond() - NOON.getEpochSecond()))
          .toList();
    } catch (UnavailableException _) {
      return List.of();
    }
  }

  @Test
  void rowsOlderThanTheRetentionGo() throws Exception {
    open(new Random(6), 300);
    try (var kept = open()) {
      kept.caughtUp();
    }
    ledger.pass(Duration.ofDays(366));
    ledger.count("deck", 1);
    try (var kept = open()) {
      Kept.await("deleted", () -> old(kept) == 0);
      assertThat(kept.caughtUp().history.sessions(ALL).items()).isNotEmpty(); // timed out just now
    }
  }

  /** Rows of a year ago. */
  private static int old(Kept kept) {
    var then =
        new HistoryFilter(
            null, null, null, null, null, null, NOON.plus(Duration.ofDays(30)), 1_000, null);
    try {
      return kept.history.reservations(then).items().size();
    } catch (UnavailableException _) {
      return -1;
    }
  }

  @Test
  void nothingIsKeptWhenItIsOff() {
    open(new Random(7), 10);
    ledger.submit(new OpenPosition("history-n1", 0L), null);
    try (var kept =
        Kept.open(
            "n1",
            temp,
            ledger,
            new Kept.Others(),
            new HistorySettings(HistorySettings.OFF, "", "", 365),
            () -> true)) {
      assertThatThrownBy(() -> kept.history.sessions(ALL))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("history.url is off");
      assertThat(ledger.view().position("history-n1")).isNull();
      assertThat(temp.resolve("history")).doesNotExist();
      assertThat(kept.history.behind()).isZero();
    }
  }
}
