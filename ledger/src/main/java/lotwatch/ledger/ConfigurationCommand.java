package lotwatch.ledger;

/** A command about the configuration. */
public sealed interface ConfigurationCommand extends Command {
  /** Bytes of its line in the log, where the content is compressed. */
  int BYTES_MAX = 3_000_000;

  @Override
  default int version() {
    return 2;
  }

  @Override
  default int bytesMax() {
    return BYTES_MAX;
  }

  /**
   * Makes the campus that which the content describes, all of it or nothing; what stays keeps its
   * state.
   *
   * @param base the revision that the content was made from; refused if another is in force
   * @param closeReserved whether lots may close, or shrink, that have reservations
   */
  record ApplyConfiguration(long base, Configuration content, boolean closeReserved)
      implements ConfigurationCommand {}
}
