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
 * @param workerWait how long a recording waits for a worker that can do its work, where none is
 *     there; zero for ever
 */
public record WorkSettings(int slots, int threads, Duration pieceLength, Duration workerWait) {
  /** Threads of one encoder. */
  public static final int THREADS_MAX = 64;

  /** A piece. */
  public static final Duration PIECE_MAX = Duration.ofMinutes(10);

  /** Waiting for a worker. */
  public static final Duration WORKER_WAIT_MAX = Duration.ofDays(30);

  /** One task at a time: the ledger and the cameras come first. */
  public static final WorkSettings DEFAULT =
      new WorkSettings(1, 1, Duration.ZERO, Duration.ofHours(1));

  /**
   * Reads {@code slots}, {@code threads}, {@code piece} and {@code worker-wait}.
   *
   * @param recordings the section of that name
   */
  public static WorkSettings read(Section recordings) {
    return new WorkSettings(
        recordings.integer("slots", DEFAULT.slots, 0, WorkerReport.SLOTS_MAX),
        recordings.integer("threads", DEFAULT.threads, 1, THREADS_MAX),
        recordings.seconds("piece", DEFAULT.pieceLength, Duration.ZERO, PIECE_MAX),
        recordings.seconds("worker-wait", DEFAULT.workerWait, Duration.ZERO, WORKER_WAIT_MAX));
  }
}
