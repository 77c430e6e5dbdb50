package lotwatch.ledger;

import lotwatch.ledger.RecordingState.Status;

/** What happened to a recording. */
public sealed interface RecordingChange extends Event.Change {
  /** The recording. */
  String recording();

  /**
   * It came to another status, or one more of its pieces is done.
   *
   * @param reason why it failed; else empty
   */
  record RecordingChanged(
      String recording, String label, Status status, int pieces, int done, String reason)
      implements RecordingChange {
    static RecordingChanged of(RecordingState recording) {
      return new RecordingChanged(
          recording.id(),
          recording.label(),
          recording.status(),
          recording.pieces(),
          recording.done(),
          recording.reason());
    }
  }

  /** It is gone. */
  record RecordingDeleted(String recording, String label) implements RecordingChange {}
}
