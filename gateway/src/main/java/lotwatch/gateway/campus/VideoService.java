package lotwatch.gateway.campus;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.auth.Requester;
import lotwatch.gateway.grpc.GrpcRequesters;
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

  private static final String TAKEN_HERE = "Frame processed successfully";
  private static final String TAKEN_ELSEWHERE = "Frame received, forwarded to leader";
  private static final String REFUSED = "Frame refused: ";

  private final Gate gate;
  private final Frames frames;
  private final AtomicInteger streams = new AtomicInteger();

  VideoService(Gate gate, Frames frames) {
    this.gate = gate;
    this.frames = frames;
  }

  @Override
  public StreamObserver<VideoFrame> streamVideo(StreamObserver<VideoAck> answer) {
    var acks = (ServerCallStreamObserver<VideoAck>) answer;
    if (streams.incrementAndGet() > STREAMS_MAX) {
      streams.decrementAndGet();
      acks.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription(
                  "%d video streams are open, which is the limit; try another node"
                      .formatted(STREAMS_MAX))
              .asRuntimeException());
      return new Closed();
    }
    return new Stream(acks);
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
    private final Requester requester = GrpcRequesters.current();
    private boolean over;
    private boolean isOwedRequest;

    private Stream(ServerCallStreamObserver<VideoAck> acks) {
      this.acks = acks;
      acks.disableAutoRequest();
      acks.setOnCancelHandler(this::end);
      acks.setOnReadyHandler(this::requestIfOwed);
      acks.request(1);
    }

    @Override
    public void onNext(VideoFrame frame) {
      if (over) {
        return;
      }
      try {
        gate.ask(requester.asks(Action.SEND_FRAME, "grpc:" + frame.getCameraId()));
        answer(give(frame));
      } catch (DeniedException e) {
        end();
        acks.onError(GrpcRequesters.denied(e));
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
          end();
          acks.onError(Status.UNAVAILABLE.withDescription(away.detail()).asRuntimeException());
        }
      }
    }

    private Frames.Answer give(VideoFrame frame) {
      int number = frame.getCameraId();
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
      if (!over) {
        end();
        acks.onCompleted();
      }
    }

    private void end() {
      if (!over) {
        over = true;
        streams.decrementAndGet();
      }
    }
  }
}
