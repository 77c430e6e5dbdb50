package lotwatch.replica.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.View.NodeView;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.proto.BlobLinkGrpc;
import lotwatch.wire.proto.BlobLinkGrpc.BlobLinkBlockingV2Stub;
import lotwatch.wire.proto.BlobPart;
import lotwatch.wire.proto.CopyBlobRequest;
import lotwatch.wire.proto.FetchBlobRequest;
import lotwatch.wire.proto.SuspectBlobRequest;

/** The blobs of the other nodes, and what they are given of this one's. */
public final class BlobPeers {
  private final LinkChannels channels;
  private final BlobService service;

  BlobPeers(LinkChannels channels, BlobService service) {
    this.channels = channels;
    this.service = service;
  }

  /** Gives the others these blobs from now on. */
  public void serve(HeldBlobs held) {
    service.serve(held);
  }

  /** Where the bytes of a blob go. */
  @FunctionalInterface
  public interface Sink {
    /** Takes all of these. */
    void write(ByteBuffer bytes) throws IOException;
  }

  /**
   * Fetches the bytes of a blob from a node.
   *
   * @param from how many bytes there are already
   * @param bytes of the whole blob
   * @throws IOException if not all came; those that did are in {@code into}
   */
  public void fetch(NodeView node, BlobId blob, long from, long bytes, Sink into)
      throws IOException {
    var request = FetchBlobRequest.newBuilder().setSha256(blob.sha256()).setFrom(from).build();
    var call = stub(node, LinkLimits.BLOB_WAIT_MAX).fetchBlob(request);
    try {
      receive(call, from, bytes, into);
    } catch (StatusException e) {
      throw problem(node, e);
    } catch (TimeoutException e) {
      throw new IOException(
          "%s: nothing came for %s".formatted(node.id(), LinkLimits.BLOB_PIECE_WAIT_MAX), e);
    } catch (InterruptedException _) {
      throw stopping();
    } finally {
      call.cancel("done", null);
    }
  }

  private static void receive(
      BlockingClientCall<?, BlobPart> call, long from, long bytes, Sink into)
      throws IOException, StatusException, InterruptedException, TimeoutException {
    var wait = LinkLimits.BLOB_PIECE_WAIT_MAX.toMillis();
    var head = call.read(wait, MILLISECONDS);
    if (head == null || !head.getHead().getKept()) {
      throw new IOException("the blob is not there");
    }
    if (head.getHead().getSize() != bytes) {
      throw new IOException(
          "the file has %d bytes, not %d".formatted(head.getHead().getSize(), bytes));
    }
    long left = bytes - from;
    for (var part = call.read(wait, MILLISECONDS);
        part != null;
        part = call.read(wait, MILLISECONDS)) {
      left -= part.getData().size();
      if (left < 0) {
        throw new IOException("more than the %d bytes announced".formatted(bytes));
      }
      into.write(part.getData().asReadOnlyByteBuffer());
    }
    if (left > 0) {
      throw new IOException("%d bytes are missing".formatted(left));
    }
  }

  /**
   * Has a node fetch a blob from another one, and waits until it has it, synced.
   *
   * @throws BlobsFullException if that node has no space for it
   * @throws IOException if it did not
   */
  public void copy(NodeView node, BlobId blob, long bytes, NodeId holder, Duration waitMax)
      throws IOException {
    var request =
        CopyBlobRequest.newBuilder()
            .setSha256(blob.sha256())
            .setSize(bytes)
            .setHolder(holder.value())
            .build();
    try {
      var answer = stub(node, waitMax).copyBlob(request);
      switch (answer.getAnswerCase()) {
        case COPIED -> {}
        case FULL ->
            throw new BlobsFullException(
                "%s: %s".formatted(node.id(), answer.getFull().getDetail()));
        case FAILED ->
            throw new IOException("%s: %s".formatted(node.id(), answer.getFailed().getDetail()));
        case ANSWER_NOT_SET ->
            throw new IOException(node.id() + ": an answer that this node does not understand");
      }
    } catch (StatusException e) {
      throw Thread.currentThread().isInterrupted() ? stopping() : problem(node, e);
    }
  }

  /** Tells a node that what it sent of a blob was damaged, if it can be reached. */
  public void suspect(NodeView node, BlobId blob) throws IOException {
    var request = SuspectBlobRequest.newBuilder().setSha256(blob.sha256()).build();
    try {
      var _ = stub(node, LinkLimits.BLOB_PIECE_WAIT_MAX).suspectBlob(request);
    } catch (StatusException e) {
      throw problem(node, e);
    }
  }

  private static InterruptedIOException stopping() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("this node stops");
  }

  private static IOException problem(NodeView node, StatusException e) {
    return new IOException("%s: %s".formatted(node.id(), e.getStatus()), e);
  }

  private BlobLinkBlockingV2Stub stub(NodeView node, Duration waitMax) {
    return BlobLinkGrpc.newBlockingV2Stub(channels.to(node.address()))
        .withDeadlineAfter(waitMax.toMillis() - 1, MILLISECONDS);
  }
}
