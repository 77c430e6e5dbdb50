package lotwatch.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lotwatch.ledger.NodeChange.NodeJoined;
import lotwatch.ledger.NodeChange.NodeLost;
import lotwatch.ledger.NodeCommand.Leave;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.View.NodeView;
import org.jspecify.annotations.Nullable;

/** The nodes that are there; they share the cameras. */
final class Nodes implements Aggregate {
  private final Context context;
  private final Assignments assignments;
  private final Map<NodeId, NodeState> nodes = new TreeMap<>();
  private final ViewMap<NodeId, NodeView> view = new ViewMap<>();

  /** A node was not heard for too long. */
  record Absence(Instant at, NodeId node) implements Deadline {
    @Override
    public String key() {
      return "absence " + node.value();
    }
  }

  Nodes(Context context, Assignable cameras) {
    this.context = context;
    assignments = new Assignments(cameras);
  }

  Outcome obey(NodeCommand command) {
    return switch (command) {
      case NodeHeartbeat heartbeat -> heartbeat(heartbeat);
      case Leave leave -> leave(leave);
    };
  }

  private Outcome heartbeat(NodeHeartbeat heartbeat) {
    var before = nodes.get(heartbeat.node());
    if (before == null && nodes.size() >= NodeCommand.NODES_MAX) {
      return new Rejected(
          Reason.LIMIT, "nodes are %d, which is the limit".formatted(NodeCommand.NODES_MAX));
    }
    var now = context.now();
    if (before != null) {
      context.unschedule(absence(before));
    }
    var since = before == null ? now : before.since();
    var behind = Math.max(0, context.sequence() - heartbeat.sequence());
    adopt(
        new NodeState(
            heartbeat.node(),
            heartbeat.page(),
            heartbeat.address(),
            since,
            now,
            behind,
            heartbeat.workerStatus()));
    if (before == null) {
      context.emit(new NodeJoined(heartbeat.node()));
      share();
    }
    return new Accepted();
  }

  private Outcome leave(Leave leave) {
    lose(leave.node());
    return new Accepted();
  }

  /** Takes a node in, new or saved. */
  void adopt(NodeState node) {
    nodes.put(node.id(), node);
    context.schedule(absence(node));
    view.touch(node.id());
  }

  private static Absence absence(NodeState node) {
    return new Absence(node.heardAt().plus(NodeCommand.HEARTBEAT_WAIT_MAX), node.id());
  }

  /** A node is gone: others take its cameras. */
  void lose(NodeId id) {
    var node = nodes.remove(id);
    if (node != null) {
      context.unschedule(absence(node));
      view.touch(id);
      context.emit(new NodeLost(id));
      share();
    }
  }

  /** Shares the cameras anew, because some came or went. */
  void share() {
    assignments.share(nodes.keySet());
  }

  @Override
  public Stream<NodeState> save() {
    return nodes.values().stream();
  }

  @Override
  public void draw() {
    view.draw(this::look);
  }

  private @Nullable NodeView look(NodeId id) {
    var node = nodes.get(id);
    return node == null
        ? null
        : new NodeView(
            id,
            node.page(),
            node.address(),
            node.since(),
            node.heardAt(),
            node.behind(),
            node.workerStatus());
  }

  ViewMap<NodeId, NodeView> view() {
    return view;
  }
}
