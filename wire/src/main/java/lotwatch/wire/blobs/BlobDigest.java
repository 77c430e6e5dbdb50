package lotwatch.wire.blobs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lotwatch.ledger.BlobId;

/** Tells whether what is read is a blob: its id is the SHA-256 of its bytes (FIPS 180-4). */
public final class BlobDigest {
  private final BlobId blob;
  private final MessageDigest digest;

  /** Begins with nothing read. */
  public BlobDigest(BlobId blob) {
    this.blob = blob;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** These bytes come next. */
  public void add(byte[] bytes, int from, int count) {
    digest.update(bytes, from, count);
  }

  /** Whether that was the whole blob; asked once, at its end. */
  public boolean isBlob() {
    return HexFormat.of().formatHex(digest.digest()).equals(blob.sha256());
  }
}
