package lotwatch.replica.blobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.NodeId;
import lotwatch.replica.blobs.BlobSpace.Purpose;
import lotwatch.replica.link.BlobPeers;
import lotwatch.replica.link.HeldBlobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of a cluster, on the disks of its nodes.
 *
 * <p>What {@link #keep} has answered is on this node's disk and on those of as many others as were
 * there and had space, up to {@link BlobSettings#replication} in all, synced, and the ledger knows
 * it on a majority. With no other node there, that is one copy. The rest is made up by the {@link
 * BlobKeeper} of any node, later.
 */
public final class KeptBlobs implements NodeBlobs {
  private final NodeId self;
  private final BlobSettings settings;
  private final BlobPeers link;
  private final BlobFiles files;
  private final BlobSpace space;
  private final Holders holders;
  private final BlobLedger ledger;
  private final BlobTransfers transfers;
  private final BlobSpread spread;
  private final BlobScrub scrub;
  private final BlobKeeper keeper;

  /**
   * What blobs need of the rest of their node.
   *
   * @param self the name of this node
   * @param inbox takes what becomes of blobs to the ledger
   * @param eventLog what the ledger knows
   * @param link has the blobs of the other nodes, and gives them those of this one
   * @param clock the time of files
   */
  public record Parts(
      NodeId self, Inbox inbox, EventLog eventLog, BlobPeers link, InstantSource clock) {}

  private KeptBlobs(BlobFiles files, BlobSettings settings, Parts parts) {
    this.self = parts.self;
    this.settings = settings;
    this.files = files;
    space = new BlobSpace(files, settings);
    holders = new Holders(self, parts.eventLog, settings.replication());
    ledger = new BlobLedger(parts.inbox, parts.eventLog);
    link = parts.link;
    transfers = new BlobTransfers(files, space, link);
    spread = new BlobSpread(self, link);
    scrub = new BlobScrub(self, files, ledger, holders, settings.upkeep());
    keeper =
        new BlobKeeper(
            new BlobKeeper.Parts(self, files, ledger, holders, transfers), settings, parts.clock);
  }

  /**
   * Opens the blobs in a data folder: what is half written there is removed. From now on the other
   * nodes are answered, and this node keeps its files well until it is closed.
   *
   * @param data the data folder of this node, which stays held until this is closed
   */
  public static KeptBlobs open(Path data, BlobSettings settings, Parts parts) throws IOException {
    var blobs = new KeptBlobs(BlobFiles.open(data.toAbsolutePath(), parts.clock), settings, parts);
    parts.link.serve(blobs.new Held());
    blobs.keeper.start();
    blobs.scrub.start();
    return blobs;
  }

  @Override
  public Path folder(String name) throws IOException {
    return files.folder(name);
  }

  @Override
  public void suspect(BlobId blob) {
    scrub.suspect(blob);
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
    var known = ledger.seen(blob);
    var have = new TreeSet<NodeId>();
    have.add(self);
    have.addAll(
        spread.spread(
            blob,
            bytes,
            holders.holdersFirst(blob, known == null ? have : known.holders()),
            holders.wanted() - 1));
    ledger.hold(blob, bytes, have);
    if (have.size() < settings.replication()) {
      keeper.wake();
    }
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
    var known = ledger.known(blob);
    return transfers.fetch(
        blob, known.bytes(), holders.holdersFirst(blob, known.holders()), Purpose.READ);
  }

  @Override
  public void removeUnneeded() {
    keeper.wakeForFiles();
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
    return keeper.underReplicated();
  }

  /** Copies that this node has made because there were too few, since it started. */
  public long repaired() {
    return keeper.repaired();
  }

  @Override
  public long damaged() {
    return scrub.found();
  }

  /** Bytes that were read to see whether files are whole, since this node started. */
  public long scrubbedBytes() {
    return scrub.bytes();
  }

  /** Too few copies are told by {@link #underReplicated}. */
  @Override
  public List<String> degraded() {
    return List.of();
  }

  @Override
  public void close() {
    link.serve(HeldBlobs.NONE);
    scrub.close();
    keeper.close();
    transfers.close();
  }

  /** As the other nodes reach them. */
  private final class Held implements HeldBlobs {
    @Override
    public @Nullable SeekableByteChannel open(BlobId blob) throws IOException {
      try {
        return FileChannel.open(files.path(blob), StandardOpenOption.READ);
      } catch (NoSuchFileException _) {
        keeper.wakeForFiles();
        return null;
      }
    }

    @Override
    public void copy(BlobId blob, long bytes, NodeId holder) throws IOException {
      var from = holders.others().stream().filter(node -> node.id().equals(holder)).toList();
      var _ = transfers.fetch(blob, bytes, from, Purpose.COPIED);
    }

    @Override
    public void suspect(BlobId blob) {
      scrub.suspect(blob);
    }
  }
}
