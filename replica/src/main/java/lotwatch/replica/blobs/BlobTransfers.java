package lotwatch.replica.blobs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.View.NodeView;
import lotwatch.replica.blobs.BlobSpace.Purpose;
import lotwatch.replica.link.BlobPeers;

/**
 * Gets blobs from other nodes, each one once however many want it. When a node fails in the middle
 * the next one goes on where it stopped; what is not the blob in the end begins again.
 */
final class BlobTransfers implements AutoCloseable {
  /** How often each node is asked. */
  private static final int ROUNDS_MAX = 3;

  private static final Duration NEXT_ROUND_AFTER = Duration.ofMillis(500);

  private final BlobFiles files;
  private final BlobSpace space;
  private final BlobPeers peers;
  private final Map<Wanted, Future<Void>> running = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** One of them may be refused where the other is not. */
  private record Wanted(BlobId blob, Purpose purpose) {}

  BlobTransfers(BlobFiles files, BlobSpace space, BlobPeers peers) {
    this.files = files;
    this.space = space;
    this.peers = peers;
  }

  /**
   * Sees that the file of a blob is here, synced, and stays for a while.
   *
   * @param from the nodes that may have it, the likeliest first
   * @throws IOException if it cannot be had; says of each node why
   */
  Path fetch(BlobId blob, long bytes, List<NodeView> from, Purpose purpose) throws IOException {
    if (!files.want(blob, bytes)) {
      await(blob, bytes, from, purpose);
    } else if (purpose == Purpose.COPIED) {
      space.check(0, Purpose.KEPT); // it may have come to be read only
    }
    return files.path(blob);
  }

  private void await(BlobId blob, long bytes, List<NodeView> from, Purpose purpose)
      throws IOException {
    try {
      begin(blob, bytes, from, purpose).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException("a transfer failed", e.getCause());
    } catch (InterruptedException _) {
      throw stopping();
    }
  }

  private static InterruptedIOException stopping() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("this node stops");
  }

  private Future<Void> begin(BlobId blob, long bytes, List<NodeView> from, Purpose purpose)
      throws IOException {
    var wanted = new Wanted(blob, purpose);
    var task =
        new FutureTask<Void>(() -> {
          try {
            if (!files.want(blob, bytes)) {
              transfer(blob, bytes, from, purpose);
            }
            return null;
          } finally {
            running.remove(wanted);
          }
        });
    var before = running.putIfAbsent(wanted, task);
    if (before != null) {
      return before;
    }
    try {
      threads.execute(task);
      return task;
    } catch (RejectedExecutionException e) {
      running.remove(wanted);
      throw new IOException("this node stops", e);
    }
  }

  private void transfer(BlobId blob, long bytes, List<NodeView> from, Purpose purpose)
      throws IOException {
    try (var reserved = space.reserve(bytes, purpose)) {
      var file = files.temporary();
      try (var content = BlobContent.open(file)) {
        receive(blob, bytes, from, content);
        content.sync();
        reserved.wrote(bytes);
        files.adopt(file, blob);
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  private void receive(BlobId blob, long bytes, List<NodeView> from, BlobContent content)
      throws IOException {
    if (from.isEmpty()) {
      throw new IOException("blob %s cannot be had: no node has it".formatted(blob));
    }
    var problems = new ArrayList<String>();
    var senders = new HashSet<NodeView>();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      if (round > 0) {
        pause();
      }
      for (var node : from) {
        try {
          senders.add(node);
          peers.fetch(node, blob, content.bytes(), bytes, content);
          if (content.name().equals(blob)) {
            return;
          }
          problems.add("%s: what came is not the blob".formatted(node.id()));
          suspect(senders, blob);
          senders.clear();
          content.clear();
        } catch (InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          if (content.failed()) {
            throw e;
          }
          problems.add("%s: %s".formatted(node.id(), e.getMessage()));
        }
      }
    }
    throw new IOException("blob %s cannot be had: %s".formatted(blob, String.join("; ", problems)));
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(NEXT_ROUND_AFTER);
    } catch (InterruptedException _) {
      throw stopping();
    }
  }

  /** One of them sent what it should not: they all look. */
  private void suspect(Set<NodeView> senders, BlobId blob) {
    for (var sender : senders) {
      try {
        peers.suspect(sender, blob);
      } catch (IOException _) {
        // its own scrubbing will find it
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
