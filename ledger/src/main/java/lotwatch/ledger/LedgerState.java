package lotwatch.ledger;

import java.time.Instant;
import java.util.List;

/**
 * Everything a ledger knows, for snapshots: {@code Ledger.restore(ledger.save())} behaves like
 * {@code ledger} from then on.
 *
 * @param clock the ledger's time
 * @param sequence of the last event
 * @param version the newest version of which commands may be applied
 * @param parts what each aggregate knows, by id; requests from the oldest on
 */
public record LedgerState(
    Instant clock, long sequence, Policy policy, int version, List<Part> parts) {
  public LedgerState {
    parts = List.copyOf(parts);
  }

  /** One thing that an aggregate knows, small enough to be written in one piece. */
  public sealed interface Part
      permits LotState,
          CameraState,
          NodeState,
          ReportState,
          ServiceState,
          PositionState,
          HistoryState,
          RequestState,
          Revision,
          SessionState,
          BlobState,
          WorkState,
          RecordingState {
    /** The version that a program must understand to read it. */
    default int version() {
      return Versions.FIRST;
    }
  }
}
