package lotwatch.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A command about the position of a named consumer of events. They are of version 2, those of a
 * connection of 3.
 */
public sealed interface PositionCommand extends Command {
  /** Consumers that have a position at the same time. */
  int POSITIONS_MAX = 100;

  /** Characters in the name of a consumer. */
  int NAME_LENGTH_MAX = Limits.ID_LENGTH_MAX;

  /** Names that one owner takes for its connections, of {@link #POSITIONS_MAX}. */
  int NAMES_OF_OWNER_MAX = 50;

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
   * From now on this connection alone speaks for the consumer, whoever did before. A consumer that
   * has no position gets one, as with {@link OpenPosition}.
   *
   * @param after where a new position begins; null for the newest event
   */
  record TakePosition(String name, PositionState.Holder holder, @Nullable Long after)
      implements PositionCommand {
    public TakePosition {
      Limits.checkedId("name", name);
      if (after != null && after < 0) {
        throw new IllegalArgumentException("after is %d, at least 0".formatted(after));
      }
    }

    @Override
    public int version() {
      return 3;
    }
  }

  /**
   * The consumer has all events up to this one. A position never goes back: an older sequence
   * changes nothing.
   *
   * @param connection the connection that says so; it is rejected when another one has taken the
   *     position. Null for consumers without a connection of their own
   */
  record AcknowledgePosition(String name, long sequence, @Nullable String connection)
      implements PositionCommand {
    public AcknowledgePosition {
      Limits.checkedId("name", name);
      if (connection != null) {
        Limits.checkedId("connection", connection);
      }
    }

    @Override
    public int version() {
      return connection == null ? 2 : 3;
    }

    /** What a consumer without a connection of its own acknowledges. */
    public AcknowledgePosition(String name, long sequence) {
      this(name, sequence, null);
    }
  }

  /** The consumer will not come again: nothing is kept for it any more. */
  record ClosePosition(String name) implements PositionCommand {
    public ClosePosition {
      Limits.checkedId("name", name);
    }
  }
}
