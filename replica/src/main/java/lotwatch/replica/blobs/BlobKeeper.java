package lotwatch.replica.blobs;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import lotwatch.ledger.BlobCommand;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.blobs.BlobSpace.Purpose;
import lotwatch.wire.blobs.BlobsFullException;

/**
 * Keeps blobs on as many nodes as are wanted, and removes the files that nothing needs. A thread of
 * its own on each node; one copy is made at a time.
 *
 * <p>A blob with too few copies is copied by the first nodes of its order that have none; by the
 * next ones too when these do not do it in time. A node beyond the wanted ones gives its copy up.
 * So nobody has to decide for others.
 */
final class BlobKeeper implements AutoCloseable {
  /**
   * A file that the ledger does not know stays so long after somebody last wanted it: as long as
   * the ledger keeps an unused blob, and a while for what is under way.
   */
  static final Duration UNKNOWN_MAX = BlobCommand.UNUSED_MAX.plusMinutes(10);

  /** How long what is under way may take to end. */
  static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger("lotwatch.replica.blobs");

  private final Parts parts;
  private final Duration lookEvery;
  private final Duration repairAfter;
  private final Duration garbageEvery;
  private final int replication;
  private final InstantSource clock;
  private final Thread thread;
  private final AtomicLong repaired = new AtomicLong();
  private Map<BlobId, Long> shortSince = Map.of();
  private Map<BlobId, Long> extraSince = Map.of();
  private boolean full;
  private volatile long underReplicated;
  private volatile boolean filesNow = true;
  private volatile boolean closed;

  /** What it works with. */
  record Parts(
      NodeId self, BlobFiles files, BlobLedger ledger, Holders holders, BlobTransfers transfers) {}

