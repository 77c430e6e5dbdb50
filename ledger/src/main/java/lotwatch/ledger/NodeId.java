package lotwatch.ledger;

/**
 * A node of the cluster, by the name its operator gave it.
 *
 * @param value 1 to {@value Limits#ID_LENGTH_MAX} characters, no blanks, no slash; case counts
 */
public record NodeId(String value) implements Comparable<NodeId> {
  /**
   * @throws IllegalArgumentException naming the field and the limit it breaks
   */
  public NodeId {
    Limits.checkedId("node", value);
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
