package lotwatch.replica.blobs;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.UnavailableException;

/**
 * Reads all files of blobs again and again, slowly, and takes those out of use that are damaged. A
 * thread of its own. Each round begins at another file, so that a node that is started often gets
 * to all of them.
 */
final class BlobScrub implements AutoCloseable {
  /** Files that others suspect, and that wait to be read. */
  private static final int SUSPECTS_MAX = 10_000;

  private static final long SECOND_NANOS = 1_000_000_000;
  private static final System.Logger LOG = System.getLogger("lotwatch.replica.blobs");

  private final NodeId self;
  private final BlobFiles files;
  private final BlobLedger ledger;
  private final Holders holders;
  private final long everyNanos;
  private final long bytesPerSecond;
  private final Random random = new Random();
  private final Set<BlobId> suspects = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong found = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  BlobScrub(
      NodeId self,
      BlobFiles files,
      BlobLedger ledger,
      Holders holders,
      BlobSettings.Upkeep upkeep) {
    this.self = self;
    this.files = files;
    this.ledger = ledger;
    this.holders = holders;
    this.everyNanos = upkeep.scrubEvery().toNanos();
    this.bytesPerSecond = upkeep.scrubBytesPerSecond();
    thread = Thread.ofPlatform().daemon().name("blob-scrub").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** This file is read soon. */
  void suspect(BlobId blob) {
    if (suspects.size() < SUSPECTS_MAX && suspects.add(blob)) {
      LockSupport.unpark(thread);
    }
  }

  long bytes() {
    return bytes.get();
  }

  long found() {
    return found.get();
  }

  private void run() {
    while (!closed) {
      long begin = System.nanoTime();
      try {
        round();
        for (long left = everyNanos;
            left > 0 && !closed;
            left = begin + everyNanos - System.nanoTime()) {
          readSuspects();
          LockSupport.parkNanos(this, left);
        }
      } catch (InterruptedIOException _) {
        // this node stops
      } catch (IOException e) {
        LOG.log(WARNING, "the files of blobs cannot be listed: {0}", e.toString());
        LockSupport.parkNanos(this, SECOND_NANOS);
      } catch (RuntimeException e) { // without it damage would not be found any more
        LOG.log(ERROR, "the files of blobs cannot be read", e);
        LockSupport.parkNanos(this, SECOND_NANOS);
      }
    }
  }

  private void round() throws IOException {
    var prefixes = new ArrayList<>(BlobFiles.prefixes());
    Collections.rotate(prefixes, random.nextInt(prefixes.size()));
    for (var prefix : prefixes) {
      for (var blob : files.in(prefix)) {
        readSuspects();
        read(blob);
      }
    }
  }

  private void readSuspects() throws IOException {
    for (var blob : List.copyOf(suspects)) {
      suspects.remove(blob);
      read(blob);
    }
  }

  private void read(BlobId blob) throws IOException {
    var rate = new Rate();
    try {
      if (BlobContent.of(files.path(blob), rate::read).equals(blob)) {
        return;
      }
      LOG.log(WARNING, "the file of blob {0} in {1} is damaged", blob, files.root());
    } catch (NoSuchFileException | InterruptedIOException e) {
      if (e instanceof InterruptedIOException stopping) {
        throw stopping;
      }
      return;
    } catch (IOException e) {
      if (closed) {
        return;
      }
      LOG.log(WARNING, "the file of blob {0} in {1} cannot be read: {2}", blob, files.root(), e);
    }
    found.incrementAndGet();
    takeOut(blob);
  }

  private void takeOut(BlobId blob) {
    try {
      var known = ledger.seen(blob);
      files.damaged(blob, known != null && holders.holding(known).isEmpty());
      ledger.lose(blob, self);
    } catch (IOException e) {
      LOG.log(WARNING, "the damaged file of blob {0} stays: {1}", blob, e.toString());
    } catch (UnavailableException e) {
      LOG.log(DEBUG, "that blob {0} is lost is told later: {1}", blob, e.getMessage());
    }
  }

  /** No more is read in a second than is allowed. */
  private final class Rate {
    private final long begin = System.nanoTime();
    private long read;

    void read(int more) throws InterruptedIOException {
      read += more;
      bytes.addAndGet(more);
      long due = (long) (read / (double) bytesPerSecond * SECOND_NANOS);
      for (long ahead = due - (System.nanoTime() - begin);
          ahead > 0;
          ahead = due - (System.nanoTime() - begin)) {
        if (closed) {
          throw new InterruptedIOException("this node stops");
        }
        LockSupport.parkNanos(this, ahead);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(BlobKeeper.CLOSE_WAIT_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
