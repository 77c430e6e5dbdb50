package lotwatch.lab.up;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import lotwatch.wire.proto.video.VideoAck;
import lotwatch.wire.proto.video.VideoFrame;
import lotwatch.wire.proto.video.VideoStreamServiceGrpc;

/** A camera of the campus parking system: it sends images, one after the other was answered. */
final class SentStream implements AutoCloseable, StreamObserver<VideoAck> {
  private final ManagedChannel channel;
  private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
  private StreamObserver<VideoFrame> frames;

  /** Streams to the gRPC port at this port. */
  SentStream(int port) {
    this("127.0.0.1", port);
  }

  /** Streams to a gRPC port. */
  SentStream(String host, int port) {
    channel = NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
    frames = VideoStreamServiceGrpc.newStub(channel).streamVideo(this);
  }

  /** Sends an image; says what was answered, or how the stream ended, after which it has a new. */
  String send(int camera, byte[] image) throws InterruptedException {
    frames.onNext(
        VideoFrame.newBuilder()
            .setCameraId(camera)
            .setData(ByteString.copyFrom(image))
            .setTimestamp(0)
            .build());
    var answer = received.poll(Running.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer != null && !answer.startsWith("Frame")) {
      frames = VideoStreamServiceGrpc.newStub(channel).streamVideo(this);
    }
    return String.valueOf(answer);
  }

  @Override
  public void onNext(VideoAck ack) {
    received.add(ack.getMessage());
  }

  @Override
  public void onError(Throwable why) {
    received.add(Status.fromThrowable(why).getCode().name());
  }

  @Override
  public void onCompleted() {
    received.add("end");
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
