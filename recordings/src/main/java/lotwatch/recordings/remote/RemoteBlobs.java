package lotwatch.recordings.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.WorkerMessages;
import lotwatch.wire.blobs.BlobDigest;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.blobs.Space;
import lotwatch.wire.proto.BlobPart;
import lotwatch.wire.proto.FetchBlobRequest;
import lotwatch.wire.proto.PutBlobPart;
import lotwatch.wire.proto.WorkerLinkGrpc;

/**
 * The blobs of a worker that is no node: fetched from any node and kept by any. What was fetched
 * stays in the worker's folder for a while.
 */
public final class RemoteBlobs implements Blobs {
  private static final int PIECE_BYTES = 256 << 10;
  private static final Duration TRANSFER_MAX = Duration.ofMinutes(20);
  private static final Duration NEED_MAX = Duration.ofMinutes(1);
  private static final int ROUNDS = 3;

  private final WorkerFolder folder;
  private final NodeCalls nodes;
  private final WorkerDisk disk;

  /** Blobs in the folder of a worker. */
  public RemoteBlobs(WorkerFolder folder, NodeCalls nodes) {
    this.folder = folder;
    this.nodes = nodes;
    disk = new WorkerDisk(folder::freeBytes);
  }

  @Override
  public Path folder(String name) throws IOException {
    return folder.fresh(name);
  }

  /** On the worker's own disk: the node that keeps a file refuses by itself what does not fit. */
  @Override
  public Space reserve(long bytes) throws BlobsFullException {
    return disk.reserve(bytes);
  }

  @Override
  public void need(List<BlobId> blobs) throws IOException {
    for (int from = 0; from < blobs.size(); from += WorkerMessages.NEEDED_MAX) {
      var some = blobs.subList(from, Math.min(blobs.size(), from + WorkerMessages.NEEDED_MAX));
      tried(channel -> {
        var _ =
            WorkerLinkGrpc.newBlockingStub(channel)
                .withDeadlineAfter(NEED_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .needBlobs(WorkerMessages.need(some));
      });
    }
  }

  /** It is fetched again when it is wanted. */
  @Override
  public void suspect(BlobId blob) {
    try {
      Files.deleteIfExists(folder.fetched(blob));
    } catch (IOException _) {
      // then it is there still, and its hash is right: it was compared when it came
    }
  }

  /** Something that a node is asked for, and asked again of others. */
  private interface Transfer {
    void make(ManagedChannel channel) throws IOException;
  }

  private void tried(Transfer transfer) throws IOException {
    for (int left = ROUNDS * nodes.size(); ; left--) {
      try {
        var _ =
            nodes.ask(channel -> {
              try {
                transfer.make(channel);
                return "";
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
        return;
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (UnavailableException e) {
        if (left <= 1) {
          throw new IOException(e.getMessage(), e);
        }
      }
    }
  }

  @Override
  public Path fetch(BlobId blob) throws IOException {
    var kept = folder.fetched(blob);
    if (!Files.exists(kept)) {
      var home = folder.fresh("fetch");
      var file = home.resolve("blob");
      try {
        tried(channel -> fetch(channel, blob, file));
        Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(home);
      }
    }
    folder.used(kept);
    return kept;
  }

  private static void fetch(ManagedChannel channel, BlobId blob, Path file) throws IOException {
    var parts =
        WorkerLinkGrpc.newBlockingStub(channel)
            .withDeadlineAfter(TRANSFER_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .getBlob(FetchBlobRequest.newBuilder().setSha256(blob.sha256()).build());
    var digest = new BlobDigest();
    try (var out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      while (parts.hasNext()) {
        var part = parts.next();
        if (part.getPartCase() == BlobPart.PartCase.DATA) {
          var data = part.getData().asReadOnlyByteBuffer();
          digest.add(data.duplicate());
          while (data.hasRemaining()) {
            out.write(data);
          }
        }
      }
    }
    if (!digest.blob().equals(blob)) {
      throw Status.DATA_LOSS.withDescription("a blob came damaged").asRuntimeException();
    }
  }

  @Override
  public BlobId keep(Path file) throws IOException {
    var blob = BlobDigest.of(file);
    try {
      tried(channel -> put(channel, blob, file));
    } catch (StatusRuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
    Files.delete(file);
    return blob;
  }

  private static void put(ManagedChannel channel, BlobId blob, Path file) throws IOException {
    var upload = new Upload();
    var parts =
        WorkerLinkGrpc.newStub(channel)
            .withDeadlineAfter(TRANSFER_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .putBlob(upload);
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      var head = PutBlobPart.Head.newBuilder().setSha256(blob.sha256()).setSize(in.size()).build();
      parts.onNext(PutBlobPart.newBuilder().setHead(head).build());
      while (upload.awaitSpace()) {
        var data = piece(in);
        if (data.isEmpty()) {
          parts.onCompleted();
          break;
        }
        parts.onNext(PutBlobPart.newBuilder().setData(data).build());
      }
      upload.awaitEnd();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
        throw new BlobsFullException(String.valueOf(e.getStatus().getDescription()));
      }
      throw e;
    } catch (InterruptedException e) {
      upload.cancel();
      Thread.currentThread().interrupt();
      throw new IOException("the upload of a file was interrupted", e);
    }
  }

  private static ByteString piece(FileChannel in) throws IOException {
    var piece = ByteBuffer.allocate(PIECE_BYTES);
    while (piece.hasRemaining() && in.read(piece) >= 0) {
      // until it is full, or all is read
    }
    return UnsafeByteOperations.unsafeWrap(piece.flip());
  }
}
