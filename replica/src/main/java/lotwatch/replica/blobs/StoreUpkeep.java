package lotwatch.replica.blobs;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.UnavailableException;

/**
 * Keeps the files of a node, and the store, free of what nobody needs, and puts into the store what
 * it lacks. A thread of its own on each node; the store is looked after by the one that is the
 * first by name.
 */
final class StoreUpkeep implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.replica.blobs");

  /** No file has this name. */
  private static final BlobId NONE = new BlobId("0".repeat(64));

  private final NodeId self;
  private final BlobFiles files;
  private final StoredFiles stored;
  private final BlobLedger ledger;
  private final Holders holders;
  private final StoreCalls store;
  private final Supplier<String> history;
  private final Duration lookEvery;
  private final InstantSource clock;
  private final Thread thread;

  /** Not known to the ledger at the last look. */
  private Set<BlobId> strange = Set.of();

  private boolean failing;
  private volatile String foreign = "";
  private volatile long missing;
  private volatile boolean closed;

  /**
   * What it works with.
   *
   * @param history whose blobs these are: that of the ledger
   */
  record Parts(
      NodeId self,
      BlobFiles files,
      StoredFiles stored,
      BlobLedger ledger,
      Holders holders,
      StoreCalls store,
      Supplier<String> history) {}

  StoreUpkeep(Parts parts, Duration lookEvery, InstantSource clock) {
    self = parts.self;
    files = parts.files;
    stored = parts.stored;
    ledger = parts.ledger;
    holders = parts.holders;
    store = parts.store;
    history = parts.history;
    this.lookEvery = lookEvery;
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("stored-blobs").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** There may be something to remove. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** Blobs in use that the store did not have at the last look. */
  long missing() {
    return missing;
  }

  /** What an operator should mend, one sentence each. */
  List<String> degraded() {
    var now = foreign;
    return now.isEmpty() ? List.of() : List.of(now);
  }

  private void run() {
    while (!closed) {
      try {
        look();
      } catch (UnavailableException e) {
        LOG.log(DEBUG, "blobs are looked after later: {0}", e.getMessage());
      } catch (IOException e) {
        LOG.log(DEBUG, "blobs cannot be looked after: {0}", e.toString());
      } catch (RuntimeException e) { // without it nothing would be removed any more
        LOG.log(ERROR, "blobs cannot be looked after", e);
      }
      LockSupport.parkNanos(this, closed ? 1 : lookEvery.toNanos());
    }
  }

  private void look() throws IOException, UnavailableException {
    if (!store.degraded().isEmpty()) {
      var _ = store.ask(it -> it.has(NONE, 0)); // it may answer again
    }
    ledger.catchUp();
    lookAtFiles();
    if (self.equals(holders.live().stream().min(NodeId::compareTo).orElse(self))) {
      lookAtStore();
    }
  }

  private void lookAtFiles() throws IOException, UnavailableException {
    long lacking = 0;
    for (var blob : ledger.all()) {
      if (blob.holders().contains(self) && !files.has(blob.id(), blob.bytes())) {
        ledger.lose(blob.id(), self);
      }
      lacking += blob.uses() > 0 && !StoredFiles.isStored(blob) ? 1 : 0;
    }
    missing = lacking;
    var before = clock.instant().minus(BlobKeeper.UNKNOWN_MAX);
    boolean failed = false;
    for (var blob : stored.all()) {
      if (closed) {
        return;
      }
      try {
        stored.look(blob, before);
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) { // the next one may do
        failed = true;
        if (!failing) {
          LOG.log(WARNING, "blob {0} is not put into the store: {1}", blob, e.getMessage());
        }
      }
    }
    if (failing && !failed) {
      LOG.log(INFO, "all blobs of this node are put into the store again");
    }
    failing = failed;
    stored.dropDamaged();
  }

  private void lookAtStore() throws IOException, UnavailableException {
    var name = history.get();
    if (name.isEmpty() || !isOwn(name)) {
      return;
    }
    var before = clock.instant().minus(BlobKeeper.UNKNOWN_MAX);
    var unknown = new ArrayList<BlobId>();
    store.tell(it ->
        it.list(each -> {
          if (each.since().isBefore(before) && ledger.seen(each.blob()) == null) {
            unknown.add(each.blob());
          }
        }));
    for (var blob : unknown) {
      if (strange.contains(blob)) {
        ledger.catchUp(); // whoever keeps it now has told the ledger first
        if (ledger.seen(blob) == null) {
          store.tell(it -> it.delete(blob));
        }
      }
    }
    strange = Set.copyOf(unknown);
  }

  private boolean isOwn(String name) throws IOException {
    var owner = store.ask(it -> it.owner(name));
    foreign =
        owner.equals(name)
            ? ""
            : "recordings.store: %s has the videos of another cluster (its object 'cluster' says %s, this one is %s): give this one another prefix; nothing is removed there"
                .formatted(store.address(), owner, name);
    return owner.equals(name);
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
