package lotwatch.ledger;

import java.util.List;

/** What recordings and tasks do with blobs: as long as one uses a blob it is kept. */
interface Usable {
  /** Whether all of them are known. */
  boolean know(List<BlobId> blobs);

  /** Whether a node holds it. */
  boolean isHeld(BlobId blob);

  /** These are needed, once more. */
  void use(List<BlobId> blobs);

  /** These are not needed any more by one that needed them. */
  void free(List<BlobId> blobs);

  /** The same, and what nobody needs then is forgotten at once: somebody waits for the space. */
  void discard(List<BlobId> blobs);
}
