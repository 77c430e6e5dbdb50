package lotwatch.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lotwatch.ledger.Command;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Policy;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.SessionCommand.EndUnread;
import lotwatch.ledger.SessionCommand.Read;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.SessionCommand.Take;
import lotwatch.ledger.SessionPolicy;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.sessions.Tariffs.Rule;
import org.jspecify.annotations.Nullable;

/** What versions 5 to 7 add to the scenarios: parking sessions. */
final class GoldenSessions {
  private static final long RECORDED = 1_750_000_000L;
  private static final Tariff DEAR = new Tariff("CHF", 60, 5, 30, 400);

  private final BiConsumer<Command, @Nullable RequestId> then;
  private final Supplier<Instant> now;
  private final IntConsumer wait;
  private int seen;

  /**
   * @param then takes each command, and its request id or null
   * @param now the time of the next command, or a little before
   * @param wait lets milliseconds pass
   */
  GoldenSessions(
      BiConsumer<Command, @Nullable RequestId> then, Supplier<Instant> now, IntConsumer wait) {
    this.then = then;
    this.now = now;
    this.wait = wait;
  }

  void all() {
    then.accept(new LotCommand.Count(new LotId("east"), -3), null);
    then.accept(new LotCommand.Count(new LotId("east"), Long.MIN_VALUE), null);
    visit();
    timeOuts();
    tariffs();
    recordings();
  }

  private Sighting sighting(String plate, String location, Status status, long second) {
    seen++;
    return new Sighting("gate-" + seen, new SessionKey(plate, location), status, second);
  }

  private Sighting seen(String plate, String location, Status status) {
    return sighting(plate, location, status, now.get().getEpochSecond());
  }

  private void see(Sighting... sightings) {
    then.accept(new See(List.of(sightings)), null);
  }

  private void visit() {
    var plate = "M\u00dc-LW 50";
    then.accept(new SessionCommand.KeyPseudonyms("0f".repeat(32)), null);
    then.accept(new SessionCommand.KeyPseudonyms("aa".repeat(32)), null);
    var entering = seen(plate, "north/s0", Status.ENTERING);
    then.accept(new See(List.of(entering)), new RequestId("entering", 77));
    then.accept(new See(List.of(entering)), new RequestId("entering", 77));
    wait.accept(5_000);
    long second = now.get().getEpochSecond();
    see(
        entering,
        sighting(plate, "NORTH/S0", Status.PARKED, second),
        sighting(plate, "north/s0", Status.PARKED, second - 9),
        sighting(plate, "north/s0", Status.PARKED, second - 90),
        sighting("LW 51", "nowhere", Status.PARKED, second),
        sighting("LW 52", "east", Status.EXITING, second));
    wait.accept(700);
    see(seen(plate, "north/s0", Status.MOVING), seen(plate, "east", Status.ENTERING));
    wait.accept(1_000);
    see(seen(plate, "north/s0", Status.EXITING), seen(plate, "north/s0", Status.ENTERING));
  }

  private void timeOuts() {
    see(seen("LW 53", "south", Status.PARKED));
    wait.accept(601_000);
    then.accept(new Command.Tick(), null);
    see(seen("LW 53", "south", Status.PARKED));
    wait.accept(61_000);
    then.accept(new Command.Tick(), null);
  }

  private void tariffs() {
    see(seen("LW 54", "south", Status.PARKED));
    long change = now.get().getEpochSecond() + 60;
    var policy =
        new SessionPolicy(
            new Rules(300, 5, 30),
            new Tariffs(
                List.of(
                    Rule.always(Tariff.SYSTEM_C),
                    new Rule("south", Long.MIN_VALUE, DEAR),
                    new Rule("", change, DEAR))),
            List.of(new Place("A1", "south"), new Place("A2", "main")),
            true);
    var lots =
        List.of(
            new DeclaredLot(new LotId("north"), "North lot", 6, null),
            new DeclaredLot(new LotId("east"), "East", 2, null),
            new DeclaredLot(new LotId("south"), "South", 9, null));
    then.accept(
        new ApplyConfiguration(
            5, new Configuration(Policy.DEFAULT, lots, List.of(), policy), Reserved.ENDS),
        new RequestId("sixth"));
    wait.accept(30_000);
    see(
        seen("LW 54", "south", Status.EXITING),
        seen("LW 55", "a1", Status.ENTERING),
        seen("LW 55", "A2", Status.ENTERING));
    wait.accept(100_000);
    see(seen("LW 56", "A2", Status.ENTERING), seen("LW 55", "A1", Status.EXITING));
    wait.accept(100_000);
    see(seen("LW 56", "A2", Status.PARKED), seen("LW 57", "A1", Status.PARKED));
  }

  private void recordings() {
    then.accept(recording("raw-data-1"), null);
    then.accept(
        new See(
            "raw-data-1",
            List.of(
                sighting("LW 58", "A1", Status.PARKED, RECORDED + 30),
                sighting("LW 59", "A2", Status.ENTERING, RECORDED + 700))),
        null);
    then.accept(recording("raw-data-2"), null);
  }

