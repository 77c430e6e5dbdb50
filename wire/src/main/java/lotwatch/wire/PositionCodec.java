package lotwatch.wire;

import lotwatch.ledger.Entry;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.PositionState;
import lotwatch.wire.proto.Holder;
import lotwatch.wire.proto.PositionLine;
import lotwatch.wire.proto.PositionSaved;

/** The positions of consumers: commands and saved state as messages and back. */
final class PositionCodec {
  private PositionCodec() {}

  static PositionLine line(PositionCommand command) {
    var line = PositionLine.newBuilder();
    switch (command) {
      case PositionCommand.OpenPosition open -> {
        var to = line.getOpenPositionBuilder().setName(open.name());
        if (open.after() != null) {
          to.setAfter(open.after());
        }
      }
      case PositionCommand.TakePosition take -> {
        var to = line.getTakePositionBuilder().setName(take.name()).setHolder(to(take.holder()));
        if (take.after() != null) {
          to.setAfter(take.after());
        }
      }
      case PositionCommand.AcknowledgePosition acknowledge -> {
        var to =
            line.getAcknowledgePositionBuilder()
                .setName(acknowledge.name())
                .setSequence(acknowledge.sequence());
        if (acknowledge.connection() != null) {
          to.setConnection(acknowledge.connection());
        }
      }
      case PositionCommand.ClosePosition close ->
          line.getClosePositionBuilder().setName(close.name());
    }
    return line.build();
  }

  static Entry entry(PositionLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static PositionCommand command(PositionLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case OPEN_POSITION -> {
        var open = line.getOpenPosition();
        yield new PositionCommand.OpenPosition(
            open.getName(), open.hasAfter() ? (Long) open.getAfter() : null);
      }
      case ACKNOWLEDGE_POSITION -> {
        var acknowledge = line.getAcknowledgePosition();
        yield new PositionCommand.AcknowledgePosition(
            acknowledge.getName(),
            acknowledge.getSequence(),
            acknowledge.hasConnection() ? acknowledge.getConnection() : null);
      }
      case TAKE_POSITION -> {
        var take = line.getTakePosition();
        yield new PositionCommand.TakePosition(
            take.getName(),
            holder(take.getHolder()),
            take.hasAfter() ? (Long) take.getAfter() : null);
      }
      case CLOSE_POSITION -> new PositionCommand.ClosePosition(line.getClosePosition().getName());
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  static PositionSaved saved(PositionState position) {
    var saved =
        PositionSaved.newBuilder()
            .setName(position.name())
            .setSequence(position.sequence())
            .setSince(Terms.time(position.since()));
    if (position.acknowledgedAt() != null) {
      saved.setAcknowledgedAt(Terms.time(position.acknowledgedAt()));
    }
    if (position.holder() != null) {
      saved.setHolder(to(position.holder()));
    }
    return saved.build();
  }

  private static Holder to(PositionState.Holder holder) {
    return Holder.newBuilder().setOwner(holder.owner()).setConnection(holder.connection()).build();
  }

  private static PositionState.Holder holder(Holder holder) {
    return new PositionState.Holder(holder.getOwner(), holder.getConnection());
  }

  static PositionState state(PositionSaved saved) {
    return new PositionState(
        saved.getName(),
        saved.getSequence(),
        Terms.time(saved.getSince()),
        saved.hasAcknowledgedAt() ? Terms.time(saved.getAcknowledgedAt()) : null,
        saved.hasHolder() ? holder(saved.getHolder()) : null);
  }
}
