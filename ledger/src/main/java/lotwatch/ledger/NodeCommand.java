package lotwatch.ledger;

import java.time.Duration;

/** A command about a node of the cluster. */
public sealed interface NodeCommand extends Command {
  /** Nodes in one cluster. */
  int NODES_MAX = 32;

  /** Characters in the address of a node or of its page. */
  int ADDRESS_LENGTH_MAX = 300;

  /** How long a node counts as there after it was last heard. */
  Duration HEARTBEAT_WAIT_MAX = Duration.ofSeconds(5);

  /** The node it is about. */
  NodeId node();

  /**
   * A node is there, and counts as there for {@link #HEARTBEAT_WAIT_MAX}; it holds its share of the
   * cameras.
   *
   * @param page where its page is, as {@code http://HOST:PORT/}
   * @param address where the other nodes reach it, as {@code HOST:PORT}
   * @param sequence the last event that it had when it said so
   * @param workerStatus how its workers do
   */
  record NodeHeartbeat(
      NodeId node, String page, String address, long sequence, WorkerStatus workerStatus)
      implements NodeCommand {
    public NodeHeartbeat {
      Limits.checked("page", page, ADDRESS_LENGTH_MAX);
      Limits.checked("address", address, ADDRESS_LENGTH_MAX);
    }

    /** The same of a node that does not say how its workers do. */
    public NodeHeartbeat(NodeId node, String page, String address, long sequence) {
      this(node, page, address, sequence, WorkerStatus.UNKNOWN);
    }

    @Override
    public boolean isUpkeep() {
      return true;
    }
  }

  /** A node stops; others take its cameras at once. */
  record Leave(NodeId node) implements NodeCommand {}
}
