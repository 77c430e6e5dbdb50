package lotwatch.ledger;

/**
 * Which history of events this is: a number of an event means something only together with it.
 *
 * @param id made once, at random, with the raise to version 2
 */
public record HistoryState(String id) implements LedgerState.Part {
  @Override
  public int version() {
    return 2;
  }
}
