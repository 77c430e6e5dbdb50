package lotwatch.replica.blobs;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.blobs.BlobSpace.Purpose;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of a cluster in a store outside it; on the disk of a node is only what it works with.
 *
 * <p>What {@link #keep} has answered is in the store, and the ledger knows it on a majority. A node
 * first tells the ledger that it has the blob itself: from then on nobody removes it from the
 * store. Files on the disk stay for {@link BlobKeeper#UNKNOWN_MAX} after they were last wanted.
 * What the ledger does not know is removed from the store after the same time, by the node that is
 * the first by name, when two looks in a row found it so.
 */
public final class StoredBlobs implements NodeBlobs {
  /** What the ledger calls the store among those that hold a blob. */
  public static final NodeId STORE = new NodeId("object-store");

  private static final System.Logger LOG = System.getLogger("lotwatch.replica.blobs");

  private final NodeId self;
  private final ObjectStore store;
  private final Duration lookEvery;
  private final InstantSource clock;
  private final BlobFiles files;
  private final BlobSpace space;
  private final BlobLedger ledger;
  private final Holders holders;
  private final Thread thread;
  private final AtomicLong damaged = new AtomicLong();
  private final ConcurrentHashMap<BlobId, ReentrantLock> fetching = new ConcurrentHashMap<>();

  /** Not known to the ledger at the last look. */
  private Set<BlobId> strange = Set.of();

  private volatile String trouble = "";
  private volatile long missing;
  private volatile boolean closed;

  private StoredBlobs(
      BlobFiles files,
      BlobSettings settings,
      ObjectStore store,
      NodeId self,
      Inbox inbox,
      EventLog eventLog,
      InstantSource clock) {
    this.self = self;
    this.store = store;
    this.clock = clock;
    this.files = files;
    lookEvery = settings.upkeep().garbageEvery();
    space = new BlobSpace(files, settings);
    ledger = new BlobLedger(inbox, eventLog);
    holders = new Holders(self, eventLog, settings.replication());
    thread = Thread.ofPlatform().daemon().name("stored-blobs").unstarted(this::run);
  }

  /**
   * Opens the blobs in a data folder: what is half written there is removed, and what a node kept
   * there before it had a store is put into the store, in time.
   *
   * @param data the data folder of this node, which stays held until this is closed
   * @param store is closed with it
   * @param self the name of this node
   * @param clock the time of files
   * @throws IllegalArgumentException if this node has the name that the store has
   */
  public static StoredBlobs open(
      Path data,
      BlobSettings settings,
      ObjectStore store,
      NodeId self,
      Inbox inbox,
      EventLog eventLog,
      InstantSource clock)
      throws IOException {
    if (self.equals(STORE)) {
      throw new IllegalArgumentException(
          "a node cannot be called %s: recordings.store is".formatted(STORE));
    }
    var files = BlobFiles.open(data.toAbsolutePath(), clock);
    var blobs = new StoredBlobs(files, settings, store, self, inbox, eventLog, clock);
    blobs.thread.start();
    return blobs;
  }

  @Override
  public Path folder(String name) throws IOException {
    return files.folder(name);
  }

  @Override
  public Space reserve(long bytes) throws BlobsFullException {
    return space.reserve(bytes, Purpose.COPIED);
  }

  @Override
  public BlobId keep(Path file) throws IOException {
    long bytes = Files.size(file);
    BlobId blob;
    var purpose = files.isOnDisk(file) ? Purpose.KEPT : Purpose.COPIED;
    try (var _ = space.reserve(bytes, purpose)) {
      blob = BlobContent.synced(file);
      if (!files.want(blob, bytes)) {
        files.adopt(file, blob);
      }
    }
    store(blob, bytes);
    Files.delete(file);
    return blob;
  }

  /** Puts a file that is here into the store, and tells the ledger before and afterwards. */
  private void store(BlobId blob, long bytes) throws IOException {
    var known = ledger.seen(blob);
    boolean isThere =
        known != null && known.holders().contains(STORE) && told(() -> store.has(blob, bytes));
    ledger.hold(blob, bytes, Set.of(self));
    if (!isThere) {
      told(() -> {
        store.put(blob, files.path(blob));
        return true;
      });
    }
    ledger.hold(blob, bytes, Set.of(STORE));
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
      lock.lock();
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
    try (var reserved = space.reserve(bytes, Purpose.READ)) {
      var file = files.temporary();
      try {
        told(() -> {
          store.get(blob, file);
          return true;
        });
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

  private interface Call {
    boolean make() throws IOException;
  }

  /** Calls the store, and remembers whether it answers. */
  private boolean told(Call call) throws IOException {
    try {
      boolean answer = call.make();
      if (!trouble.isEmpty()) {
        trouble = "";
        LOG.log(INFO, "{0} answers again", store.address());
      }
      return answer;
    } catch (IOException e) {
      if (trouble.isEmpty()) {
        LOG.log(WARNING, "recordings.store: {0}", e.getMessage());
      }
      trouble = String.valueOf(e.getMessage());
      throw e;
    }
  }

  @Override
  public void suspect(BlobId blob) {
    Thread.ofVirtual()
        .name("suspect")
        .start(() -> {
          try {
            long bytes = ledger.known(blob).bytes();
            if (!files.has(blob, bytes) || BlobContent.of(files.path(blob), _ -> {}).equals(blob)) {
              return;
            }
            files.damaged(blob, !told(() -> store.has(blob, bytes)));
            damaged.incrementAndGet();
            LOG.log(
                WARNING, "the file of blob {0} is damaged here; the store is asked for it", blob);
          } catch (IOException e) {
            LOG.log(DEBUG, "blob {0} is not looked at: {1}", blob, e.getMessage());
          }
        });
  }

  private void run() {
    while (!closed) {
      try {
        lookAtFiles();
        if (self.equals(holders.live().stream().min(NodeId::compareTo).orElse(self))) {
          lookAtStore();
        }
      } catch (UnavailableException e) {
        LOG.log(DEBUG, "blobs are looked after later: {0}", e.getMessage());
      } catch (IOException e) {
        if (!closed) {
          LOG.log(DEBUG, "blobs cannot be looked after: {0}", e.toString());
        }
      } catch (RuntimeException e) { // without it nothing would be removed any more
        LOG.log(ERROR, "blobs cannot be looked after", e);
      }
      LockSupport.parkNanos(this, closed ? 1 : lookEvery.toNanos());
    }
  }

  /** Puts into the store what it lacks, and removes the files that nothing needs. */
  private void lookAtFiles() throws IOException, UnavailableException {
    ledger.catchUp();
    long lacking = 0;
    for (var blob : ledger.all()) {
      if (blob.holders().contains(self) && !files.has(blob.id(), blob.bytes())) {
        ledger.lose(blob.id(), self);
      }
      lacking += blob.uses() > 0 && !blob.holders().contains(STORE) ? 1 : 0;
    }
    missing = lacking;
    var before = clock.instant().minus(BlobKeeper.UNKNOWN_MAX);
    for (var prefix : BlobFiles.prefixes()) {
      for (var blob : files.in(prefix)) {
        if (closed) {
          return;
        }
        look(blob, ledger.seen(blob), before);
      }
    }
  }

  private void look(BlobId blob, @Nullable BlobState known, Instant before)
      throws IOException, UnavailableException {
    if (known != null && !known.holders().contains(STORE)) {
      store(blob, known.bytes());
    } else if (files.removeUnwantedSince(blob, before)
        && known != null
        && known.holders().contains(self)) {
      ledger.lose(blob, self);
    }
  }

  private void lookAtStore() throws IOException, UnavailableException {
    var before = clock.instant().minus(BlobKeeper.UNKNOWN_MAX);
    var unknown = new ArrayList<BlobId>();
    told(() -> {
      store.list(each -> {
        if (each.since().isBefore(before) && ledger.seen(each.blob()) == null) {
          unknown.add(each.blob());
        }
      });
      return true;
    });
    for (var blob : unknown) {
      if (strange.contains(blob)) {
        ledger.catchUp(); // whoever keeps it now has told the ledger first
        if (ledger.seen(blob) == null) {
          store.delete(blob);
        }
      }
    }
    strange = Set.copyOf(unknown);
  }

  @Override
  public void removeUnneeded() {
    LockSupport.unpark(thread);
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
    return missing;
  }

  @Override
  public long damaged() {
    return damaged.get();
  }

  @Override
  public List<String> degraded() {
    var now = trouble;
    return now.isEmpty() ? List.of() : List.of("recordings.store: " + now);
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
    store.close();
  }
}
