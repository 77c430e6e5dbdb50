package lotwatch.ledger;

/**
 * What a worker says of itself.
 *
 * @param address where it is, for people
 * @param slots tasks that it does at the same time
 * @param load how busy its machine is besides, in thousandths: 1000 when one task has to wait for
 *     each core; 0 if it does not tell
 */
public record WorkerReport(String address, int slots, int load) {
  /** Characters of the address. */
  public static final int ADDRESS_LENGTH_MAX = 255;

  /** Tasks that a worker does at the same time. */
  public static final int SLOTS_MAX = 64;

  /** The most that a load counts. */
  public static final int LOAD_MAX = 1_000_000;

  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public WorkerReport {
    Limits.checked("address", address, ADDRESS_LENGTH_MAX);
    if (slots < 1 || slots > SLOTS_MAX) {
      throw new IllegalArgumentException(
          "slots are %d, the limits are 1 and %d".formatted(slots, SLOTS_MAX));
    }
    if (load < 0 || load > LOAD_MAX) {
      throw new IllegalArgumentException(
          "load is %d, the limits are 0 and %d".formatted(load, LOAD_MAX));
    }
  }
}
