package lotwatch.replica.link;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lotwatch.wire.history.HistoryFiles;
import lotwatch.wire.proto.FetchHistoryRequest;
import lotwatch.wire.proto.HistoryLinkGrpc;
import lotwatch.wire.proto.HistoryPart;

/** Gives the other nodes the history of this one, one at a time. */
final class HistoryService extends HistoryLinkGrpc.HistoryLinkImplBase implements AutoCloseable {
  private final ExecutorService sending = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore copies = new Semaphore(LinkLimits.HISTORIES_MAX);
  private volatile HistoryFiles histories = HistoryFiles.NONE;

  /** From now on this is the history here. */
  void serve(HistoryFiles files) {
    histories = files;
  }

  @Override
  public void fetchHistory(FetchHistoryRequest request, StreamObserver<HistoryPart> answer) {
    var requester = (ServerCallStreamObserver<HistoryPart>) answer;
    var deadline = Context.current().getDeadline();
    if (deadline == null
        || deadline.timeRemaining(TimeUnit.MILLISECONDS) > LinkLimits.HISTORY_WAIT_MAX.toMillis()) {
      requester.onError(
          Status.INVALID_ARGUMENT
              .withDescription(
                  "a call without a deadline of at most " + LinkLimits.HISTORY_WAIT_MAX)
              .asRuntimeException());
      return;
    }
    if (!copies.tryAcquire()) {
      requester.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription("%d nodes copy it now".formatted(LinkLimits.HISTORIES_MAX))
              .asRuntimeException());
      return;
    }
    var pace = Pace.of(requester);
    sending.execute(() -> {
      try {
        send(requester, pace);
      } finally {
        copies.release();
      }
    });
  }

  private void send(ServerCallStreamObserver<HistoryPart> requester, Pace pace) {
    try {
      var copy = histories.copy().orElse(null);
      if (copy == null) {
        requester.onNext(head(false, 0));
        requester.onCompleted();
        return;
      }
      try (copy;
          var file = Files.newInputStream(copy.file())) {
        requester.onNext(head(true, Files.size(copy.file())));
        send(file, requester, pace);
      }
    } catch (IOException e) {
      requester.onError(
          Status.UNAVAILABLE.withDescription(String.valueOf(e.getMessage())).asRuntimeException());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // this node stops
    } catch (StatusRuntimeException _) {
      // it does not wait any more
    }
  }

  private static HistoryPart head(boolean kept, long size) {
    var part = HistoryPart.newBuilder();
    part.getHeadBuilder().setKept(kept).setSize(size);
    return part.build();
  }

  private static void send(
      InputStream file, ServerCallStreamObserver<HistoryPart> requester, Pace pace)
      throws IOException, InterruptedException {
    var piece = new byte[LinkLimits.PIECE_BYTES_MAX];
    for (int read = file.readNBytes(piece, 0, piece.length);
        read > 0;
        read = file.readNBytes(piece, 0, piece.length)) {
      if (!pace.await()) {
        return;
      }
      requester.onNext(
          HistoryPart.newBuilder().setData(ByteString.copyFrom(piece, 0, read)).build());
    }
    requester.onCompleted();
  }

  @Override
  public void close() {
    sending.shutdownNow();
  }
}
