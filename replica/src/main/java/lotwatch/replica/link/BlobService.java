package lotwatch.replica.link;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.NodeId;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.proto.BlobLinkGrpc;
import lotwatch.wire.proto.BlobPart;
import lotwatch.wire.proto.CopyBlobAnswer;
import lotwatch.wire.proto.CopyBlobRequest;
import lotwatch.wire.proto.FetchBlobRequest;
import lotwatch.wire.proto.SuspectBlobAnswer;
import lotwatch.wire.proto.SuspectBlobRequest;
import org.jspecify.annotations.Nullable;

/** Gives the other nodes the blobs of this one, and copies theirs when they ask for it. */
final class BlobService extends BlobLinkGrpc.BlobLinkImplBase implements AutoCloseable {
  private final ExecutorService working = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore streams = new Semaphore(LinkLimits.BLOB_STREAMS_MAX);
  private final Semaphore copies = new Semaphore(LinkLimits.BLOB_COPIES_MAX);
  private volatile HeldBlobs blobs = HeldBlobs.NONE;

  /** From now on these blobs are here. */
  void serve(HeldBlobs held) {
    blobs = held;
  }

  /** What is done for one call. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  @Override
  public void fetchBlob(FetchBlobRequest request, StreamObserver<BlobPart> answer) {
    var requester = (ServerCallStreamObserver<BlobPart>) answer;
    var pace = Pace.of(requester);
    begin(
        requester,
        streams,
        "%d blobs are being sent".formatted(LinkLimits.BLOB_STREAMS_MAX),
        () -> send(new BlobId(request.getSha256()), request.getFrom(), requester, pace));
  }

  @Override
  public void copyBlob(CopyBlobRequest request, StreamObserver<CopyBlobAnswer> answer) {
    begin(
        answer,
        copies,
        "%d blobs are being copied".formatted(LinkLimits.BLOB_COPIES_MAX),
        () -> {
          var blob = new BlobId(request.getSha256());
          answer.onNext(copied(blob, request.getSize(), new NodeId(request.getHolder())));
          answer.onCompleted();
        });
  }

  @Override
  public void suspectBlob(SuspectBlobRequest request, StreamObserver<SuspectBlobAnswer> answer) {
    try {
      blobs.suspect(new BlobId(request.getSha256()));
      answer.onNext(SuspectBlobAnswer.getDefaultInstance());
      answer.onCompleted();
    } catch (IllegalArgumentException e) {
      answer.onError(invalid(e.getMessage()));
    }
  }

  /** Works for a call on a thread of its own, if it has a deadline and there is a place for it. */
  private void begin(StreamObserver<?> requester, Semaphore places, String full, Work work) {
    var deadline = Context.current().getDeadline();
    if (deadline == null
        || deadline.timeRemaining(TimeUnit.MILLISECONDS) > LinkLimits.BLOB_WAIT_MAX.toMillis()) {
      requester.onError(
          invalid("a call without a deadline of at most " + LinkLimits.BLOB_WAIT_MAX));
      return;
    }
    if (!places.tryAcquire()) {
      requester.onError(Status.RESOURCE_EXHAUSTED.withDescription(full).asRuntimeException());
      return;
    }
    working.execute(() -> {
      try {
        work(requester, work);
      } finally {
        places.release();
      }
    });
  }

  private static void work(StreamObserver<?> requester, Work work) {
    try {
      work.run();
    } catch (IllegalArgumentException e) {
      requester.onError(invalid(e.getMessage()));
    } catch (IOException e) {
      requester.onError(
          Status.UNAVAILABLE.withDescription(String.valueOf(e.getMessage())).asRuntimeException());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // this node stops
    } catch (StatusRuntimeException _) {
      // it does not wait any more
    }
  }

  private static StatusRuntimeException invalid(@Nullable String why) {
    return Status.INVALID_ARGUMENT.withDescription(String.valueOf(why)).asRuntimeException();
  }

  private CopyBlobAnswer copied(BlobId blob, long bytes, NodeId holder) {
    var answer = CopyBlobAnswer.newBuilder();
    try {
      blobs.copy(blob, bytes, holder);
      answer.setCopied(CopyBlobAnswer.Copied.getDefaultInstance());
    } catch (BlobsFullException e) {
      answer.getFullBuilder().setDetail(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      answer.getFailedBuilder().setDetail(String.valueOf(e.getMessage()));
    }
    return answer.build();
  }

  private void send(BlobId blob, long from, ServerCallStreamObserver<BlobPart> requester, Pace pace)
      throws IOException, InterruptedException {
    try (var file = blobs.open(blob)) {
      if (file == null) {
        requester.onNext(head(false, 0));
        requester.onCompleted();
        return;
      }
      if (from < 0 || from > file.size()) {
        throw new IllegalArgumentException(
            "byte %d of a file that has %d".formatted(from, file.size()));
      }
      requester.onNext(head(true, file.size()));
      file.position(from);
      send(file, requester, pace);
    }
  }

  private static BlobPart head(boolean kept, long size) {
    var part = BlobPart.newBuilder();
    part.getHeadBuilder().setKept(kept).setSize(size);
    return part.build();
  }

  private static void send(
      SeekableByteChannel file, ServerCallStreamObserver<BlobPart> requester, Pace pace)
      throws IOException, InterruptedException {
    var piece = ByteBuffer.allocate(LinkLimits.BLOB_PIECE_BYTES_MAX);
    while (file.read(piece) >= 0) {
      if (!pace.await()) {
        return;
      }
      requester.onNext(BlobPart.newBuilder().setData(ByteString.copyFrom(piece.flip())).build());
      piece.clear();
    }
    requester.onCompleted();
  }

  @Override
  public void close() {
    blobs = HeldBlobs.NONE;
    working.shutdownNow();
  }
}
