package lotwatch.replica.blobs;

import java.time.Duration;
import lotwatch.ledger.BlobCommand;
import lotwatch.wire.settings.Section;

/**
 * How blobs are kept.
 *
 * @param replication how many nodes shall have each blob, as far as there are so many
 * @param bytesMax bytes of blobs that this node keeps for the cluster; 0 for {@value
 *     #SHARE_PERCENT} % of what its disk has for them when it starts
 * @param freeBytesMin with less left on the disk no blob is taken
 * @param upkeep how blobs are kept well
 */
public record BlobSettings(int replication, long bytesMax, long freeBytesMin, Upkeep upkeep) {
  /** Three nodes, so that one may be away and another be lost. */
  public static final int REPLICATION = 3;

  /** Four times what the ledger leaves, which so goes on when blobs do not. */
  public static final long FREE_BYTES_MIN = 1L << 30;

  /** Of the disk's space, unless configured. */
  public static final int SHARE_PERCENT = 80;

  /** Sane settings. */
  public static final BlobSettings DEFAULT =
      new BlobSettings(REPLICATION, 0, FREE_BYTES_MIN, Upkeep.DEFAULT);

  private static final int MEBIBYTE_BITS = 20;

  /** A pebibyte. */
  private static final int MEBIBYTES_MAX = 1 << 30;

  /**
   * How blobs are kept well.
   *
   * @param lookEvery between two looks for blobs with too few copies
   * @param repairAfter how long a holder may be away before another node makes a copy; also how
   *     long that one may take before the next one steps in
   * @param garbageEvery between two looks for files that nothing needs, and for files that are gone
   * @param scrubEvery in this time at least all files are read, once
   * @param scrubBytesPerSecond bytes of files that are read in a second to see whether they are
   *     whole
   */
  public record Upkeep(
      Duration lookEvery,
      Duration repairAfter,
      Duration garbageEvery,
      Duration scrubEvery,
      long scrubBytesPerSecond) {
    /** A node that starts again is back before it is replaced. */
    public static final Upkeep DEFAULT =
        new Upkeep(
            Duration.ofSeconds(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofDays(1),
            20 << MEBIBYTE_BITS);

    /**
     * @throws IllegalArgumentException naming what is wrong
     */
    public Upkeep {
      check(lookEvery.isPositive(), "lookEvery is " + lookEvery);
      check(!repairAfter.isNegative(), "repairAfter is " + repairAfter);
      check(garbageEvery.isPositive(), "garbageEvery is " + garbageEvery);
      check(scrubEvery.isPositive(), "scrubEvery is " + scrubEvery);
      check(scrubBytesPerSecond >= 1, "scrubBytesPerSecond is " + scrubBytesPerSecond);
    }
  }

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  public BlobSettings {
    check(
        replication >= 1 && replication <= BlobCommand.HOLDERS_MAX,
        "replication is %d, the limits are 1 and %d"
            .formatted(replication, BlobCommand.HOLDERS_MAX));
    check(bytesMax >= 0, "bytesMax is " + bytesMax);
    check(freeBytesMin >= 0, "freeBytesMin is " + freeBytesMin);
  }

  /**
   * Reads {@code replication}, {@code bytes-max} and {@code free-disk-min}, both in MiB.
   *
   * @param recordings the section of that name
   */
  public static BlobSettings read(Section recordings) {
    return new BlobSettings(
        recordings.integer("replication", REPLICATION, 1, BlobCommand.HOLDERS_MAX),
        mebibytes(recordings, "bytes-max", 0),
        mebibytes(recordings, "free-disk-min", FREE_BYTES_MIN),
        Upkeep.DEFAULT);
  }

  private static long mebibytes(Section section, String key, long otherwise) {
    int sane = Math.toIntExact(otherwise >> MEBIBYTE_BITS);
    return (long) section.integer(key, sane, 0, MEBIBYTES_MAX) << MEBIBYTE_BITS;
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
