package lotwatch.recordings.remote;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.Semaphore;
import lotwatch.wire.proto.PutBlobAnswer;
import lotwatch.wire.proto.PutBlobPart;
import org.jspecify.annotations.Nullable;

/** The client's end of one file on its way up: it waits while there is no room. */
final class Upload implements ClientResponseObserver<PutBlobPart, PutBlobAnswer> {
  private final Semaphore changes = new Semaphore(0);
  private volatile @Nullable ClientCallStreamObserver<PutBlobPart> call;
  private volatile @Nullable Status end;

  @Override
  public void beforeStart(ClientCallStreamObserver<PutBlobPart> stream) {
    call = stream;
    stream.setOnReadyHandler(changes::release);
  }

  @Override
  public void onNext(PutBlobAnswer answer) {
    // the end says all
  }

  @Override
  public void onError(Throwable why) {
    end = Status.fromThrowable(why);
    changes.release();
  }

  @Override
  public void onCompleted() {
    end = Status.OK;
    changes.release();
  }

  /** Waits until the next piece can go; false if the call has ended. */
  boolean awaitSpace() throws InterruptedException {
    var stream = call;
    while (end == null && stream != null && !stream.isReady()) {
      changes.acquire();
    }
    return end == null;
  }

  /** Waits for the answer; throws what went wrong. */
  void awaitEnd() throws InterruptedException {
    var status = end;
    while (status == null) {
      changes.acquire();
      status = end;
    }
    if (!status.isOk()) {
      throw status.asRuntimeException();
    }
  }

  void cancel() {
    var stream = call;
    if (stream != null) {
      stream.cancel("interrupted", null);
    }
  }
}
