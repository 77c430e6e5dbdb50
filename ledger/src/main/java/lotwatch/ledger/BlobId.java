package lotwatch.ledger;

/**
 * A blob: content that is kept outside the ledger, in files named by what is in them.
 *
 * @param sha256 its SHA-256 (FIPS 180-4), 64 lower-case hexadecimal digits
 */
public record BlobId(String sha256) implements Comparable<BlobId> {
  private static final int LENGTH = 64;

  /**
   * @throws IllegalArgumentException if it is none
   */
  public BlobId {
    if (sha256.length() != LENGTH || !sha256.chars().allMatch(BlobId::isDigit)) {
      throw new IllegalArgumentException("a blob is named by 64 lower-case hexadecimal digits");
    }
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
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
