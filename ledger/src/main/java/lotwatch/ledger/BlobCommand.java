package lotwatch.ledger;

import java.time.Duration;
import java.util.List;

/** A command about who holds which blob. They are of version 7. */
public sealed interface BlobCommand extends Command {
  /** Blobs that are known at the same time. */
  int BLOBS_MAX = 200_000;

  /** Nodes that are named in one command. */
  int HOLDERS_MAX = 16;

  /** A blob that nothing has used for so long is forgotten, and its files are removed. */
  Duration UNUSED_MAX = Duration.ofHours(1);

  /** The blob. */
  BlobId blob();

  @Override
  default int version() {
    return 7;
  }

  /**
   * These nodes have the whole blob on disk, synced.
   *
   * @param bytes its size
   */
  record HoldBlob(BlobId blob, long bytes, List<NodeId> holders) implements BlobCommand {
    /**
     * @throws IllegalArgumentException if the size is negative, or there are too many nodes or none
     */
    public HoldBlob {
      holders = List.copyOf(holders);
      if (bytes < 0) {
        throw new IllegalArgumentException("bytes are %d, at least 0".formatted(bytes));
      }
      if (holders.isEmpty() || holders.size() > HOLDERS_MAX) {
        throw new IllegalArgumentException(
            "holders are %d, the limits are 1 and %d".formatted(holders.size(), HOLDERS_MAX));
      }
    }
  }

  /**
   * Somebody goes on with what will use the blob: as long as nothing does, its time begins anew.
   * Rejected if it was forgotten.
   */
  record NeedBlob(BlobId blob) implements BlobCommand {}

  /** This node does not have the blob any more: its file is damaged or gone. */
  record LoseBlob(BlobId blob, NodeId holder) implements BlobCommand {}
}
