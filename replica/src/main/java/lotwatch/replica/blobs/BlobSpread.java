package lotwatch.replica.blobs;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View.NodeView;
import lotwatch.replica.link.BlobPeers;

/** Has other nodes copy a blob from this one. */
final class BlobSpread {
  /**
   * How long they have, all together. With the wait for the ledger it is less than the hour for
   * which a file stays that the ledger does not know.
   */
  static final Duration SPREAD_WAIT_MAX = Duration.ofMinutes(40);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica.blobs");

  private final NodeId self;
  private final BlobPeers peers;

  BlobSpread(NodeId self, BlobPeers peers) {
    this.self = self;
    this.peers = peers;
  }

  /**
   * Asks so many nodes at a time, and the next one in place of one that fails.
   *
   * @param nodes those that may be asked, in order
   * @param copies how many shall have it
   * @return those that have it now, synced; fewer if no more could
   */
  List<NodeId> spread(BlobId blob, long bytes, List<NodeView> nodes, int copies)
      throws InterruptedIOException {
    var left = new ConcurrentLinkedQueue<>(nodes);
    var have = new ConcurrentSkipListSet<NodeId>();
    var problems = new ConcurrentLinkedQueue<String>();
    Callable<Void> asking =
        () -> {
          ask(blob, bytes, left, have, problems);
          return null;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          threads.invokeAll(
              Collections.nCopies(copies, asking), SPREAD_WAIT_MAX.toMillis(), MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("this node stops");
    }
    if (have.size() < copies && !problems.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "blob {0} has {1} of {2} copies for now: {3}",
          blob,
          have.size() + 1,
          copies + 1,
          String.join("; ", problems));
    }
    return List.copyOf(have);
  }

  private void ask(
      BlobId blob,
      long bytes,
      Queue<NodeView> left,
      ConcurrentSkipListSet<NodeId> have,
      Queue<String> problems) {
    for (var node = left.poll(); node != null; node = left.poll()) {
      try {
        peers.copy(node, blob, bytes, self, SPREAD_WAIT_MAX);
        have.add(node.id());
        return;
      } catch (InterruptedIOException e) {
        return;
      } catch (IOException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
  }
}
