package lotwatch.gateway;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import lotwatch.ledger.BlobCommand.HoldBlob;
import lotwatch.ledger.BlobCommand.NeedBlob;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.wire.blobs.BlobDigest;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;

/** Blobs in one local folder, with a quota, of which the ledger hears. */
public final class FolderBlobs implements Blobs {
  private final Path folder;
  private final MemoryLedger ledger;
  private final Set<BlobId> suspected = ConcurrentHashMap.newKeySet();
  private final AtomicLong quota = new AtomicLong(Long.MAX_VALUE);

  /** In a folder that is there. */
  public FolderBlobs(Path folder, MemoryLedger ledger) {
    this.folder = folder;
    this.ledger = ledger;
  }

  /** From now on all blobs together have no more bytes than this. */
  public void limit(long bytes) {
    quota.set(bytes);
  }

  /** What is in the folder, by name. */
  public List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public Path folder(String name) throws IOException {
    return Files.createTempDirectory(folder, name);
  }

  @Override
  public BlobId keep(Path file) throws IOException {
    long bytes = Files.size(file);
    check(bytes);
    var id = BlobDigest.of(file);
    Files.move(file, folder.resolve(id.sha256()), REPLACE_EXISTING);
    ledger.submit(new HoldBlob(id, bytes, List.of(new NodeId("n1"))), null);
    return id;
  }

  @Override
  public void need(List<BlobId> blobs) throws IOException {
    for (var blob : blobs) {
      if (ledger.submit(new NeedBlob(blob), null) instanceof Rejected rejected) {
        throw new IOException(rejected.detail());
      }
    }
  }

  @Override
  public Path fetch(BlobId blob) throws IOException {
    var file = folder.resolve(blob.sha256());
    if (!Files.exists(file)) {
      throw new IOException("no node has blob " + blob);
    }
    return file;
  }

  @Override
  public void suspect(BlobId blob) {
    suspected.add(blob);
  }

  /** What was said to be damaged. */
  public Set<BlobId> suspected() {
    return suspected;
  }

  @Override
  public Space reserve(long bytes) throws BlobsFullException {
    check(bytes);
    return new Space() {
      private long reserved = bytes;

      @Override
      public void extend(long more) throws BlobsFullException {
        check(reserved + more);
        reserved += more;
      }

      @Override
      public void wrote(long written) {}

      @Override
      public void handOver(long kept) {
        reserved -= Math.min(kept, reserved);
      }

      @Override
      public void close() {}
    };
  }

  private void check(long bytes) throws BlobsFullException {
    long held = ledger.view().blobs().stream().mapToLong(blob -> blob.bytes()).sum();
    if (bytes > quota.get() - held) {
      throw new BlobsFullException(
          "recordings.quota is %d bytes, of which %d are used: delete recordings"
              .formatted(quota.get(), held));
    }
  }
}