  /** Of version 6: partitions are read where they were left, and what has gone idle goes. */
  void partitions() {
    then.accept(recording("raw-data-3"), null);
    var topic = "kafka/raw-data/0";
    var enters = sighting("LW 60", "A1", Status.ENTERING, RECORDED);
    then.accept(new Read(topic, 40, 42, List.of(enters), Long.MIN_VALUE), new RequestId("read", 9));
    then.accept(new Read(topic, 40, 42, List.of(enters), Long.MIN_VALUE), null);
    var elsewhere = sighting("LW 61", "nowhere", Status.PARKED, RECORDED + 1);
    then.accept(new Read(topic, 42, 43, List.of(elsewhere), RECORDED + 100), null);
    then.accept(new Read(topic, 43, 43, List.of(), RECORDED + 900), null);
    taken("kafka/processed-data/0");
    wait.accept((int) SessionCommand.RECORDING_IDLE.toMillis());
    then.accept(new Command.Tick(), null);
    for (int day = 0; day < 90; day++) {
      wait.accept((int) Duration.ofDays(1).toMillis());
      then.accept(new Command.Tick(), null);
    }
    then.accept(new Read(topic, 7, 8, List.of(), RECORDED), null);
    taken("kafka/processed-data/1");
    then.accept(recording("raw-data-4"), null);
  }

  /** Of version 7: what comes late is known to, what is read no more ends, and an end is final. */
  void lateSightings() {
    var topic = "kafka/late/0";
    var late = RECORDED + 3_600;
    var enters = sighting("LW 65", "A1", Status.ENTERING, RECORDED);
    then.accept(new Read(topic, 0, 1, List.of(enters), late), null);
    for (int i = 1; i < 4; i++) {
      var parked = sighting("LW 65", "A1", Status.PARKED, RECORDED + 200L * i);
      then.accept(new Read(topic, i, i + 1, List.of(parked), late + 200L * i), null);
    }
    see(sighting("LW 66", "A1", Status.ENTERING, now.get().getEpochSecond() - 3_600));
    wait.accept(200_000);
    see(sighting("LW 66", "A1", Status.EXITING, now.get().getEpochSecond() - 3_500));
    then.accept(new EndUnread("kafka/late/", true, late + 5_000), null);
    then.accept(new EndUnread("kafka/other/", true, late + 700), null);
    then.accept(new EndUnread("", true, late + 5_000), null);
    then.accept(new Read(topic, 4, 4, List.of(), late + 6_000), null);
    then.accept(new Read(topic, 4, 5, List.of(enters), late + 6_000), null);

    var first = session("LW 67", 1, State.ACTIVE, 0);
    var second = session("LW 67", 2, State.CLOSED, 60);
    var again = session("LW 67", 3, State.ACTIVE, 90);
    var open = session("LW 68", 1, State.ACTIVE, 0);
    then.accept(new Take("kafka/rows/0", 0, 4, List.of(first, second, again, open)), null);
    then.accept(new EndUnread("kafka/rows/", false, now.get().getEpochSecond()), null);
    wait.accept(400_000);
    then.accept(new EndUnread("kafka/rows/", true, now.get().getEpochSecond()), null);
    then.accept(new EndUnread("kafka/raw-data/", false, now.get().getEpochSecond()), null);
    var more = session("LW 68", 5, State.ACTIVE, 90);
    then.accept(new Take("kafka/rows/0", 4, 5, List.of(more)), null);
  }

  private void taken(String topic) {
    var first = session("LW 62", 1, State.ACTIVE, 0);
    var second = session("LW 62", 2, State.CLOSED, 60);
    var other = session("LW 63", 1, State.ACTIVE, 0);
    then.accept(new Take(topic, 0, 3, List.of(first, second, other)), null);
    then.accept(new Take(topic, 3, 6, List.of(first, second, other)), null);
    then.accept(new Take(topic, 3, 6, List.of()), null);
    var elsewhere = new SessionKey("LW 64", "nowhere");
    then.accept(
        new Take(
            topic,
            6,
            7,
            List.of(new Session("ee", 1, elsewhere, RECORDED, RECORDED, State.ACTIVE, DEAR))),
        null);
  }

  private static Session session(String plate, int revision, State state, int seconds) {
    var key = new SessionKey(plate, "a2");
    return new Session(plate, revision, key, RECORDED, RECORDED + seconds, state, DEAR);
  }

  /** A partition of which nothing is read. */
  static Command partition(int number) {
    return new Read("kafka/raw-data/" + number, 0, 1, List.of(), Long.MIN_VALUE);
  }

  /** A car that was seen a while ago. */
  static Command recording(String stream) {
    var key = new SessionKey("LW 58", "A1");
    return new See(stream, List.of(new Sighting("first", key, Status.ENTERING, RECORDED)));
  }

  /** As many cars as one command takes. */
  static Command batch(String stream, int number) {
    return new See(
        stream,
        IntStream.range(0, SessionCommand.SIGHTINGS_MAX)
            .mapToObj(i ->
                new Sighting(
                    number + "-" + i,
                    new SessionKey("LW " + number + " " + i, "lot0"),
                    Status.PARKED,
                    RECORDED))
            .toList());
  }
}
