package lotwatch.wire.json;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster in JSON.
 *
 * @param self the node that answers
 * @param leader the node that leads; null if there is none now
 * @param term how many elections there were, about; 0 before the first
 * @param members addresses of all nodes that vote, as {@code HOST:PORT}
 * @param nodes those that are there
 */
public record NodesShape(
    String self, @Nullable String leader, long term, List<String> members, List<NodeShape> nodes) {
  public NodesShape {
    members = List.copyOf(members);
    nodes = List.copyOf(nodes);
  }

  /**
   * One node.
   *
   * @param page where its page is
   * @param address where the other nodes reach it
   * @param leads whether it leads
   * @param since when it came
   * @param heardAt when it last said that it is there
   * @param behind how many events it had not yet applied then
   * @param cameras those it holds
   */
  public record NodeShape(
      String id,
      String page,
      String address,
      boolean leads,
      Instant since,
      Instant heardAt,
      long behind,
      List<String> cameras) {
    public NodeShape {
      cameras = List.copyOf(cameras);
    }
  }
}
