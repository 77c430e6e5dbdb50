package lotwatch.ledger;

import java.util.regex.Pattern;

/**
 * A blob: content that is kept outside the ledger, in files named by what is in them.
 *
 * @param sha256 its SHA-256 (FIPS 180-4), 64 lower-case hexadecimal digits
 */
public record BlobId(String sha256) implements Comparable<BlobId> {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * @throws IllegalArgumentException if it is none
   */
  public BlobId {
    if (!SHA_256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("a blob is named by 64 lower-case hexadecimal digits");
    }
  }

  @Override
  public int compareTo(BlobId other) {
    return sha256.compareTo(other.sha256);
  }

  @Override
  public String toString() {
    return sha256;
  }
}
