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
    var copy = new Copy(this);
    copy.status = next;
    copy.reason = why;
    copy.changedAt = now;
    return copy.recording();
  }

  /** The same with its pieces. */
  RecordingState cut(String found, int count, Instant now) {
    var copy = new Copy(this);
    copy.status = Status.ENCODING;
    copy.facts = found;
    copy.pieces = count;
    copy.done = 0;
    copy.reason = "";
    copy.result = null;
    copy.resultFacts = "";
    copy.changedAt = now;
    return copy.recording();
  }

  /** The same with one more piece done. */
  RecordingState oneMore() {
    var copy = new Copy(this);
    copy.done++;
    return copy.recording();
  }

  /** The same with its result. */
  RecordingState completed(BlobId made, String found, Instant now) {
    var copy = new Copy(this);
    copy.status = Status.COMPLETED;
    copy.reason = "";
    copy.result = made;
    copy.resultFacts = found;
    copy.changedAt = now;
    if (footage != null) {
      copy.source = made;
      copy.footage = footage.joined();
    }
    return copy.recording();
  }

  /** The same, pinned or not. */
  RecordingState pinned(boolean kept) {
    var copy = new Copy(this);
    copy.pinned = kept;
    return copy.recording();
  }

  /** The same with more of what its camera records. */
  RecordingState recorded(Footage more) {
    var copy = new Copy(this);
    copy.pieces = more.pieces().size();
    copy.done = more.pieces().size();
    copy.footage = more;
    return copy.recording();
  }

  /** The same as another one, but for what is set of it. */
  private static final class Copy {
    private final RecordingState of;
    private BlobId source;
    private Status status;
    private String facts;
    private int pieces;
    private int done;
    private String reason;
    private @Nullable BlobId result;
    private String resultFacts;
    private boolean pinned;
    private Instant changedAt;
    private @Nullable Footage footage;

    private Copy(RecordingState of) {
      this.of = of;
      source = of.source;
      status = of.status;
      facts = of.facts;
      pieces = of.pieces;
      done = of.done;
      reason = of.reason;
      result = of.result;
      resultFacts = of.resultFacts;
      pinned = of.pinned;
      changedAt = of.changedAt;
      footage = of.footage;
    }

    private RecordingState recording() {
      return new RecordingState(
          of.id,
          of.label,
          of.wanted,
          source,
          status,
          facts,
          pieces,
          done,
          reason,
          result,
          resultFacts,
          pinned,
          of.createdAt,
          changedAt,
          footage);
    }
  }
}
