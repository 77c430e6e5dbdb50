package lotwatch.records;

/**
 * What a record says, or why it says nothing that can be used.
 *
 * @param <T> what it is when it is good
 */
public sealed interface Reading<T> {
  /**
   * A record that can be used.
   *
   * @param value what it says
   */
  record Good<T>(T value) implements Reading<T> {}

  /**
   * A record that cannot.
   *
   * @param detail names the field and its limit, never a plate
   */
  record Bad<T>(Reason reason, String detail) implements Reading<T> {}
}
