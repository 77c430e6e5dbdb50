package lotwatch.ledger;

/**
 * A configuration and its number.
 *
 * @param number 1 for the first; 0 if none was ever applied, and then the content is empty although
 *     there may be lots
 */
public record Revision(long number, Configuration content) implements LedgerState.Part {
  /** Nothing was applied yet. */
  public static final Revision NONE = new Revision(0, Configuration.EMPTY);

  @Override
  public int version() {
    return content.version();
  }
}
