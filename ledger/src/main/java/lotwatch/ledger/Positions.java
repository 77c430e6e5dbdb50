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
import lotwatch.ledger.PositionCommand.TakePosition;
import lotwatch.ledger.PositionState.Holder;
import org.jspecify.annotations.Nullable;

/** How far each named consumer of events is. A position is no event: it would feed itself. */
final class Positions implements Aggregate {
  private final Context context;
  private final Map<String, PositionState> positions = new TreeMap<>();
  private final ViewMap<String, PositionState> view = new ViewMap<>();

  Positions(Context context) {
    this.context = context;
  }

  Outcome obey(PositionCommand command) {
    return switch (command) {
      case OpenPosition open -> open(open);
      case TakePosition take -> take(take);
      case AcknowledgePosition acknowledge -> acknowledge(acknowledge);
      case ClosePosition close -> close(close);
    };
  }

  private Outcome open(OpenPosition open) {
    return positions.containsKey(open.name())
        ? new Accepted()
        : open(open.name(), open.after(), null);
  }

  private Outcome take(TakePosition take) {
    var owner = take.holder().owner();
    if (names(owner, take.name()) >= PositionCommand.NAMES_OF_OWNER_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "names of %s are %d, which is the limit"
              .formatted(owner, PositionCommand.NAMES_OF_OWNER_MAX));
    }
    var position = positions.get(take.name());
    if (position == null) {
      return open(take.name(), take.after(), take.holder());
    }
    adopt(
        new PositionState(
            position.name(),
            position.sequence(),
            position.since(),
            position.acknowledgedAt(),
            take.holder()));
    return new Accepted();
  }

  /** How many other names an owner has. */
  private long names(String owner, String but) {
    return positions.values().stream()
        .filter(each -> each.holder() != null && each.holder().owner().equals(owner))
        .filter(each -> !each.name().equals(but))
        .count();
  }

  private Outcome open(String name, @Nullable Long asked, @Nullable Holder holder) {
    if (positions.size() >= PositionCommand.POSITIONS_MAX) {
      return new Rejected(
          Reason.LIMIT,
          "positions are %d, which is the limit".formatted(PositionCommand.POSITIONS_MAX));
    }
    long newest = context.sequence();
    long after = asked == null ? newest : asked;
    if (after > newest) {
      return ahead(after);
    }
    adopt(new PositionState(name, after, context.now(), null, holder));
    return new Accepted();
  }

  private Outcome acknowledge(AcknowledgePosition acknowledge) {
    var position = positions.get(acknowledge.name());
    if (position == null) {
      return unknown(acknowledge.name());
    }
    var by = acknowledge.connection();
    if (by != null && !position.isHeldBy(by)) {
      return new Rejected(
          Reason.STALE, "another connection has taken " + acknowledge.name() + " over");
    }
    if (acknowledge.sequence() > context.sequence()) {
      return ahead(acknowledge.sequence());
    }
    if (acknowledge.sequence() > position.sequence()) {
      adopt(
          new PositionState(
              position.name(),
              acknowledge.sequence(),
              position.since(),
              context.now(),
              position.holder()));
    }
    return new Accepted();
  }

  private Outcome close(ClosePosition close) {
    if (positions.remove(close.name()) == null) {
      return unknown(close.name());
    }
    view.touch(close.name());
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
    view.touch(position.name());
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
    view.draw(positions::get);
  }

  ViewMap<String, PositionState> view() {
    return view;
  }
}
