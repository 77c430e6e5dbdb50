package lotwatch.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recording: a video, and what is made of it. Version 7.
 *
 * @param label what its owner calls it
 * @param wanted what is to be made of it
 * @param source the video that was uploaded; of what a camera records the first piece, and the
 *     result once there is one
 * @param status how far it is
 * @param facts what the first step found out about the source; empty before it
 * @param pieces how many there are; 0 before the first step is done
 * @param done pieces that are encoded
 * @param reason why it failed; else empty
 * @param result the video that was made; null unless it is completed
 * @param resultFacts what the last step found out about the result
 * @param createdAt when it was begun
 * @param changedAt when its status changed last
 * @param footage what it is of where a camera records it; null for a video that was uploaded
 */
public record RecordingState(
    String id,
    String label,
    String wanted,
    BlobId source,
    Status status,
    String facts,
    int pieces,
    int done,
    String reason,
    @Nullable BlobId result,
    String resultFacts,
    boolean pinned,
    Instant createdAt,
    Instant changedAt,
    @Nullable Footage footage)
    implements LedgerState.Part {
  /** How far a recording is. */
  public enum Status {
    /** A camera goes on recording. */
    RECORDING,
    /** Its source is looked at and cut into pieces. */
    SPLITTING,
    /** Its pieces are encoded. */
    ENCODING,
    /** Its pieces are joined. */
    JOINING,
    /** The result is there. */
    COMPLETED,
    /** It could not be made; its reason says why. */
    FAILED,
    /** Somebody ended the work. */
    CANCELLED;

    /** Whether work on it goes on. */
    public boolean isRunning() {
      return switch (this) {
        case RECORDING, SPLITTING, ENCODING, JOINING -> true;
        case COMPLETED, FAILED, CANCELLED -> false;
      };
    }
  }

  @Override
  public int version() {
    return 7;
  }

  /** The same at another status. */
  RecordingState at(Status next, String why, Instant now) {
    return new RecordingState(
        id,
        label,
        wanted,
        source,
        next,
        facts,
        pieces,
        done,
        why,
        result,
        resultFacts,
        pinned,
        createdAt,
        now,
        footage);
  }

  /** The same with its pieces. */
  RecordingState cut(String found, int count, Instant now) {
    return new RecordingState(
        id,
        label,
        wanted,
        source,
        Status.ENCODING,
        found,
        count,
        0,
        "",
        null,
        "",
        pinned,
        createdAt,
        now,
        footage);
  }

  /** The same with one more piece done. */
  RecordingState oneMore() {
    return new RecordingState(
        id,
        label,
        wanted,
        source,
        status,
        facts,
        pieces,
        done + 1,
        reason,
        result,
        resultFacts,
        pinned,
        createdAt,
        changedAt,
        footage);
  }

  /** The same with its result. */
  RecordingState completed(BlobId made, String found, Instant now) {
    return new RecordingState(
        id,
        label,
        wanted,
        footage == null ? source : made,
        Status.COMPLETED,
        facts,
        pieces,
        done,
        "",
        made,
        found,
        pinned,
        createdAt,
        now,
        footage == null ? null : footage.joined());
  }

  /** The same, pinned or not. */
  RecordingState pinned(boolean kept) {
    return new RecordingState(
        id,
        label,
        wanted,
        source,
        status,
        facts,
        pieces,
        done,
        reason,
        result,
        resultFacts,
        kept,
        createdAt,
        changedAt,
        footage);
  }

  /** The same with more of what its camera records. */
  RecordingState recorded(Footage more) {
    return new RecordingState(
        id,
        label,
        wanted,
        source,
        status,
        facts,
        more.pieces().size(),
        more.pieces().size(),
        reason,
        result,
        resultFacts,
        pinned,
        createdAt,
        changedAt,
        more);
  }
}
