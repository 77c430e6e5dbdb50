package lotwatch.ledger;

import org.jspecify.annotations.Nullable;

/** A command about the position of a named consumer of events. All are of version 2. */
public sealed interface PositionCommand extends Command {
  /** Consumers that have a position at the same time. */
  int POSITIONS_MAX = 100;

  /** Characters in the name of a consumer. */
  int NAME_LENGTH_MAX = Limits.ID_LENGTH_MAX;

  /** The consumer. */
  String name();

  @Override
  default int version() {
    return 2;
  }

  /**
   * From now on the events after the position are kept for this consumer. One that has a position
   * keeps it.
   *
   * @param after the last event that it does not want; null for the newest
   */
  record OpenPosition(String name, @Nullable Long after) implements PositionCommand {
    public OpenPosition {
      Limits.checkedId("name", name);
      if (after != null && after < 0) {
        throw new IllegalArgumentException("after is %d, at least 0".formatted(after));
      }
    }
  }

  /**
   * The consumer has all events up to this one. A position never goes back: an older sequence
   * changes nothing.
   */
  record AcknowledgePosition(String name, long sequence) implements PositionCommand {
    public AcknowledgePosition {
      Limits.checkedId("name", name);
    }
  }

  /** The consumer will not come again: nothing is kept for it any more. */
  record ClosePosition(String name) implements PositionCommand {
    public ClosePosition {
      Limits.checkedId("name", name);
    }
  }
}
