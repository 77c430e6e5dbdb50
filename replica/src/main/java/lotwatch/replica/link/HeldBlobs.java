package lotwatch.replica.link;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.wire.blobs.BlobsFullException;
import org.jspecify.annotations.Nullable;

/** The blobs of one node, as the other nodes reach them. */
public interface HeldBlobs {
  /** No blobs at all. */
  HeldBlobs NONE =
      new HeldBlobs() {
        @Override
        public @Nullable SeekableByteChannel open(BlobId blob) {
          return null;
        }

        @Override
        public void copy(BlobId blob, long bytes, NodeId holder) throws IOException {
          throw new IOException("no blobs are kept here");
        }

        @Override
        public void suspect(BlobId blob) {}
      };

  /** Opens the file of a blob, which the one who asked closes; null if it is not here. */
  @Nullable SeekableByteChannel open(BlobId blob) throws IOException;

  /**
   * Fetches a blob from another node, unless it is here; it is on disk, synced, afterwards.
   *
   * @throws BlobsFullException if there is no space for it
   * @throws IOException if that node does not give it whole
   */
  void copy(BlobId blob, long bytes, NodeId holder) throws IOException;

  /** What was sent of this blob was not its content: its file is looked at some time later. */
  void suspect(BlobId blob);
}
