package lotwatch.recordings.work;

import java.time.Duration;
import lotwatch.ledger.WorkerReport;
import lotwatch.wire.settings.Section;

/**
 * How this machine works on recordings.
 *
 * @param slots tasks that it does at a time; with 0 it encodes nothing, and cuts and joins
 * @param threads of one encoder; with another number the same piece has other bytes
 * @param pieceLength about how long a piece is; zero for the usual
 */
public record WorkSettings(int slots, int threads, Duration pieceLength) {
  /** Threads of one encoder. */
  public static final int THREADS_MAX = 64;

  /** A piece. */
  public static final Duration PIECE_MAX = Duration.ofMinutes(10);

  /** One task at a time: the ledger and the cameras come first. */
  public static final WorkSettings DEFAULT = new WorkSettings(1, 1, Duration.ZERO);

  /**
   * Reads {@code slots}, {@code threads} and {@code piece}.
   *
   * @param recordings the section of that name
   */
  public static WorkSettings read(Section recordings) {
    return new WorkSettings(
        recordings.integer("slots", DEFAULT.slots, 0, WorkerReport.SLOTS_MAX),
        recordings.integer("threads", DEFAULT.threads, 1, THREADS_MAX),
        recordings.seconds("piece", DEFAULT.pieceLength, Duration.ZERO, PIECE_MAX));
  }
}
