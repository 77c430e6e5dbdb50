package lotwatch.replica.blobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The files of a node whose blobs are in a store: how they get there, and how they leave the disk.
 * One leaves it only when the store, asked just before, has the blob.
 */
final class StoredFiles {
  private final NodeId self;
  private final BlobFiles files;
  private final BlobLedger ledger;
  private final StoreCalls store;
  private final Set<BlobId> storing = ConcurrentHashMap.newKeySet();

  StoredFiles(NodeId self, BlobFiles files, BlobLedger ledger, StoreCalls store) {
    this.self = self;
    this.files = files;
    this.ledger = ledger;
    this.store = store;
  }

  static boolean isStored(@Nullable BlobState known) {
    return known != null && known.holders().contains(StoredBlobs.STORE);
  }

  /**
   * Puts a file that is here into the store. The ledger is told before, so that nobody removes it
   * from there meanwhile, and afterwards.
   */
  void store(BlobId blob, long bytes) throws IOException {
    storing.add(blob);
    try {
      boolean isThere = isStored(ledger.seen(blob)) && store.ask(it -> it.has(blob, bytes));
      ledger.hold(blob, bytes, Set.of(self));
      if (!isThere) {
        store.tell(it -> it.put(blob, files.path(blob)));
      }
      ledger.hold(blob, bytes, Set.of(StoredBlobs.STORE));
    } finally {
      storing.remove(blob);
    }
  }

  /** Sees that a file of this node is in the store, or goes when nobody wanted it since then. */
  void look(BlobId blob, Instant before) throws IOException, UnavailableException {
    var known = ledger.seen(blob);
    if (known == null) {
      var _ = files.removeUnwantedSince(blob, before);
    } else if (!isStored(known)) {
      storeWhole(known);
    } else if (files.isUnwantedSince(blob, before)) {
      var _ = remove(known, before);
    }
  }

  private void storeWhole(BlobState known) throws IOException, UnavailableException {
    if (storing.contains(known.id())) {
      return;
    }
    if (BlobContent.of(files.path(known.id()), _ -> {}).equals(known.id())) {
      store(known.id(), known.bytes());
    } else {
      files.damaged(known.id(), true);
      ledger.lose(known.id(), self);
    }
  }

  /** Removes a file that the store has, unless somebody wanted it since; tells whether it did. */
  private boolean remove(BlobState known, Instant before) throws IOException, UnavailableException {
    if (!store.ask(it -> it.has(known.id(), known.bytes()))) {
      ledger.lose(known.id(), StoredBlobs.STORE);
      storeWhole(known);
      return false;
    }
    boolean isGone = files.removeUnwantedSince(known.id(), before);
    if (isGone && known.holders().contains(self)) {
      ledger.lose(known.id(), self);
    }
    return isGone;
  }

  /** What makes space when it is there. */
  @FunctionalInterface
  interface Enough {
    boolean isThere();
  }

  /** Removes files that the store has, those first that nobody wanted for longest. */
  void evict(Instant before, Enough enough) throws IOException {
    record Old(BlobId blob, Instant wanted) {}
    var old = new ArrayList<Old>();
    for (var blob : all()) {
      try {
        var wanted = Files.getLastModifiedTime(files.path(blob)).toInstant();
        if (wanted.isBefore(before)) {
          old.add(new Old(blob, wanted));
        }
      } catch (NoSuchFileException _) {
        // gone meanwhile
      }
    }
    old.sort(Comparator.comparing(Old::wanted));
    try {
      for (var each : old) {
        var known = ledger.seen(each.blob());
        if (known != null && isStored(known) && remove(known, before) && enough.isThere()) {
          return;
        }
      }
    } catch (UnavailableException e) {
      throw new IOException("the ledger cannot be told: " + e.getMessage(), e);
    }
  }

  /** All that are here. */
  List<BlobId> all() throws IOException {
    var all = new ArrayList<BlobId>();
    for (var prefix : BlobFiles.prefixes()) {
      all.addAll(files.in(prefix));
    }
    return all;
  }

  /** Drops damaged files that were kept aside, once the store has the blob or nobody needs it. */
  void dropDamaged() throws IOException {
    for (var blob : files.setAside()) {
      var known = ledger.seen(blob);
      if (known == null || isStored(known)) {
        files.dropDamaged(blob);
      }
    }
  }
}
