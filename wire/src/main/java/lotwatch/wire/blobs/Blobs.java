package lotwatch.wire.blobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lotwatch.ledger.BlobId;

/**
 * Files named by what is in them, kept by several nodes. The ledger knows who holds what ({@code
 * View.blobs}).
 */
public interface Blobs {
  /**
   * A new empty folder for files that are to become blobs, on the same disk as they are. What is in
   * it is lost when the node ends; whoever asked for it removes it.
   *
   * @param name tells people what it is for
   */
  Path folder(String name) throws IOException;

  /**
   * Keeps a file from now on: it is moved from where it is, synced, copied to as many other nodes
   * as are wanted, and synced there; only then does the ledger learn of it. Of the other nodes
   * those count that are there and have space, so it may be in one copy only; more are made when
   * there are nodes for them. A blob that nothing uses within an hour is forgotten. The same
   * content again costs no more space.
   *
   * @param file nobody writes to it any more; it is gone afterwards, and still there if this fails
   * @throws BlobsFullException if it would not fit the quota or the disk of this node
   * @throws IOException if it cannot be read, written, or told to the ledger
   */
  BlobId keep(Path file) throws IOException;

  /**
   * Blobs that were kept here and that nothing uses yet are going to be used: the hour after which
   * they are forgotten begins anew.
   *
   * @throws IOException if one is forgotten, or the ledger cannot be told
   */
  void need(List<BlobId> blobs) throws IOException;

  /**
   * The file of a blob on this node's disk, fetched from another node first if it is not here. It
   * is only read. It stays for an hour at least; whoever needs it for longer asks again, or keeps
   * it open.
   *
   * @throws BlobsFullException if there is no space on the disk to fetch it
   * @throws IOException if no node that is there can give it whole
   */
  Path fetch(BlobId blob) throws IOException;

  /**
   * The file of a blob on this node is not what it should be: it is read soon, and mended from
   * another node if that is so.
   */
  void suspect(BlobId blob);

  /**
   * Has space for a file that is to be written in a {@link #folder}, before it is there. It is
   * closed before the file is kept, which counts it by itself.
   *
   * @throws BlobsFullException if so many bytes more do not fit the quota or the disk; names the
   *     limit
   */
  Space reserve(long bytes) throws BlobsFullException;
}
