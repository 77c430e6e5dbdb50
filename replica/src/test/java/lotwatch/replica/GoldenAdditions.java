package lotwatch.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.PositionCommand.AcknowledgePosition;
import lotwatch.ledger.PositionCommand.ClosePosition;
import lotwatch.ledger.PositionCommand.OpenPosition;
import lotwatch.ledger.PositionCommand.TakePosition;
import lotwatch.ledger.PositionState.Holder;
import lotwatch.ledger.ReportCommand.Report;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Watch;
import lotwatch.wire.PlateMatch;
import org.jspecify.annotations.Nullable;

/** What the versions after the first add to the scenarios: positions and revisions. */
final class GoldenAdditions {
  private static final LotId NORTH = new LotId("north");
  private static final LotId SOUTH = new LotId("south");
  private static final LotId WEST = new LotId("west");
  private static final long AHEAD = 1_000_000;

  private static final Policy PATIENT =
      new Policy(
          0.75,
          0.25,
          2,
          Duration.ofMillis(1_500),
          Duration.ofSeconds(8),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofMinutes(20));

  private final BiConsumer<Command, @Nullable RequestId> then;

  /**
   * @param then takes each command, and its request id or null
   */
  GoldenAdditions(BiConsumer<Command, @Nullable RequestId> then) {
    this.then = then;
  }

  private void then(Command command) {
    then.accept(command, null);
  }

  private void then(Command command, String request) {
    then.accept(command, new RequestId(request));
  }

  private void then(Command command, String request, int client) {
    then.accept(command, new RequestId(request, client));
  }

  static Command position(int i) {
    return new OpenPosition("p" + i, null);
  }

  static Command take(int i) {
    return new TakePosition("t" + i, new Holder("anna", "c" + i), null);
  }

  static Command tooManyCameras() {
    return apply(
        0,
        new Configuration(
            Policy.DEFAULT,
            List.of(),
            IntStream.rangeClosed(0, CameraCommand.CAMERAS_MAX)
                .mapToObj(i -> camera("c" + i, "c.mp4"))
                .toList()),
        Reserved.STAYS);
  }

  private static Command apply(long base, Configuration content, Reserved reserved) {
    return new ApplyConfiguration(base, content, reserved);
  }

  private static DeclaredCamera camera(String id, String source, String... spots) {
    var outline =
        List.of(
            new Watch.Corner(0.125, 0.5), new Watch.Corner(0.5, 0.5), new Watch.Corner(0.25, 1));
    return new DeclaredCamera(
        new CameraId(id),
        source,
        2.5,
        source.endsWith(".mp4"),
        spots.length == 2,
        Stream.of(spots).map(spot -> new Watch(NORTH, new SpotId(spot), outline)).toList());
  }

  /** The campus, with these lots besides those that are always there. */
  private static Configuration campus(Policy policy, DeclaredLot... lots) {
    return new Configuration(
        policy,
        Stream.concat(
                Stream.of(
                    new DeclaredLot(NORTH, "North lot", 6, null),
                    new DeclaredLot(new LotId("east"), "East", 2, null)),
                Stream.of(lots))
            .toList(),
        List.of(
            camera("gate", "rtsp://anna:secret@gate.example/1", "s0", "s1", "s2"),
            camera("roof", "roof.mp4", "s2", "s3")));
  }

  private static DeclaredLot south(int capacity) {
    return new DeclaredLot(SOUTH, "South \u00fc", capacity, 1);
  }

  private static DeclaredLot west() {
    return new DeclaredLot(WEST, "West", 2, 0);
  }

  private void reserve(LotId lot, String... plates) {
    Stream.of(plates).forEach(plate -> then(new LotCommand.Reserve(lot, new Plate(plate))));
  }

  /** Of version 2. */
  void positions() {
    then(new OpenPosition("sql", 0L), "open-sql");
    then(new OpenPosition("sql", 5L));
    then(new OpenPosition("kafka", null));
    then(new OpenPosition("mail", 1L));
    then(new OpenPosition("ahead", AHEAD));
    then(new AcknowledgePosition("sql", 12));
    then(new AcknowledgePosition("sql", 3));
    then(new AcknowledgePosition("sql", AHEAD));
    then(new AcknowledgePosition("nobody", 1));
    then(new ClosePosition("mail"), "close-mail");
    then(new ClosePosition("mail"));
  }

  /** Of version 2. */
  void revisions() {
    var first = campus(Policy.DEFAULT, south(5), west());
    then(apply(7, first, Reserved.STAYS));
    then(apply(0, campus(Policy.DEFAULT, west(), west()), Reserved.STAYS));
    then(apply(0, first, Reserved.STAYS), "first");
    then(apply(0, first, Reserved.STAYS), "first");
    then(apply(0, first, Reserved.STAYS));
    reserve(SOUTH, "B-LW 20", "B-LW 21", "B-LW 22");
    reserve(WEST, "B-LW 23");
    then(apply(1, campus(Policy.DEFAULT, south(2)), Reserved.STAYS));
    then(apply(1, campus(PATIENT, south(2)), Reserved.RUNS_OUT), "second");
  }

