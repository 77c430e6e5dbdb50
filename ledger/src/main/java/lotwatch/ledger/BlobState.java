package lotwatch.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A blob and who holds it. Version 7.
 *
 * @param bytes its size
 * @param holders the nodes that have it on disk, by id
 * @param uses how many recordings and tasks need it
 * @param unusedSince when the last of them was gone; null while there is one
 */
public record BlobState(
    BlobId id, long bytes, List<NodeId> holders, int uses, @Nullable Instant unusedSince)
    implements LedgerState.Part {
  public BlobState {
    holders = List.copyOf(holders);
  }

  @Override
  public int version() {
    return 7;
  }

  /** The same, held by these. */
  BlobState heldBy(List<NodeId> others) {
    return new BlobState(id, bytes, others, uses, unusedSince);
  }

  /** The same, with so many uses. */
  BlobState used(int times, Instant now) {
    return new BlobState(id, bytes, holders, times, times > 0 ? null : now);
  }
}
