package lotwatch.ledger;

/**
 * What is asked of the ledger. A command may be refused; an {@link Event} has happened.
 *
 * <p>Together with its {@link Entry} it holds every value a replica needs, so that replaying the
 * log gives the same state on every machine.
 */
public sealed interface Command
    permits LotCommand, CameraCommand, NodeCommand, ReportCommand, Command.General {
  /**
   * Whether a second time, perhaps much later, would do harm. A node that may have to send such a
   * command again gives it a request id.
   */
  default boolean mustHappenOnce() {
    return false;
  }

  /** A command about the ledger as a whole. */
  sealed interface General extends Command {}

  /** Decide by these rules from now on. */
  record AdoptPolicy(Policy policy) implements General {}

  /** Lets everything happen that is due by the entry's time: expiry, silence, absence. */
  record Tick() implements General {}
}
