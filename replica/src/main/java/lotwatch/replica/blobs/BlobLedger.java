package lotwatch.replica.blobs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.LoseBlob;
import lotwatch.ledger.BlobCommand.NeedBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/** What the ledger is told of blobs, and what it knows of them. */
final class BlobLedger {
  /** How long somebody who waits for a blob waits for the ledger. */
  private static final Duration LEDGER_WAIT_MAX = Duration.ofSeconds(30);

  private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

  private final Inbox inbox;
  private final EventLog eventLog;

  BlobLedger(Inbox inbox, EventLog eventLog) {
    this.inbox = inbox;
    this.eventLog = eventLog;
  }

  /**
   * These nodes have a blob; told again until the ledger has it, which does no harm.
   *
   * @throws IOException if the ledger does not take it, or not in time
   */
  void hold(BlobId blob, long bytes, Set<NodeId> holders) throws IOException {
    told(new HoldBlob(blob, bytes, List.copyOf(holders)));
  }

  /**
   * Somebody is going to use a blob.
   *
   * @throws IOException if it was forgotten, or the ledger does not answer in time
   */
  void need(BlobId blob) throws IOException {
    told(new NeedBlob(blob));
  }

  private void told(BlobCommand command) throws IOException {
    long deadline = System.nanoTime() + LEDGER_WAIT_MAX.toNanos();
    while (true) {
      try {
        if (tell(command) instanceof Rejected(var _, var detail)) {
          throw new IOException("blob %s is not taken: %s".formatted(command.blob(), detail));
        }
        return;
      } catch (UnavailableException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "the ledger cannot be told of blob %s: %s".formatted(command.blob(), e.getMessage()),
              e);
        }
        pause();
      }
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(AGAIN_AFTER);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("this node stops");
    }
  }

  /** This node does not have a blob any more. */
  void lose(BlobId blob, NodeId holder) throws UnavailableException {
    var _ = tell(new LoseBlob(blob, holder)); // one that it does not know is lost already
  }

  private Outcome tell(BlobCommand command) throws UnavailableException {
    return inbox.submit(command, null);
  }

  /**
   * What is known of a blob, by all that was acknowledged before.
   *
   * @throws IOException if nothing is known of it
   */
  BlobState known(BlobId blob) throws IOException {
    var known = seen(blob);
    if (known == null) {
      try {
        eventLog.catchUp();
      } catch (UnavailableException e) {
        throw new IOException("blob %s is not known here: %s".formatted(blob, e.getMessage()), e);
      }
      known = seen(blob);
    }
    if (known == null) {
      throw new IOException("blob %s is not known".formatted(blob));
    }
    return known;
  }

  /** What is known of a blob here; null if nothing is. */
  @Nullable BlobState seen(BlobId blob) {
    return eventLog.view().blob(blob);
  }

  /** All blobs as they are known here. */
  Iterable<BlobState> all() {
    return eventLog.view().blobs();
  }

  /** Waits until all that was acknowledged before is known here. */
  void catchUp() throws UnavailableException {
    eventLog.catchUp();
  }
}
