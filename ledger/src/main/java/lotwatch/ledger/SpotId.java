package lotwatch.ledger;

/**
 * One spot of a lot; unique within the lot and within each camera that watches it, by the id its
 * operator gave it.
 *
 * @param value 1 to {@value Limits#ID_LENGTH_MAX} characters, no blanks, no slash; case counts
 */
public record SpotId(String value) implements Comparable<SpotId> {
  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public SpotId {
    Limits.checkedId("spot", value);
  }

  @Override
  public int compareTo(SpotId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
