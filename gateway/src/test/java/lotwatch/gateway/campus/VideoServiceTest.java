package lotwatch.gateway.campus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lotwatch.gateway.FakeFrames;
import lotwatch.gateway.LedgerInbox;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.wire.Frames;
import lotwatch.wire.proto.video.VideoAck;
import lotwatch.wire.proto.video.VideoFrame;
import lotwatch.wire.proto.video.VideoStreamServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As system A's cameras speak: over real channels. */
class VideoServiceTest {
  private final LedgerInbox ledger = new LedgerInbox();
  private final FakeFrames cameras = new FakeFrames();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private GrpcServer gateway;

  @BeforeEach
  void open() throws Exception {
    gateway =
        GrpcServer.open(
            "127.0.0.1",
            List.of(0),
            CampusServices.of(ledger.gate(), ledger.eventLog(), cameras, InstantSource.system()));
  }

  @AfterEach
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    gateway.close();
  }

  private ManagedChannel channel() {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.ports().getFirst())
            .usePlaintext()
            .build();
    channels.add(channel);
    return channel;
  }

  /** A camera's end of a stream; what it hears waits in a queue. */
  private static final class Camera implements StreamObserver<VideoAck> {
    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StreamObserver<VideoFrame> frames;

    Camera(ManagedChannel channel) {
      this.frames = VideoStreamServiceGrpc.newStub(channel).streamVideo(this);
    }

    void send(int number, byte[] data) {
      frames.onNext(
          VideoFrame.newBuilder()
              .setData(ByteString.copyFrom(data))
              .setCameraId(number)
              .setTimestamp(1)
              .build());
    }

    void send(int number, String data) {
      send(number, data.getBytes(StandardCharsets.UTF_8));
    }

    String receive() throws InterruptedException {
      return String.valueOf(received.poll(1, TimeUnit.MINUTES));
    }

    @Override
    public void onNext(VideoAck ack) {
      received.add(ack.getMessage());
    }

    @Override
    public void onError(Throwable why) {
      var status = Status.fromThrowable(why);
      received.add(status.getCode() + " " + status.getDescription());
    }

    @Override
    public void onCompleted() {
      received.add("end");
    }
  }

  /** Its clients look for a server with one frame, and go once it is acknowledged. */
  @Test
  void probeIsAnsweredBeforeTheStreamEndsAndMayBeAbandoned() throws Exception {
    var channel = channel();
    var probe = new Camera(channel);
    probe.send(0, "test");

    assertThat(probe.receive()).isEqualTo("Frame refused: not a JPEG or PNG image");
    channel.shutdownNow();
    var next = new Camera(channel());
    next.send(7, "here");
    assertThat(next.receive()).isEqualTo("Frame processed successfully");
  }

  @Test
  void textOfACameraThatSendsItTellsTheFreeSpacesOfItsLotOnly() throws Exception {
    ledger.open("deck", 100);
    ledger.open("other", 100);
    var camera = new Camera(channel());

    camera.send(9, "Simulated frame data for frame 1");
    assertThat(camera.receive()).isEqualTo("Frame processed successfully");
    assertThat(ledger.lot("deck").tally().free()).isEqualTo(70);
    camera.send(9, "test");
    assertThat(camera.receive()).isEqualTo("Frame processed successfully");
    assertThat(ledger.lot("deck").tally().free()).isEqualTo(34);
    assertThat(ledger.lot("other").tally().free()).isEqualTo(100);
    camera.send(7, "Simulated frame data for frame 1");
    assertThat(camera.receive()).startsWith("Frame refused");

    ledger.away(true);
    camera.send(9, "test");
    assertThat(camera.receive()).startsWith("UNAVAILABLE");
  }

  @Test
  void eachFrameIsAcknowledgedInItsOrderAndThenTheEnd() throws Exception {
    var camera = new Camera(channel());
    for (var data : List.of("here", "there", "test", "there", "here")) {
      camera.send(7, data);
    }
    camera.frames.onCompleted();

    assertThat(camera.receive()).isEqualTo("Frame processed successfully");
    assertThat(camera.receive()).isEqualTo("Frame received, forwarded to leader");
    assertThat(camera.receive()).startsWith("Frame refused");
    assertThat(camera.receive()).isEqualTo("Frame received, forwarded to leader");
    assertThat(camera.receive()).isEqualTo("Frame processed successfully");
    assertThat(camera.receive()).isEqualTo("end");
    assertThat(cameras.taken())
        .containsExactly("c7 here", "c7 there", "c7 test", "c7 there", "c7 here");
  }

  @Test
  void refusalSaysWhyAndTheStreamGoesOn() throws Exception {
    var camera = new Camera(channel());

    camera.send(8, "here");
    assertThat(camera.receive()).isEqualTo("Frame refused: no camera has the source grpc:8");
    camera.send(-1, "here");
    assertThat(camera.receive()).isEqualTo("Frame refused: no camera has the source grpc:-1");
    camera.send(7, "huge");
    assertThat(camera.receive()).isEqualTo("Frame refused: an image of too many pixels");
    camera.send(7, "");
    assertThat(camera.receive()).isEqualTo("Frame refused: not a JPEG or PNG image");
    camera.send(7, "here");
    assertThat(camera.receive()).isEqualTo("Frame processed successfully");
  }

  @Test
  void frameThatNobodyTookIsNotAcknowledged() throws Exception {
    var camera = new Camera(channel());
    camera.send(7, "here");
    camera.send(7, "away");
    camera.send(7, "here");

    assertThat(camera.receive()).isEqualTo("Frame processed successfully");
    assertThat(camera.receive())
        .isEqualTo("UNAVAILABLE n2, which holds camera c7, does not answer");
    assertThat(cameras.taken()).containsExactly("c7 here", "c7 away");
    assertThat(camera.received).isEmpty();
  }

  @Test
  void frameOverTheLimitOfAMessageEndsOnlyItsOwnStream() throws Exception {
    var channel = channel();
    var other = new Camera(channel);
    other.send(7, "here");
    assertThat(other.receive()).isEqualTo("Frame processed successfully");
    var camera = new Camera(channel);
    camera.send(7, new byte[GrpcServer.MESSAGE_BYTES_MAX]);

    assertThat(camera.receive()).startsWith("RESOURCE_EXHAUSTED");
    other.send(7, "here");
    assertThat(other.receive()).isEqualTo("Frame processed successfully");
  }

  @Test
  void frameOverTheLimitOfAnImageIsHandedOnToBeRefused() throws Exception {
    var camera = new Camera(channel());
    camera.send(7, new byte[Frames.BYTES_MAX + 1]);

    assertThat(camera.receive()).startsWith("Frame refused");
  }

  /** Else the answers would pile up: at most what is under way between the two is not read. */
  @Test
  void senderThatDoesNotReadItsAnswersIsNotReadFromEither() throws Exception {
    int many = 40_000;
    var deaf = new Deaf();
    var frames = VideoStreamServiceGrpc.newStub(channel()).streamVideo(deaf);
    var frame = VideoFrame.newBuilder().setCameraId(8).setData(ByteString.EMPTY).build();
    for (int i = 0; i < many; i++) {
      frames.onNext(frame);
    }
    frames.onCompleted();
    int before = -1;
    for (int now = 0; now > before; now = cameras.numbersAsked()) {
      before = now;
      assertThat(deaf.end.await(1, TimeUnit.SECONDS)).isFalse();
    }
    assertThat(cameras.numbersAsked()).isLessThan(many);

    deaf.read(many + 1);

    assertThat(deaf.end.await(2, TimeUnit.MINUTES)).isTrue();
    assertThat(deaf.received.get()).isEqualTo(many);
  }

  /** A camera's end of a stream that reads nothing until it is told to. */
  private static final class Deaf implements ClientResponseObserver<VideoFrame, VideoAck> {
    private final AtomicInteger received = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicReference<ClientCallStreamObserver<VideoFrame>> call =
        new AtomicReference<>();

    void read(int acks) {
      call.get().request(acks);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<VideoFrame> frames) {
      frames.disableAutoRequestWithInitial(0);
      call.set(frames);
    }

    @Override
    public void onNext(VideoAck ack) {
      received.incrementAndGet();
    }

    @Override
    public void onError(Throwable why) {
      end.countDown();
    }

    @Override
    public void onCompleted() {
      end.countDown();
    }
  }

  @Test
  void streamThatSaysNothingIsEnded() throws Exception {
    var service = new VideoService(ledger.gate(), cameras, Duration.ofMillis(300));
    try (var impatient = GrpcServer.open("127.0.0.1", List.of(0), List.of(service))) {
      var channel =
          NettyChannelBuilder.forAddress("127.0.0.1", impatient.ports().getFirst())
              .usePlaintext()
              .build();
      channels.add(channel);

      assertThat(new Camera(channel).receive()).startsWith("DEADLINE_EXCEEDED no frame came for");
    }
  }

  @Test
  void moreStreamsThanTheLimitAreRefusedUntilOneEnds() throws Exception {
    var open = new ArrayList<Camera>();
    for (int i = 0; i < VideoService.STREAMS_MAX; i++) {
      if (i % GrpcServer.CALLS_MAX == 0) {
        channel();
      }
      open.add(new Camera(channels.getLast()));
      open.getLast().send(7, "here");
      assertThat(open.getLast().receive()).isEqualTo("Frame processed successfully");
    }
    var channel = channel();

    assertThat(new Camera(channel).receive())
        .isEqualTo(
            "RESOURCE_EXHAUSTED 200 video streams are open, which is the limit; try another node");
    open.getFirst().frames.onCompleted();
    assertThat(open.getFirst().receive()).isEqualTo("end");
    var last = new Camera(channel);
    last.send(7, "here");
    assertThat(last.receive()).isEqualTo("Frame processed successfully");
  }
}
