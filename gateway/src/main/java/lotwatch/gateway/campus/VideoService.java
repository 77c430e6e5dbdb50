package lotwatch.gateway.campus;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.gateway.net.AddressCaps;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Rejected;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.proto.video.VideoAck;
import lotwatch.wire.proto.video.VideoFrame;
import lotwatch.wire.proto.video.VideoStreamServiceGrpc;

/**
 * System A's video stream: each frame is acknowledged once it waits, on the node that holds its
 * camera, to be looked at. One that nobody can take ends the stream without an acknowledgement,
 * whereupon its sender tries again.
 */
final class VideoService extends VideoStreamServiceGrpc.VideoStreamServiceImplBase {
  /** Streams at a time on all ports; each holds one frame. */
  static final int STREAMS_MAX = 200;

  /** Streams from one address, unless it is this machine. */
  static final int STREAMS_PER_ADDRESS_MAX = 50;

  /** How long a stream may send no frame; its sender opens another one for the next. */
  static final Duration SILENCE_MAX = Duration.ofMinutes(5);

  private static final String TAKEN_HERE = "Frame processed successfully";
  private static final String TAKEN_ELSEWHERE = "Frame received, forwarded to leader";
  private static final String REFUSED = "Frame refused: ";

  private final Gate gate;
  private final Frames frames;
  private final TextFrames texts;
  private final AddressCaps streams =
      new AddressCaps(STREAMS_MAX, STREAMS_PER_ADDRESS_MAX, InetAddress::isLoopbackAddress);
  private final Duration silenceMax;

  VideoService(Gate gate, Frames frames) {
    this(gate, frames, SILENCE_MAX);
  }

  VideoService(Gate gate, Frames frames, Duration silenceMax) {
    this.gate = gate;
    this.frames = frames;
    texts = new TextFrames(gate);
    this.silenceMax = silenceMax;
  }

  @Override
  public StreamObserver<VideoFrame> streamVideo(StreamObserver<VideoAck> answer) {
    var acks = (ServerCallStreamObserver<VideoAck>) answer;
    var requester = GrpcRequesters.current();
    return switch (streams.enter(InetAddress.ofLiteral(requester.address()))) {
      case INSIDE -> new Stream(acks, requester);
      case FULL ->
          closed(
              acks,
              "%d video streams are open, which is the limit; try another node"
                  .formatted(STREAMS_MAX));
      case ADDRESS_FULL ->
          closed(
              acks,
              "%d video streams of this address are open, which is the limit"
                  .formatted(STREAMS_PER_ADDRESS_MAX));
    };
  }

  private static Closed closed(ServerCallStreamObserver<VideoAck> acks, String why) {
    acks.onError(Status.RESOURCE_EXHAUSTED.withDescription(why).asRuntimeException());
    return new Closed();
  }

  /** What still comes of a stream that was refused. */
  private static final class Closed implements StreamObserver<VideoFrame> {
    @Override
    public void onNext(VideoFrame frame) {}

    @Override
    public void onError(Throwable why) {}

    @Override
    public void onCompleted() {}
  }

  /** One sender's stream. gRPC calls it from one thread at a time. */
  private final class Stream implements StreamObserver<VideoFrame> {
    private final ServerCallStreamObserver<VideoAck> acks;
    private final Requester requester;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread watch;
    private boolean isOwedRequest;
    private volatile long frameNanos = System.nanoTime();

    private Stream(ServerCallStreamObserver<VideoAck> acks, Requester requester) {
      this.acks = acks;
      this.requester = requester;
      acks.disableAutoRequest();
      acks.setOnCancelHandler(this::end);
      acks.setOnReadyHandler(this::requestIfOwed);
      watch = Thread.ofVirtual().name("video-silence").start(this::watch);
      acks.request(1);
    }

    /** Ends it when nothing has come for too long. */
    private void watch() {
      try {
        for (long left = silenceMax.toNanos();
            left > 0;
            left = silenceMax.toNanos() - (System.nanoTime() - frameNanos)) {
          NANOSECONDS.sleep(left);
        }
      } catch (InterruptedException _) {
        return; // it has ended
      }
      if (end()) {
        acks.onError(
            Status.DEADLINE_EXCEEDED
                .withDescription(
                    "no frame came for %d s; open another stream for the next"
                        .formatted(silenceMax.toSeconds()))
                .asRuntimeException());
      }
    }

    @Override
    public void onNext(VideoFrame frame) {
      frameNanos = System.nanoTime();
      if (over.get()) {
        return;
      }
      try {
        gate.ask(requester.asks(Action.SEND_FRAME, "grpc:" + frame.getCameraId()));
        answer(give(frame));
      } catch (DeniedException e) {
        if (end()) {
          acks.onError(GrpcRequesters.denied(e));
        }
      } catch (RuntimeException | Error e) {
        end();
        throw e;
      }
    }

    private void answer(Frames.Answer answer) {
      switch (answer) {
        case Taken taken -> acknowledge(taken.here() ? TAKEN_HERE : TAKEN_ELSEWHERE);
        case Rejected refused -> acknowledge(REFUSED + refused.detail());
        case Away away -> {
          if (end()) {
            acks.onError(Status.UNAVAILABLE.withDescription(away.detail()).asRuntimeException());
          }
        }
      }
    }

    private Frames.Answer give(VideoFrame frame) throws DeniedException {
      int number = frame.getCameraId();
      var text = frames.texted(number);
      if (text.isPresent()) {
        return texts.take(text.get(), frame.getData().toByteArray(), requester);
      }
      var camera = frames.numbered(number);
      return camera.isEmpty()
          ? new Rejected(
              Frames.Reason.UNKNOWN_CAMERA, "no camera has the source grpc:%d".formatted(number))
          : frames.give(camera.get(), frame.getData().toByteArray());
    }

    private void acknowledge(String message) {
      acks.onNext(VideoAck.newBuilder().setMessage(message).build());
      isOwedRequest = true;
      requestIfOwed();
    }

    /** The next frame, unless the sender does not read what it is told: that would pile up. */
    private void requestIfOwed() {
      if (isOwedRequest && acks.isReady()) {
        isOwedRequest = false;
        acks.request(1);
      }
    }

    @Override
    public void onError(Throwable why) {
      end();
    }

    @Override
    public void onCompleted() {
      if (end()) {
        acks.onCompleted();
      }
    }

    /** Tells whether this ended it, and nothing before. */
    private boolean end() {
      if (over.getAndSet(true)) {
        return false;
      }
      streams.leave(InetAddress.ofLiteral(requester.address()));
      watch.interrupt();
      return true;
    }
  }
}
