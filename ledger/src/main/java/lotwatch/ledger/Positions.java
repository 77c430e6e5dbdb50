package lotwatch.ledger;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.PositionCommand.AcknowledgePosition;
import lotwatch.ledger.PositionCommand.ClosePosition;
import lotwatch.ledger.PositionCommand.OpenPosition;

/** How far each named consumer of events is. A position is no event: it would feed itself. */
final class Positions implements Aggregate {
  private final Context context;
  private final Map<String, PositionState> positions = new TreeMap<>();
  private final Drawn<String, PositionState> drawn = new Drawn<>();

  Positions(Context context) {
    this.context = context;
  }

  Outcome obey(PositionCommand command) {
    return switch (command) {
      case OpenPosition open -> open(open);
      case AcknowledgePosition acknowledge -> acknowledge(acknowledge);
      case ClosePosition close -> close(close);
    };
  }

  private Outcome open(OpenPosition open) {
    if (positions.containsKey(open.name())) {
      return new Accepted();
    }
    if (positions.size() >= PositionCommand.POSITIONS_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "positions are %d, which is the limit".formatted(PositionCommand.POSITIONS_MAX));
    }
    long newest = context.sequence();
    long after = open.after() == null ? newest : open.after();
    if (after > newest) {
      return ahead(after);
    }
    adopt(new PositionState(open.name(), after, context.now(), null));
    return new Accepted();
  }

  private Outcome acknowledge(AcknowledgePosition acknowledge) {
    var position = positions.get(acknowledge.name());
    if (position == null) {
      return unknown(acknowledge.name());
    }
    if (acknowledge.sequence() > context.sequence()) {
      return ahead(acknowledge.sequence());
    }
    if (acknowledge.sequence() > position.sequence()) {
      adopt(
          new PositionState(
              position.name(), acknowledge.sequence(), position.since(), context.now()));
    }
    return new Accepted();
  }

  private Outcome close(ClosePosition close) {
    if (positions.remove(close.name()) == null) {
      return unknown(close.name());
    }
    drawn.touch(close.name());
    return new Accepted();
  }

  private Rejected ahead(long sequence) {
    return new Rejected(
        Reason.LIMIT,
        "the position would be %d, the newest event is %d".formatted(sequence, context.sequence()));
  }

  private static Rejected unknown(String name) {
    return new Rejected(Reason.NOT_FOUND, "there is no consumer " + name);
  }

  /** Takes a position in, new or saved. */
  void adopt(PositionState position) {
    positions.put(position.name(), position);
    drawn.touch(position.name());
  }

  /** Where the slowest consumer is; empty if there is none. */
  OptionalLong lowest() {
    return positions.values().stream().mapToLong(PositionState::sequence).min();
  }

  @Override
  public Stream<PositionState> save() {
    return positions.values().stream();
  }

  @Override
  public void draw() {
    drawn.draw(positions::get);
  }

  Drawn<String, PositionState> drawn() {
    return drawn;
  }
}
