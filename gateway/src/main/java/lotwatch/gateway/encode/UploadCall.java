package lotwatch.gateway.encode;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.gateway.uploads.RefusedUploadException;
import lotwatch.gateway.uploads.Upload;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.proto.replication.UploadVideoChunk;
import lotwatch.wire.proto.replication.UploadVideoResponse;
import lotwatch.wire.recordings.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * One upload. Each message is asked for once the one before it is written, so that only one is in
 * memory. gRPC calls this from one thread at a time.
 */
final class UploadCall implements StreamObserver<UploadVideoChunk> {
  /** How long an upload may send nothing. */
  static final Duration SILENCE_MAX = Duration.ofMinutes(2);

  private static final System.Logger LOG = System.getLogger(UploadCall.class.getName());
  private static final String UNKNOWN = "unknown";

  private final Uploads uploads;
  private final Pieces pieces;
  private final ServerCallStreamObserver<UploadVideoResponse> answer;
  private final Requester requester;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread watch;
  private String label = "";
  private Wanted wanted = Wanted.USUAL;
  private @Nullable Upload upload;
  private volatile long lastNanos = System.nanoTime();

  /** Who waits for a recording to be cut into pieces. */
  interface Pieces {
    /** Returns why that failed; empty if it did not, or takes too long to wait for. */
    String await(String recording);
  }

  UploadCall(
      Uploads uploads,
      Pieces pieces,
      ServerCallStreamObserver<UploadVideoResponse> answer,
      Duration silenceMax) {
    this.uploads = uploads;
    this.pieces = pieces;
    this.answer = answer;
    requester = GrpcRequesters.current();
    answer.disableAutoRequest();
    answer.setOnCancelHandler(this::end);
    answer.setOnCloseHandler(this::end);
    watch = Thread.ofVirtual().name("upload-silence").start(() -> watch(silenceMax));
    answer.request(1);
  }

  /** Ends it when nothing has come for too long. */
  private void watch(Duration silenceMax) {
    try {
      for (long left = silenceMax.toNanos();
          left > 0;
          left = silenceMax.toNanos() - (System.nanoTime() - lastNanos)) {
        NANOSECONDS.sleep(left);
      }
    } catch (InterruptedException _) {
      return; // it has ended
    }
    if (!over.getAndSet(true)) {
      answer.onError(
          Status.DEADLINE_EXCEEDED
              .withDescription(
                  "nothing came for %d s; upload it again".formatted(silenceMax.toSeconds()))
              .asRuntimeException());
      // the call is closed now, and the thread that serves it closes the upload
    }
  }

  @Override
  public void onNext(UploadVideoChunk chunk) {
    lastNanos = System.nanoTime();
    if (over.get()) {
      return;
    }
    try {
      var into = upload == null ? begin(chunk) : upload;
      into.write(chunk.getDataChunk().asReadOnlyByteBuffer());
      answer.request(1);
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
    } catch (RefusedUploadException e) {
      refuse(e.detail());
    } catch (DeniedException e) {
      fail(GrpcRequesters.denied(e).getStatus());
    } catch (IOException e) {
      cannotWrite(e);
    }
  }

  private Upload begin(UploadVideoChunk first)
      throws DeniedException, RefusedUploadException, IOException {
    if (!first.getIsFirstChunk()) {
      label = UNKNOWN;
      throw new IllegalArgumentException(
          "ValueError - the first message of an upload must have is_first_chunk set to true");
    }
    label = first.getVideoId().isEmpty() ? UUID.randomUUID().toString() : first.getVideoId();
    wanted = WantedSize.of(first);
    var opened = uploads.open(requester, label, wanted, -1);
    upload = opened;
    return opened;
  }

  @Override
  public void onError(Throwable why) {
    end();
  }

  @Override
  public void onCompleted() {
    if (over.get()) {
      return;
    }
    watch.interrupt();
    var whole = upload;
    if (whole == null) {
      label = UNKNOWN;
      refuse("StopAsyncIteration - no message came: is the file empty, or missing?");
      return;
    }
    try {
      var id = uploads.finish(whole, requester, label, wanted);
      var failure = pieces.await(id);
      if (failure.isEmpty()) {
        answer(true, "Video uploaded and segmented");
      } else {
        answer(false, "Segmentation failed: " + failure);
      }
    } catch (RefusedUploadException e) {
      refuse(e.detail());
    } catch (DeniedException e) {
      fail(GrpcRequesters.denied(e).getStatus());
    } catch (UnavailableException e) {
      refuse("the ledger cannot answer now: " + e.getMessage());
    } catch (IOException e) {
      cannotWrite(e);
    }
  }

  private void cannotWrite(IOException e) {
    LOG.log(WARNING, "an upload cannot be kept: {0}", e.getMessage());
    refuse("the video cannot be kept: it is in the server's log why");
  }

  private void refuse(String why) {
    answer(false, "Upload failed: " + why);
  }

  private void answer(boolean success, String message) {
    if (end()) {
      answer.onNext(
          UploadVideoResponse.newBuilder()
              .setVideoId(label)
              .setSuccess(success)
              .setMessage(message)
              .build());
      answer.onCompleted();
    }
  }

  private void fail(Status why) {
    if (end()) {
      answer.onError(why.asRuntimeException());
    }
  }

  /** Leaves nothing of what was not kept; tells whether nothing ended it before. */
  private boolean end() {
    watch.interrupt();
    var opened = upload;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException e) {
        LOG.log(WARNING, "the rest of an upload cannot be removed: {0}", e.getMessage());
      }
    }
    return !over.getAndSet(true);
  }
}
