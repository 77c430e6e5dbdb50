package lotwatch.ledger;

/** A command about the configuration. */
public sealed interface ConfigurationCommand extends Command {
  /** Bytes of its line in the log, where the content is compressed. */
  int BYTES_MAX = 3_000_000;

  @Override
  default int bytesMax() {
    return BYTES_MAX;
  }

  /**
   * Makes the campus that which the content describes, all of it or nothing; what stays keeps its
   * state.
   *
   * @param base the revision that the content was made from; rejected if another is in force
   * @param reserved what becomes of the reservations of lots that close or shrink
   */
  record ApplyConfiguration(long base, Configuration content, Reserved reserved)
      implements ConfigurationCommand {
    @Override
    public int version() {
      return Math.max(reserved == Reserved.ENDS ? 3 : 2, content.version());
    }
  }

  /** What becomes of reservations that a configuration has no capacity for. */
  enum Reserved {
    /** They keep their lot: the configuration is rejected. */
    STAYS,
    /**
     * Those of a lot that closes are gone with it, those of one that shrinks run out. Nobody asks
     * for this any more, but logs of version 2 have it.
     */
    RUNS_OUT,
    /** Each of them ends at once, with an event that says why; the newest first. */
    ENDS
  }
}
