package lotwatch.ledger;

/** What happened to the configuration. */
public sealed interface ConfigurationChange extends Event.Change {
  /** Another revision is in force. */
  record ConfigurationApplied(long revision) implements ConfigurationChange {}
}
