package lotwatch.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of the ledger. A command may be rejected; an {@link Event} has happened.
 *
 * <p>Together with its {@link Entry} it holds every value a replica needs, so that replaying the
 * log gives the same state on every machine.
 */
public sealed interface Command
    permits LotCommand,
        CameraCommand,
        NodeCommand,
        ReportCommand,
        PositionCommand,
        ConfigurationCommand,
        SessionCommand,
        BlobCommand,
        WorkCommand,
        RecordingCommand,
        Command.General {
  /** Bytes of a command's line in the log, unless it is one that says otherwise. */
  int LINE_BYTES_MAX = 400_000;

  /**
   * The version that a voter must understand to apply this. A cluster below it rejects the command,
   * and its line in the log is sealed with it, so that an older program stops there instead of
   * applying something else.
   */
  default int version() {
    return Versions.FIRST;
  }

  /**
   * The same command as a cluster of an older version takes it, with what that version knows; while
   * nodes of two versions run together, nobody is turned away for it. This itself if it has no such
   * form.
   */
  default Command asOf(int version) {
    return this;
  }

  /**
   * Whether a second time, perhaps much later, would do harm. A node that may have to send such a
   * command again gives it a request id.
   */
  default boolean mustHappenOnce() {
    return false;
  }

  /**
   * Whether it only keeps going what is there, and is small: time passes and nodes stay known also
   * where the disk has too little space for what users ask.
   */
  default boolean isUpkeep() {
    return false;
  }

  /** Bytes of its line in the log. */
  default int bytesMax() {
    return LINE_BYTES_MAX;
  }

  /** A command about the ledger as a whole. */
  sealed interface General extends Command {}

  /** Decide by these rules from now on. */
  record AdoptPolicy(Policy policy) implements General {
    @Override
    public int version() {
      return policy.version();
    }
  }

  /** Lets everything happen that is due by the entry's time: expiry, silence, absence. */
  record Tick() implements General {
    @Override
    public boolean isUpkeep() {
      return true;
    }
  }

  /**
   * From now on commands of this version are taken. Only the replica submits it, when all voters
   * understand the version; it never goes back.
   *
   * @param to 2 to {@value Versions#VERSION_MAX}
   * @param history the id that the history gets unless it has one; null gives it none
   */
  record RaiseVersion(int to, @Nullable String history) implements General {
    /** Raises the version and no more. */
    public RaiseVersion(int to) {
      this(to, null);
    }

    /**
     * @throws IllegalArgumentException if there is no such version to raise to
     */
    public RaiseVersion {
      if (to <= Versions.FIRST || to > Versions.VERSION_MAX) {
        throw new IllegalArgumentException(
            "version is %d, the limits are %d and %d"
                .formatted(to, Versions.FIRST + 1, Versions.VERSION_MAX));
      }
      if (history != null) {
        Limits.checkedId("history", history);
      }
    }

    @Override
    public int version() {
      return to;
    }
  }
}
