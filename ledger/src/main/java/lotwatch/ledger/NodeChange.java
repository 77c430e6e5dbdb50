package lotwatch.ledger;

/** What happened to a node. */
public sealed interface NodeChange extends Event.Change {
  /** The node it happened to. */
  NodeId node();

  /** A node came. */
  record NodeJoined(NodeId node) implements NodeChange {}

  /** A node left, or was not heard for {@link NodeCommand#HEARTBEAT_WAIT_MAX}. */
  record NodeLost(NodeId node) implements NodeChange {}
}
