package lotwatch.node;

import java.util.ArrayList;
import java.util.HashSet;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraCommand.RemoveCamera;
import lotwatch.ledger.Command;
import lotwatch.ledger.Command.AdoptPolicy;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotCommand.CloseLot;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Policy;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.ledger.View.LotView;
import org.jspecify.annotations.Nullable;

/** Tells the ledger what the configuration says: what is new, what changed and what is gone. */
final class Declaration {
  private Declaration() {}

  /**
   * Makes the ledger's lots and cameras those of the plan; those that stay keep their state.
   *
   * @throws NodeException if the ledger refuses or cannot answer
   */
  static void make(SitePlan plan, Policy policy, View view, Inbox inbox) throws NodeException {
    var commands = new ArrayList<Command>();
    if (!view.policy().equals(policy)) {
      commands.add(new AdoptPolicy(policy));
    }
    var cameras =
        new HashSet<>(plan.placements().stream().map(CameraCommand.PlaceCamera::camera).toList());
    view.cameras().stream()
        .filter(camera -> !cameras.contains(camera.id()))
        .forEach(camera -> commands.add(new RemoveCamera(camera.id())));
    var lots = new HashSet<>(plan.lots().stream().map(LotCommand.OpenLot::lot).toList());
    view.lots().stream()
        .filter(lot -> !lots.contains(lot.id()))
        .forEach(lot -> commands.add(new CloseLot(lot.id())));
    commands.addAll(plan.lots());
    plan.counts().stream()
        .filter(count -> neverCounted(view.lot(count.lot())))
        .forEach(commands::add);
    commands.addAll(plan.placements());
    for (var command : commands) {
      submit(command, inbox);
    }
  }

  /** A restart must not undo what was counted since. */
  private static boolean neverCounted(@Nullable LotView lot) {
    return lot == null || (lot.counted() && lot.tally().unknown() == lot.tally().capacity());
  }

  private static void submit(Command command, Inbox inbox) throws NodeException {
    try {
      if (inbox.submit(command, null) instanceof Rejected refused) {
        throw new NodeException("the ledger refuses the configuration: " + refused.detail(), null);
      }
    } catch (UnavailableException e) {
      throw new NodeException("the ledger does not answer: " + e.getMessage(), e);
    }
  }
}