  BlobKeeper(Parts parts, BlobSettings settings, InstantSource clock) {
    this.parts = parts;
    this.lookEvery = settings.upkeep().lookEvery();
    this.repairAfter = settings.upkeep().repairAfter();
    this.garbageEvery = settings.upkeep().garbageEvery();
    this.replication = settings.replication();
    this.clock = clock;
    thread = Thread.ofPlatform().daemon().name("blob-keeper").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** There may be something to repair. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** A file may be gone. */
  void wakeForFiles() {
    filesNow = true;
    wake();
  }

  long underReplicated() {
    return underReplicated;
  }

  long repaired() {
    return repaired.get();
  }

  private void run() {
    long lookedAtFiles = System.nanoTime();
    while (!closed) {
      try {
        lookAtCopies();
        if (filesNow || System.nanoTime() - lookedAtFiles >= garbageEvery.toNanos()) {
          filesNow = false;
          lookedAtFiles = System.nanoTime();
          lookAtFiles();
        }
      } catch (UnavailableException e) {
        LOG.log(DEBUG, "blobs are looked after later: {0}", e.getMessage());
      } catch (IOException e) {
        if (!closed) {
          LOG.log(WARNING, "the files of blobs cannot be looked after: {0}", e.toString());
        }
      } catch (RuntimeException e) { // without it blobs would not be repaired any more
        LOG.log(ERROR, "blobs cannot be looked after", e);
      }
      LockSupport.parkNanos(this, closed ? 1 : lookEvery.toNanos());
    }
  }

  private void lookAtCopies() throws IOException, UnavailableException {
    var live = Set.copyOf(parts.holders.live());
    int wanted = parts.holders.wanted();
    long now = System.nanoTime();
    var lacking = new HashMap<BlobId, Long>();
    var extra = new HashMap<BlobId, Long>();
    var repairs = new ArrayList<BlobState>();
    for (var blob : parts.ledger.all()) {
      long there = blob.holders().stream().filter(live::contains).count();
      if (there < wanted && blob.uses() > 0) {
        long since = shortSince.getOrDefault(blob.id(), now);
        lacking.put(blob.id(), since);
        if (isMine(blob, live, wanted, Duration.ofNanos(now - since))) {
          repairs.add(blob);
        }
      } else if (there > replication && isExtra(blob, live)) {
        extra.put(blob.id(), extraSince.getOrDefault(blob.id(), now));
      }
    }
    shortSince = lacking;
    extraSince = extra;
    underReplicated = lacking.size();
    for (var each : extra.entrySet()) {
      if (now - each.getValue() >= repairAfter.toNanos()) {
        giveUp(each.getKey());
      }
    }
    for (var blob : repairs) {
      if (closed) {
        return;
      }
      repair(blob);
    }
  }

  /** Whether this node is to make a copy now. */
  private boolean isMine(BlobState blob, Set<NodeId> live, int wanted, Duration since) {
    if (blob.holders().contains(parts.self)) {
      return false;
    }
    if (parts.files.has(blob.id(), blob.bytes())) {
      return true;
    }
    // A holder that is away may be about to come back; one that the ledger does not name is not.
    boolean away = blob.holders().size() >= wanted;
    if (away && since.compareTo(repairAfter) < 0) {
      return false;
    }
    long steps = repairAfter.isZero() ? live.size() : since.dividedBy(repairAfter) - (away ? 1 : 0);
    long have = blob.holders().stream().filter(live::contains).count();
    return Holders.ranked(blob.id(), live).stream()
        .filter(node -> !blob.holders().contains(node))
        .limit(wanted - have + steps)
        .anyMatch(parts.self::equals);
  }

  /** Whether there are enough other copies on the nodes that come first. */
  private boolean isExtra(BlobState blob, Set<NodeId> live) {
    return blob.holders().contains(parts.self)
        && Holders.ranked(blob.id(), blob.holders()).stream()
                .filter(live::contains)
                .toList()
                .indexOf(parts.self)
            >= replication;
  }

  /** The file stays a while: if that was wrong it is still here. */
  private void giveUp(BlobId blob) throws IOException, UnavailableException {
    var known = parts.ledger.seen(blob);
    if (known != null && parts.files.want(blob, known.bytes())) {
      parts.ledger.lose(blob, parts.self);
    }
  }

  private void repair(BlobState blob) throws IOException {
    try {
      boolean isHere = parts.files.has(blob.id(), blob.bytes());
      var from = parts.holders.holding(blob);
      if (from.isEmpty() && !isHere) {
        return; // until a node comes back that has it
      }
      var file = parts.transfers.fetch(blob.id(), blob.bytes(), from, Purpose.COPIED);
      if (isHere && !BlobContent.of(file, _ -> {}).equals(blob.id())) { // damaged since it came
        parts.files.damaged(blob.id(), false);
        return;
      }
      parts.ledger.hold(blob.id(), blob.bytes(), Set.of(parts.self));
      repaired.incrementAndGet();
      if (full) {
        full = false;
        LOG.log(INFO, "copies of blobs are made here again");
      }
    } catch (BlobsFullException e) {
      if (!full) {
        full = true;
        LOG.log(WARNING, "no more copies of blobs are made here: {0}", e.getMessage());
      }
    } catch (IOException e) {
      if (closed) {
        throw e;
      }
      LOG.log(WARNING, "blob {0} is copied later: {1}", blob.id(), e.getMessage());
    }
  }

  /** Removes the files that nothing needs, and tells which ones are gone that should be here. */
  private void lookAtFiles() throws IOException, UnavailableException {
    var before = clock.instant().minus(UNKNOWN_MAX);
    var old = new ArrayList<BlobId>();
    for (var prefix : BlobFiles.prefixes()) {
      for (var blob : parts.files.in(prefix)) {
        if (isNotNeeded(blob) && parts.files.isUnwantedSince(blob, before)) {
          old.add(blob);
        }
      }
    }
    var aside = some(parts.files.setAside(), this::isNotNeededAside);
    var gone = new ArrayList<BlobState>();
    parts
        .ledger
        .all()
        .forEach(blob -> {
          if (isGone(blob)) {
            gone.add(blob);
          }
        });
    if (old.isEmpty() && aside.isEmpty() && gone.isEmpty()) {
      return;
    }
    parts.ledger.catchUp(); // what this node knew may be old: it may have just started
    for (var blob : some(old, this::isNotNeeded)) {
      parts.files.removeUnwantedSince(blob, before);
    }
    for (var blob : some(aside, this::isNotNeededAside)) {
      parts.files.dropDamaged(blob);
    }
    for (var blob : gone) {
      var known = parts.ledger.seen(blob.id());
      if (known != null && isGone(known)) {
        LOG.log(INFO, "the file of blob {0} is gone from {1}", blob.id(), parts.files.root());
        parts.ledger.lose(blob.id(), parts.self);
      }
    }
  }

  private static List<BlobId> some(List<BlobId> blobs, Predicate<BlobId> which) {
    return blobs.stream().filter(which).toList();
  }

  /** The ledger does not know it, or enough others have it and this node is not one of them. */
  private boolean isNotNeeded(BlobId blob) {
    var known = parts.ledger.seen(blob);
    return known == null
        || (!known.holders().contains(parts.self)
            && parts.holders.holding(known).size() >= parts.holders.wanted());
  }

  private boolean isNotNeededAside(BlobId blob) {
    var known = parts.ledger.seen(blob);
    return known == null
        || !parts.holders.holding(known).isEmpty()
        || parts.files.has(blob, known.bytes());
  }

  private boolean isGone(BlobState blob) {
    return blob.holders().contains(parts.self) && !parts.files.has(blob.id(), blob.bytes());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_WAIT_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
