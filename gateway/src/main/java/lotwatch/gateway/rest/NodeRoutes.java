package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Supplier;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View;
import lotwatch.ledger.View.NodeView;
import lotwatch.wire.Missing;
import lotwatch.wire.json.NodesShape;
import lotwatch.wire.json.NodesShape.MissingShape;
import lotwatch.wire.json.NodesShape.NodeShape;
import org.jspecify.annotations.Nullable;

/** Reads of the cluster: which nodes there are, which of them leads, what each holds. */
public final class NodeRoutes {
  private final NodeId self;
  private final EventLog eventLog;
  private final Supplier<Votes> votes;

  /**
   * Who votes.
   *
   * @param leader address of the node that leads; null if there is none now
   * @param term number of the election it won
   * @param members addresses of all that vote
   * @param missing those of them that are not heard, and their workers
   */
  public record Votes(
      @Nullable String leader, long term, List<String> members, List<Missing> missing) {
    public Votes {
      members = List.copyOf(members);
      missing = List.copyOf(missing);
    }

    /** Those of a cluster that misses nobody. */
    public Votes(@Nullable String leader, long term, List<String> members) {
      this(leader, term, members, List.of());
    }
  }

  /** Reads from the event log's view, and who votes from {@code votes}. */
  public NodeRoutes(NodeId self, EventLog eventLog, Supplier<Votes> votes) {
    this.self = self;
    this.eventLog = eventLog;
    this.votes = votes;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/nodes", this::nodes);
  }

  /** What this node knows: also where there is no majority to ask. */
  private void nodes(Context ctx) {
    var now = votes.get();
    var view = eventLog.view();
    var nodes = view.nodes().stream().map(node -> shape(node, view, now.leader())).toList();
    var leader =
        nodes.stream().filter(NodeShape::leads).map(NodeShape::id).findFirst().orElse(now.leader());
    var missing =
        now.missing().stream()
            .filter(Missing::isNode)
            .map(node -> new MissingShape(node.name(), node.address(), node.heardAt()))
            .toList();
    LotRoutes.answer(
        ctx, new NodesShape(self.value(), leader, now.term(), now.members(), nodes, missing));
  }

  private static NodeShape shape(NodeView node, View view, @Nullable String leader) {
    var cameras =
        view.cameras().stream()
            .filter(camera -> node.id().equals(camera.holder()))
            .map(camera -> camera.id().value())
            .toList();
    return new NodeShape(
        node.id().value(),
        node.page(),
        node.address(),
        node.address().equals(leader),
        node.since(),
        node.heardAt(),
        node.behind(),
        cameras);
  }
}
