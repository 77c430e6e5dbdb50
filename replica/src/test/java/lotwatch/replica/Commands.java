package lotwatch.replica;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Visibility;
import lotwatch.ledger.Watch;

/** Commands as they come in life, drawn from a seed: three lots, two of them watched. */
final class Commands {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<Watch.Corner> SQUARE =
      List.of(new Watch.Corner(0, 0), new Watch.Corner(1, 0), new Watch.Corner(1, 1));

  private Commands() {}

  /** What {@code -Dseed=} says, else a new one, printed. */
  static long seed() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("-Dseed=" + seed);
    return seed;
  }

  static List<Command> random(Random random, int count) {
    var commands = new ArrayList<Command>(opening());
    for (int i = 0; i < count; i++) {
      commands.add(one(random, i));
    }
    return commands;
  }

  /** Opens a counted lot and two watched ones. */
  static List<Command> opening() {
    var spots = IntStream.range(0, 20).mapToObj(i -> new SpotId("s" + i)).toList();
    return List.of(
        new LotCommand.OpenLot(new LotId("lot0"), "North", 50, List.of()),
        new LotCommand.OpenLot(new LotId("lot1"), "East", 20, spots),
        new LotCommand.OpenLot(new LotId("lot2"), "South", 25, spots),
        new LotCommand.SetCount(new LotId("lot0"), 0),
        place(1),
        place(2));
  }

  private static Command place(int lot) {
    return new CameraCommand.PlaceCamera(
        new CameraId("cam" + lot),
        IntStream.range(0, 20)
            .mapToObj(i -> new Watch(new LotId("lot" + lot), new SpotId("s" + i), SQUARE))
            .toList());
  }

  private static Command one(Random random, int i) {
    var lot = new LotId("lot" + random.nextInt(4));
    var plate = new Plate("B-LW " + random.nextInt(60));
    return switch (random.nextInt(10)) {
      case 0 -> new LotCommand.Count(lot, random.nextInt(-3, 4));
      case 1 -> new LotCommand.SetCount(lot, random.nextInt(-5, 60));
      case 2, 3 -> new LotCommand.Reserve(lot, plate);
      case 4 -> new LotCommand.Cancel(lot, plate);
      case 5 -> random.nextInt(20) == 0 ? new LotCommand.CloseLot(lot) : new Command.Tick();
      case 6 ->
          random.nextInt(20) == 0 ? new Command.AdoptPolicy(policy(random)) : new Command.Tick();
      default -> observe(random, i);
    };
  }

  private static Command observe(Random random, int i) {
    double occupied = random.nextInt(3) / 2.0;
    return new CameraCommand.Observe(
        new CameraId("cam" + random.nextInt(4)),
        START.plusSeconds(i),
        random.nextInt(10) == 0 ? Visibility.BLACK : Visibility.CLEAR,
        IntStream.range(0, 20)
            .mapToObj(s -> new CameraCommand.Sighting(new SpotId("s" + s), occupied))
            .toList());
  }

  private static Policy policy(Random random) {
    var old = Policy.DEFAULT;
    return new Policy(
        0.5 + random.nextDouble() / 2,
        0.4,
        1 + random.nextInt(4),
        old.settle(),
        old.doubtMax(),
        old.blindAfter(),
        old.silentAfter(),
        old.hold());
  }
}
