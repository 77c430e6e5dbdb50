package lotwatch.ledger;

import java.time.Instant;

/**
 * Something that happened.
 *
 * @param sequence 1, 2, 3 ...: never repeats, never skips; a feed resumes from this number
 * @param at the ledger's time
 */
public record Event(long sequence, Instant at, Change change) {

  /** What happened. */
  public sealed interface Change
      permits LotChange,
          CameraChange,
          NodeChange,
          ReportChange,
          ConfigurationChange,
          SessionChange,
          WorkChange,
          RecordingChange,
          General {}

  /** What happened to the ledger as a whole. */
  public sealed interface General extends Change {}

  /** The rules changed. */
  public record PolicyAdopted(Policy policy) implements General {}
}
