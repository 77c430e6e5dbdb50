package lotwatch.ledger;

/**
 * A parking lot, by the id its operator gave it.
 *
 * @param value 1 to {@value Limits#ID_LENGTH_MAX} characters, no blanks, no slash; case counts
 */
public record LotId(String value) implements Comparable<LotId> {
  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public LotId {
    Limits.checkedId("lot", value);
  }

  @Override
  public int compareTo(LotId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
