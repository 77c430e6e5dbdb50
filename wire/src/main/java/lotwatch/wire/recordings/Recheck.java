package lotwatch.wire.recordings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import lotwatch.ledger.Steps;
import lotwatch.ledger.TaskId;
import lotwatch.wire.settings.Section;

/**
 * Which pieces are encoded twice, by two workers, and compared before they count. A recording's id
 * and a piece's number decide it, so that every node decides alike and whoever tries again cannot
 * choose.
 *
 * @param share of all pieces, 0 to 1
 */
public record Recheck(double share) {
  /** Each piece is encoded once. */
  public static final Recheck NONE = new Recheck(0);

  /** Costs as much of the encoding, and finds who lies always within some hundred pieces. */
  public static final Recheck DEFAULT = new Recheck(0.02);

  private static final int FRACTION_BITS = 53;

  /**
   * @throws IllegalArgumentException if the share is none
   */
  public Recheck {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is %s, the limits are 0 and 1".formatted(share));
    }
  }

  /**
   * Reads {@code recheck}.
   *
   * @param recordings the section of that name
   */
  public static Recheck read(Section recordings) {
    return new Recheck(recordings.number("recheck", DEFAULT.share, 0, 1));
  }

  /** Whether two workers do this task. */
  public boolean picks(TaskId task) {
    return share > 0 && task.step().equals(Steps.ENCODE) && fraction(task) < share;
  }

  /** Evenly spread over 0 to 1, without 1. */
  private static double fraction(TaskId task) {
    try {
      var name = "%s/%d".formatted(task.job(), task.index());
      var hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return (ByteBuffer.wrap(hash).getLong() >>> (Long.SIZE - FRACTION_BITS)) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
