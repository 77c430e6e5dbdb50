package lotwatch.ledger;

/**
 * A camera, by the id its operator gave it.
 *
 * @param value 1 to {@value Limits#ID_LENGTH_MAX} characters, no blanks, no slash; case counts
 */
public record CameraId(String value) implements Comparable<CameraId> {
  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public CameraId {
    Limits.checkedId("camera", value);
  }

  @Override
  public int compareTo(CameraId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
