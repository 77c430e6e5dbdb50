package lotwatch.replica.blobs;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.replica.blobs.BlobSpace.Purpose;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;

/**
 * The blobs of a cluster in a store outside it; on the disk of a node is only what it works with.
 *
 * <p>What {@link #keep} has answered is in the store, and the ledger knows it on a majority. A node
 * first tells the ledger that it has the blob itself: from then on nobody removes it from the
 * store. Files stay on the disk for {@link BlobKeeper#UNKNOWN_MAX} after they were last wanted, or
 * for {@link #EVICTED_AFTER} where there is no space. What the ledger does not know is removed from
 * the store after the first of these times, by the node that is the first by name, when two looks
 * in a row found it so, and only where the store is this cluster's own.
 */
public final class StoredBlobs implements NodeBlobs {
  /** What the ledger calls the store among those that hold a blob. */
  public static final NodeId STORE = new NodeId("object-store");

  /** Where there is no space, a file that nobody wanted for so long gives way. */
  static final Duration EVICTED_AFTER = Duration.ofMinutes(10);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica.blobs");

  private final InstantSource clock;
  private final BlobFiles files;
  private final BlobSpace space;
  private final BlobLedger ledger;
  private final StoreCalls store;
  private final StoredFiles stored;
  private final StoreUpkeep upkeep;
  private final AtomicLong damaged = new AtomicLong();
  private final ConcurrentHashMap<BlobId, ReentrantLock> fetching = new ConcurrentHashMap<>();

  /**
   * What they need of the rest of their node.
   *
   * @param self the name of this node
   * @param inbox takes what becomes of blobs to the ledger
   * @param eventLog what the ledger knows
   * @param clock the time of files
   */
  public record Parts(NodeId self, Inbox inbox, EventLog eventLog, InstantSource clock) {}

  private StoredBlobs(BlobFiles files, BlobSettings settings, ObjectStore store, Parts parts) {
    this.clock = parts.clock;
    this.files = files;
    this.store = new StoreCalls(store);
    space = new BlobSpace(files, settings);
    ledger = new BlobLedger(parts.inbox, parts.eventLog);
    stored = new StoredFiles(parts.self, files, ledger, this.store);
    var holders = new Holders(parts.self, parts.eventLog, settings.replication());
    upkeep =
        new StoreUpkeep(
            new StoreUpkeep.Parts(
                parts.self,
                files,
                stored,
                ledger,
                holders,
                this.store,
                () -> parts.eventLog.view().history()),
            settings.upkeep().garbageEvery(),
            clock);
  }

  /**
   * Opens the blobs in a data folder: what is half written there is removed, and what a node kept
   * there before it had a store is put into the store, in time.
   *
   * @param data the data folder of this node, which stays held until this is closed
   * @param store is closed with it
   * @throws IllegalArgumentException if this node has the name that the store has
   */
  public static StoredBlobs open(Path data, BlobSettings settings, ObjectStore store, Parts parts)
      throws IOException {
    if (parts.self.equals(STORE)) {
      throw new IllegalArgumentException(
          "a node cannot be called %s: recordings.store is".formatted(STORE));
    }
    var files = BlobFiles.open(data.toAbsolutePath(), parts.clock);
    var blobs = new StoredBlobs(files, settings, store, parts);
    blobs.upkeep.start();
    return blobs;
  }

  @Override
  public Path folder(String name) throws IOException {
    return files.folder(name);
  }

  @Override
  public Space reserve(long bytes) throws BlobsFullException {
    return spaceFor(bytes, Purpose.COPIED);
  }

  /** Has space for a file, for which others that the store has may have to go. */
  private Space spaceFor(long bytes, Purpose purpose) throws BlobsFullException {
    try {
      return space.reserve(bytes, purpose);
    } catch (BlobsFullException full) {
      try {
        stored.evict(clock.instant().minus(EVICTED_AFTER), () -> fits(bytes, purpose));
      } catch (IOException e) {
        full.addSuppressed(e);
        throw full;
      }
      return space.reserve(bytes, purpose);
    }
  }

  private boolean fits(long bytes, Purpose purpose) {
    try {
      space.check(bytes, purpose);
      return true;
    } catch (BlobsFullException e) {
      return false;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>No {@link BlobsFullException} here: to delete recordings makes no space on this disk.
   */
  @Override
  public BlobId keep(Path file) throws IOException {
    long bytes = Files.size(file);
    BlobId blob;
    var purpose = files.isOnDisk(file) ? Purpose.KEPT : Purpose.COPIED;
    try (var _ = spaceFor(bytes, purpose)) {
      blob = BlobContent.synced(file);
      if (!files.want(blob, bytes)) {
        files.adopt(file, blob);
      }
    } catch (BlobsFullException e) {
      throw new IOException("no space before the store has it: " + e.getMessage(), e);
    }
    stored.store(blob, bytes);
    Files.delete(file);
    return blob;
  }

  @Override
  public void need(List<BlobId> blobs) throws IOException {
    for (var blob : blobs) {
      ledger.need(blob);
    }
  }

  @Override
  public Path fetch(BlobId blob) throws IOException {
    long bytes = ledger.known(blob).bytes();
    if (!files.want(blob, bytes)) {
      var lock = fetching.computeIfAbsent(blob, _ -> new ReentrantLock());
      try {
        lock.lockInterruptibly();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("this node stops");
      }
      try {
        if (!files.want(blob, bytes)) {
          get(blob, bytes);
        }
      } finally {
        lock.unlock();
        fetching.remove(blob, lock);
      }
    }
    return files.path(blob);
  }

  private void get(BlobId blob, long bytes) throws IOException {
    try (var reserved = spaceFor(bytes, Purpose.READ)) {
      var file = files.temporary();
      try {
        store.tell(it -> it.get(blob, file));
        if (!BlobContent.synced(file).equals(blob)) {
          throw new IOException(
              "blob %s is damaged in %s: what came is not the blob"
                  .formatted(blob, store.address()));
        }
        reserved.wrote(bytes);
        files.adopt(file, blob);
      } finally {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void suspect(BlobId blob) {
    Thread.ofVirtual().name("suspect").start(() -> examine(blob));
  }

  private void examine(BlobId blob) {
    try {
      long bytes = ledger.known(blob).bytes();
      if (!files.has(blob, bytes) || BlobContent.of(files.path(blob), _ -> {}).equals(blob)) {
        return;
      }
      boolean isStored = store.ask(it -> it.has(blob, bytes));
      files.damaged(blob, !isStored);
      damaged.incrementAndGet();
      LOG.log(
          WARNING,
          "the file of blob {0} is damaged here, {1}",
          blob,
          isStored ? "the store is asked for it" : "and the store does not have it");
    } catch (IOException e) {
      LOG.log(DEBUG, "blob {0} is not looked at: {1}", blob, e.getMessage());
    }
  }

  @Override
  public void removeUnneeded() {
    upkeep.wake();
  }

  @Override
  public long count() {
    return files.count();
  }

  @Override
  public long bytes() {
    return files.bytes();
  }

  @Override
  public long bytesMax() {
    return space.bytesMax();
  }

  @Override
  public long underReplicated() {
    return upkeep.missing();
  }

  @Override
  public long damaged() {
    return damaged.get();
  }

  @Override
  public List<String> degraded() {
    return Stream.concat(store.degraded().stream(), upkeep.degraded().stream()).toList();
  }

  @Override
  public void close() {
    upkeep.close();
    store.close();
  }
}