  /** Of version 3. */
  void connections() {
    then(new TakePosition("feed", new Holder("anna", "c1"), null), "take-feed");
    then(new TakePosition("feed", new Holder("anna", "c2"), 3L));
    then(new AcknowledgePosition("feed", 1, "c1"));
    then(new TakePosition("page", new Holder("J\u00f6rg", "c3"), 2L));
    then(new AcknowledgePosition("page", 30, "c3"), "acknowledge-page");
    then(new AcknowledgePosition("page", 31));
    then(new AcknowledgePosition("page", AHEAD, "c3"));
    then(new TakePosition("sql", new Holder("anna", "c4"), null));
    then(new AcknowledgePosition("sql", 40, "c4"));
    then(new TakePosition("ahead", new Holder("anna", "c5"), AHEAD));
    then(new AcknowledgePosition("nobody", 1, "c1"));
    then(new TakePosition("mail", new Holder("anna", "c6"), 4L));
    then(new ClosePosition("mail"));
  }

  /** Of version 3: reservations end when their lot closes or shrinks. */
  void endings() {
    then(apply(2, campus(PATIENT, south(6), west()), Reserved.ENDS), "third");
    reserve(SOUTH, "B-LW 24", "B-LW 25");
    reserve(WEST, "B-LW 26", "B-LW 27");
    then(apply(3, campus(Policy.DEFAULT, south(2)), Reserved.STAYS));
    then(apply(3, campus(Policy.DEFAULT, south(2)), Reserved.ENDS), "fourth");
  }

  private static LotCommand.Reserve reserve(LotId lot, String plate) {
    return new LotCommand.Reserve(lot, new Plate(plate), PlateMatch.of(new Plate(plate)));
  }

  private static LotCommand.Cancel cancel(LotId lot, String plate) {
    return new LotCommand.Cancel(lot, new Plate(plate), PlateMatch.of(new Plate(plate)));
  }

  /** Of version 4: one car holds one place, and clients are told apart. */
  void spellings() {
    then(new LotCommand.SetCount(SOUTH, 0));
    then(reserve(SOUTH, "b-lw 40"), "spelling", 77);
    then(reserve(SOUTH, "b-lw 40"), "spelling", 78);
    then(reserve(SOUTH, "B\u2010LW\u00a040"));
    then(cancel(SOUTH, "\u0412LW40"));
    then(new LotCommand.Reserve(SOUTH, new Plate("b-lw 41")), "as it is", 77);
    then(reserve(SOUTH, "b-lw 41"));
    then(cancel(SOUTH, "b-lw 41"));
    then(reserve(SOUTH, "b-lw 42"), "stays", -79);
  }

  /** Of version 4: what nobody knows is reserved where the rules allow it. */
  void unknowns() {
    var nobody = new LotId("nobody");
    then(new LotCommand.OpenLot(nobody, "Nobody", 2, List.of()));
    then(reserve(nobody, "B-LW 43"));
    then(new Command.AdoptPolicy(reserving()));
    then(reserve(nobody, "B-LW 43"));
    then(new LotCommand.SetCount(nobody, 2));
    then(new Command.AdoptPolicy(Policy.DEFAULT));
  }

  private static Policy reserving() {
    return new Policy(
        PATIENT.occupiedFrom(),
        PATIENT.freeUpTo(),
        PATIENT.framesMin(),
        PATIENT.settle(),
        PATIENT.doubtMax(),
        PATIENT.blindAfter(),
        PATIENT.silentAfter(),
        PATIENT.hold(),
        true);
  }

  /** Of version 4: numbers that cannot be. */
  void nonsense() {
    then(new Report("gate-cam", "south", 8_259, Instant.EPOCH));
    then(new Report("gate-cam", "south", -1, Instant.EPOCH));
    then(new LotCommand.SetCount(SOUTH, -5));
    then(new LotCommand.SetCount(SOUTH, 1_000));
  }

  /** Of version 4: a camera with options, in a configuration by whose rules unknown is reserved. */
  void options() {
    var plain = campus(reserving(), south(9));
    var first = plain.cameras().getFirst();
    var poll = new TreeMap<>(Map.of("poll", "2", "insecure", "true"));
    var with =
        new DeclaredCamera(
            first.id(), first.source(), 0.5, first.loop(), first.fast(), poll, first.watches());
    then(
        apply(
            4,
            new Configuration(
                plain.policy(), plain.lots(), List.of(with, plain.cameras().getLast())),
            Reserved.ENDS),
        "fifth");
  }
}
