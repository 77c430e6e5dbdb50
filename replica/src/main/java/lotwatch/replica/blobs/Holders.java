package lotwatch.replica.blobs;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View.NodeView;

/**
 * Which nodes have a blob, and which ones should. Each blob has an order of its own of all nodes,
 * in which every node has the same chance and all nodes agree (rendezvous hashing, Thaler and
 * Ravishankar 1998).
 */
final class Holders {
  private final NodeId self;
  private final EventLog eventLog;
  private final int replication;

  Holders(NodeId self, EventLog eventLog, int replication) {
    this.self = self;
    this.eventLog = eventLog;
    this.replication = replication;
  }

  /** The other nodes that are there. */
  List<NodeView> others() {
    return eventLog.view().nodes().stream().filter(node -> !node.id().equals(self)).toList();
  }

  /** All nodes that are there, this one too. */
  List<NodeId> live() {
    return Stream.concat(Stream.of(self), others().stream().map(NodeView::id)).toList();
  }

  /** How many copies there can be now. */
  int wanted() {
    return Math.min(replication, live().size());
  }

  /** In the order of this blob. */
  static List<NodeId> ranked(BlobId blob, Collection<NodeId> nodes) {
    return nodes.stream().sorted(order(blob)).toList();
  }

  private static Comparator<NodeId> order(BlobId blob) {
    return Comparator.<NodeId>comparingInt(node -> mixed(blob, node)).thenComparing(node -> node);
  }

  /** The finalizer of MurmurHash3, since the hash of a text changes little with its end. */
  private static int mixed(BlobId blob, NodeId node) {
    int hash = (blob.sha256() + " " + node.value()).hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  /**
   * The other nodes that are there, those first that have the blob as far as the ledger knows, and
   * of those in the order of this blob.
   */
  List<NodeView> holdersFirst(BlobId blob, Collection<NodeId> holders) {
    return others().stream()
        .sorted(
            Comparator.<NodeView, Boolean>comparing(node -> !holders.contains(node.id()))
                .thenComparing(NodeView::id, order(blob)))
        .toList();
  }

  /** The other nodes that are there and have the blob. */
  List<NodeView> holding(BlobState blob) {
    return holdersFirst(blob.id(), blob.holders()).stream()
        .filter(node -> blob.holders().contains(node.id()))
        .toList();
  }
}
