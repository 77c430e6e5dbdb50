package lotwatch.replica.link;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.ledger.CameraId;
import lotwatch.replica.link.FileParts.Joined;
import lotwatch.wire.CameraFeed.Jpeg;
import lotwatch.wire.Frames;
import lotwatch.wire.HeldCameras;
import lotwatch.wire.proto.GiveFrameAnswer;
import lotwatch.wire.proto.GiveFramePart;
import lotwatch.wire.proto.NewestFramePart;
import lotwatch.wire.proto.NewestFrameRequest;
import lotwatch.wire.proto.NodeLinkGrpc;
import org.jspecify.annotations.Nullable;

/** Answers the other nodes about the cameras of this one. */
final class CameraService extends NodeLinkGrpc.NodeLinkImplBase implements AutoCloseable {
  private final InstantSource clock;
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore streams = new Semaphore(LinkLimits.STREAMS_MAX);
  private volatile HeldCameras cameras = HeldCameras.NONE;

  /**
   * @param clock what the age of frames is measured by
   */
  CameraService(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on these cameras are here. */
  void serve(HeldCameras held) {
    cameras = held;
  }

  @Override
  public void newestFrame(NewestFrameRequest request, StreamObserver<NewestFramePart> answer) {
    var requester = (ServerCallStreamObserver<NewestFramePart>) answer;
    var stream = begin(requester);
    if (stream != null) {
      // Set now, as gRPC has it; until there is something to send it does nothing.
      var sending = new Sending(requester);
      requester.setOnReadyHandler(sending);
      waiting.execute(() -> newest(request.getCamera(), sending));
    }
  }

  private void newest(String id, Sending sending) {
    try {
      sending.begin(cameras.newest(new CameraId(id)).orElse(null), clock);
    } catch (IllegalArgumentException e) {
      sending.requester.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  @Override
  public StreamObserver<GiveFramePart> giveFrame(StreamObserver<GiveFrameAnswer> answer) {
    var requester = (ServerCallStreamObserver<GiveFrameAnswer>) answer;
    var stream = begin(requester);
    return new Receiving(requester, stream != null);
  }

  /** A stream that may begin gives its place back when it ends, in whichever way; null if none. */
  private @Nullable Place begin(ServerCallStreamObserver<?> requester) {
    var deadline = Context.current().getDeadline();
    if (deadline == null
        || deadline.timeRemaining(TimeUnit.MILLISECONDS) > LinkLimits.DEADLINE_MAX.toMillis()) {
      requester.onError(
          Status.INVALID_ARGUMENT
              .withDescription("a call without a deadline of at most " + LinkLimits.DEADLINE_MAX)
              .asRuntimeException());
      return null;
    }
    if (!streams.tryAcquire()) {
      requester.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription("%d streams are open".formatted(LinkLimits.STREAMS_MAX))
              .asRuntimeException());
      return null;
    }
    var place = new Place(streams);
    requester.setOnCancelHandler(place::close);
    requester.setOnCloseHandler(place::close);
    return place;
  }

  @Override
  public void close() {
    waiting.shutdownNow();
  }

  /** One of the streams that are answered at a time. */
  private record Place(Semaphore streams, AtomicBoolean taken) {
    Place(Semaphore streams) {
      this(streams, new AtomicBoolean(true));
    }

    void close() {
      if (taken.getAndSet(false)) {
        streams.release();
      }
    }
  }

  /** A file on its way out, no faster than its reader takes it. */
  private static final class Sending implements Runnable {
    private final ServerCallStreamObserver<NewestFramePart> requester;
    private @Nullable Iterator<ByteString> pieces;

    Sending(ServerCallStreamObserver<NewestFramePart> requester) {
      this.requester = requester;
    }

    synchronized void begin(@Nullable Jpeg jpeg, InstantSource clock) {
      if (requester.isCancelled()) {
        return;
      }
      if (jpeg == null) {
        requester.onCompleted();
        return;
      }
      var age = Duration.between(jpeg.takenAt(), clock.instant());
      var head = NewestFramePart.newBuilder();
      head.getHeadBuilder()
          .setNumber(jpeg.number())
          .setAgeMillis(Math.max(0, age.toMillis()))
          .setSize(jpeg.bytes().length);
      requester.onNext(head.build());
      pieces = FileParts.of(jpeg.bytes()).iterator();
      run();
    }

    @Override
    public synchronized void run() {
      var rest = pieces;
      if (rest == null) {
        return;
      }
      while (rest.hasNext() && requester.isReady()) {
        requester.onNext(NewestFramePart.newBuilder().setData(rest.next()).build());
      }
      if (!rest.hasNext()) {
        pieces = null;
        requester.onCompleted();
      }
    }
  }

  /** A file on its way in. */
  private final class Receiving implements StreamObserver<GiveFramePart> {
    private final ServerCallStreamObserver<GiveFrameAnswer> requester;
    private boolean open;
    private @Nullable CameraId camera;
    private @Nullable Joined image;

    Receiving(ServerCallStreamObserver<GiveFrameAnswer> requester, boolean open) {
      this.requester = requester;
      this.open = open;
    }

    @Override
    public void onNext(GiveFramePart part) {
      if (!open) {
        return;
      }
      try {
        switch (part.getPartCase()) {
          case HEAD -> begin(part.getHead());
          case DATA -> opened().add(part.getData());
          case PART_NOT_SET -> throw new IllegalArgumentException("a part with nothing in it");
        }
      } catch (IllegalArgumentException e) {
        refuse(e);
      }
    }

    private void begin(GiveFramePart.Head head) {
      if (image != null) {
        throw new IllegalArgumentException("two heads");
      }
      camera = new CameraId(head.getCamera());
      image = new Joined(head.getSize(), Frames.BYTES_MAX);
    }

    private Joined opened() {
      if (image == null) {
        throw new IllegalArgumentException("no head");
      }
      return image;
    }

    @Override
    public void onCompleted() {
      if (open) {
        open = false;
        waiting.execute(this::take);
      }
    }

    private void take() {
      var id = camera;
      try {
        var whole = opened().whole();
        if (id != null && !requester.isCancelled()) {
          var answer = FrameAnswers.message(cameras.take(id, whole));
          requester.onNext(answer);
          requester.onCompleted();
        }
      } catch (IllegalArgumentException e) {
        refuse(e);
      }
    }

    private void refuse(IllegalArgumentException e) {
      open = false;
      requester.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }

    @Override
    public void onError(Throwable why) {
      open = false;
    }
  }
}
