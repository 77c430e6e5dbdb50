package lotwatch.ledger;

/** A command about a recording. They are of version 7. */
public sealed interface RecordingCommand extends Command {
  /** Recordings that are known at the same time. */
  int RECORDINGS_MAX = 10_000;

  /** Characters of a label. */
  int LABEL_LENGTH_MAX = 255;

  /** Characters of what is wanted of a recording. */
  int WANTED_LENGTH_MAX = 2_000;

  /** The recording. */
  String recording();

  @Override
  default int version() {
    return 7;
  }

  /**
   * A video was uploaded and is to be encoded. Another recording of the same label is replaced,
   * unless it is pinned.
   *
   * @param recording a new id
   * @param label what its owner calls it, such as the name of its file
   * @param wanted what is to be made of it, as workers read it
   * @param source the video
   */
  record Begin(String recording, String label, String wanted, BlobId source)
      implements RecordingCommand {
    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public Begin {
      Limits.checkedId("recording", recording);
      Limits.checked("label", label, LABEL_LENGTH_MAX);
      if (wanted.length() > WANTED_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "wanted has %d characters, the limit is %d"
                .formatted(wanted.length(), WANTED_LENGTH_MAX));
      }
    }
  }

  /**
   * Work on it ends; what it was made of is kept. Rejected if it is completed or has failed: there
   * is no work.
   */
  record Cancel(String recording) implements RecordingCommand {}

  /**
   * Work on it ends as failed: what it needs is not there. Nothing if it is not worked on.
   *
   * @param reason for people
   */
  record GiveUp(String recording, String reason) implements RecordingCommand {
    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public GiveUp {
      Limits.checked("reason", reason, WorkCommand.REASON_LENGTH_MAX);
    }
  }

  /** One that failed or was cancelled begins again, and one whose result no node has any more. */
  record Retry(String recording) implements RecordingCommand {}

  /** It is forgotten, with its video. Rejected while it is pinned. */
  record Delete(String recording) implements RecordingCommand {}

  /** Whether it is kept whatever else has to go. */
  record Pin(String recording, boolean pinned) implements RecordingCommand {}

  /**
   * A camera has recorded a piece. The first one of a recording begins it, and ends the one before
   * it of the same camera. The same piece again changes nothing.
   *
   * @param recording a new id, or that of one that the camera records now
   * @param label what it is called if it is new; no other one is
   * @param wanted what its result will be, as workers read it
   * @param piece begins where the one before it ended, or later
   */
  record AddFootage(
      String recording, String label, String wanted, String camera, Footage.Piece piece)
      implements RecordingCommand {
    /**
     * @throws IllegalArgumentException naming the field and the limit it breaks
     */
    public AddFootage {
      Limits.checkedId("recording", recording);
      Limits.checked("label", label, LABEL_LENGTH_MAX);
      Limits.checkedId("camera", camera);
      if (wanted.length() > WANTED_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "wanted has %d characters, the limit is %d"
                .formatted(wanted.length(), WANTED_LENGTH_MAX));
      }
    }
  }

  /** Its camera records no more of it: its pieces are joined. */
  record EndFootage(String recording) implements RecordingCommand {}
}
