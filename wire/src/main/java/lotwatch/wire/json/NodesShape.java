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
 * @param missing those that vote and are not
 */
public record NodesShape(
    String self,
    @Nullable String leader,
    long term,
    List<String> members,
    List<NodeShape> nodes,
    List<MissingShape> missing) {
  public NodesShape {
    missing = List.copyOf(missing);
    members = List.copyOf(members);
    nodes = List.copyOf(nodes);
  }

  /**
   * A node that is not heard.
   *
   * @param id its name; its address where no name is known
   * @param address where the other nodes reach it
   * @param heardAt when it was last heard; null if not since the node started that answers
   */
  public record MissingShape(String id, String address, @Nullable Instant heardAt) {}

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
