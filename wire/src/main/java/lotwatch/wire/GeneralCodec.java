package lotwatch.wire;

import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Event;
import lotwatch.ledger.Policy;
import lotwatch.wire.proto.GeneralHappened;
import lotwatch.wire.proto.GeneralLine;
import lotwatch.wire.proto.Rules;

/** The ledger as a whole: commands and events as messages and back. */
final class GeneralCodec {
  private GeneralCodec() {}

  static GeneralLine line(Command.General command) {
    var line = GeneralLine.newBuilder();
    switch (command) {
      case Command.AdoptPolicy adopt ->
          line.getAdoptPolicyBuilder().setRules(rules(adopt.policy()));
      case Command.Tick() -> line.setTick(GeneralLine.Tick.getDefaultInstance());
      case Command.RaiseVersion raise -> {
        var to = line.getRaiseVersionBuilder().setTo(raise.to());
        if (raise.history() != null) {
          to.setHistory(raise.history());
        }
      }
    }
    return line.build();
  }

  static Entry entry(GeneralLine line) throws CorruptException {
    return Terms.entry(
        line.getAt(), line.hasRequest(), line.getRequest(), line.getClient(), command(line));
  }

  private static Command.General command(GeneralLine line) throws CorruptException {
    return switch (line.getCommandCase()) {
      case ADOPT_POLICY -> new Command.AdoptPolicy(rules(line.getAdoptPolicy().getRules()));
      case TICK -> new Command.Tick();
      case RAISE_VERSION -> {
        var raise = line.getRaiseVersion();
        yield new Command.RaiseVersion(
            raise.getTo(), raise.hasHistory() ? raise.getHistory() : null);
      }
      case COMMAND_NOT_SET -> throw new CorruptException("a line without a command");
    };
  }

  static GeneralHappened happened(Event.General change) {
    var to = GeneralHappened.newBuilder();
    switch (change) {
      case Event.PolicyAdopted adopted ->
          to.getPolicyAdoptedBuilder().setRules(rules(adopted.policy()));
    }
    return to.build();
  }

  static Event event(GeneralHappened happened) throws CorruptException {
    return new Event(happened.getSequence(), Terms.time(happened.getAt()), change(happened));
  }

  private static Event.General change(GeneralHappened happened) throws CorruptException {
    return switch (happened.getChangeCase()) {
      case POLICY_ADOPTED -> new Event.PolicyAdopted(rules(happened.getPolicyAdopted().getRules()));
      case CHANGE_NOT_SET -> throw new CorruptException("an event without a change");
    };
  }

  static Rules rules(Policy policy) {
    return Rules.newBuilder()
        .setOccupiedFrom(policy.occupiedFrom())
        .setFreeUpTo(policy.freeUpTo())
        .setFramesMin(policy.framesMin())
        .setSettle(Terms.span(policy.settle()))
        .setDoubtMax(Terms.span(policy.doubtMax()))
        .setBlindAfter(Terms.span(policy.blindAfter()))
        .setSilentAfter(Terms.span(policy.silentAfter()))
        .setHold(Terms.span(policy.hold()))
        .setReserveUnknown(policy.reserveUnknown())
        .build();
  }

  static Policy rules(Rules rules) {
    return new Policy(
        rules.getOccupiedFrom(),
        rules.getFreeUpTo(),
        rules.getFramesMin(),
        Terms.span(rules.getSettle()),
        Terms.span(rules.getDoubtMax()),
        Terms.span(rules.getBlindAfter()),
        Terms.span(rules.getSilentAfter()),
        Terms.span(rules.getHold()),
        rules.getReserveUnknown());
  }
}
