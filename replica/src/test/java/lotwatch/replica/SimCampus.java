package lotwatch.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Policy;

/** The lots and cameras of a {@link Simulation}. */
final class SimCampus {
  /** Lots in which clients reserve, of {@link Model#CAPACITY} places each. */
  static final int LOTS = 3;

  /** A lot in which cars are only counted. */
  static final LotId COUNTED = new LotId("counted");

  private static final int CAMERAS = 5;

  private SimCampus() {}

  static LotId lot(int number) {
    return new LotId("lot" + number);
  }

  /** What makes it. */
  static List<Command> commands(Duration hold) {
    var commands = new ArrayList<Command>();
    commands.add(new Command.AdoptPolicy(policy(hold)));
    for (int i = 0; i < CAMERAS; i++) {
      commands.add(new CameraCommand.PlaceCamera(new CameraId("c" + i), List.of()));
    }
    for (int i = 0; i < LOTS; i++) {
      commands.add(new LotCommand.OpenLot(lot(i), "Lot", Model.CAPACITY, List.of()));
      commands.add(new LotCommand.SetCount(lot(i), 0));
    }
    commands.add(new LotCommand.OpenLot(COUNTED, "Counted", LotCommand.CAPACITY_MAX, List.of()));
    commands.add(new LotCommand.SetCount(COUNTED, 0));
    return commands;
  }

  private static Policy policy(Duration hold) {
    var sane = Policy.DEFAULT;
    return new Policy(
        sane.occupiedFrom(),
        sane.freeUpTo(),
        sane.framesMin(),
        sane.settle(),
        sane.doubtMax(),
        sane.blindAfter(),
        sane.silentAfter(),
        hold);
  }
}
