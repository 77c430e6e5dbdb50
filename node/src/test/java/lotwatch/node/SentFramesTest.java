package lotwatch.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;
import lotwatch.media.camera.Still;
import lotwatch.wire.Frames;
import lotwatch.wire.proto.video.VideoAck;
import lotwatch.wire.proto.video.VideoFrame;
import lotwatch.wire.proto.video.VideoStreamServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that are sent to one node, which holds both of its cameras. */
final class SentFramesTest {
  private static final Duration WAIT_MAX = Duration.ofMinutes(2);

  @TempDir Path temp = Path.of("set by JUnit");

  private final HttpClient http = HttpClient.newHttpClient();
  private Node node;

  @BeforeEach
  void start() throws Exception {
    var config =
        new Site(temp)
            .clip("a.mp4")
            .spots("a.json", "s1")
            .config(
                """
                http: {port: 0}
                lots: [{id: deck, capacity: 100}]
                cameras:
                  - {id: a, source: a.mp4, spots: a.json}
                  - {id: sent, source: 'grpc:7', spots: a.json}
                  - {id: text, source: 'grpc:9?format=system-a', lot: deck}
                """);
    node = Node.start(config, SitePlan.of(config), _ -> {});
  }

  @AfterEach
  void stop() {
    node.close();
    http.close();
  }

  private static byte[] image(String format) throws Exception {
    var file = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), format, file);
    return file.toByteArray();
  }

  private HttpResponse<String> post(String camera, byte[] image) throws Exception {
    var request =
        HttpRequest.newBuilder(node.uri().resolve("/api/cameras/" + camera + "/frame"))
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(image));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    var request = HttpRequest.newBuilder(node.uri().resolve(path)).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void limitsOfBothModulesAreTheSame() {
    assertThat(Frames.BYTES_MAX).isEqualTo(Still.BYTES_MAX);
  }

  @Test
  void postedImageIsShownLookedAtAndCounted() throws Exception {
    assertThat(get("/api/cameras/sent")).contains("\"decoder\":\"starting\"", "grpc:7");

    assertThat(post("sent", image("png")).statusCode()).isEqualTo(204);

    assertThat(get("/api/cameras/sent")).contains("\"decoder\":\"running\"");
    assertThat(get("/api/cameras/sent/frame.jpg")).isNotEmpty();
    var deadline = Instant.now().plus(WAIT_MAX);
    while (!get("/api/cameras/sent").contains("\"heardAt\"")) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void whatCannotBeTakenSaysWhy() throws Exception {
    assertThat(post("sent", new byte[] {1, 2}).statusCode()).isEqualTo(415);
    assertThat(post("nobody", image("png")).statusCode()).isEqualTo(404);
    assertThat(post("a", image("png")))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(409))
        .satisfies(answer -> assertThat(answer.body()).contains("grpc:N"));
    assertThat(get("/metrics")).contains("lotwatch_frames_refused 3.0");
  }

  @Test
  void streamedImagesAreAcknowledged() throws Exception {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPorts().getFirst())
            .usePlaintext()
            .build();
    var received = new LinkedBlockingQueue<String>();
    try {
      var frames = VideoStreamServiceGrpc.newStub(channel).streamVideo(receiving(received));
      var frame = VideoFrame.newBuilder().setCameraId(7);
      var jpeg = ByteString.copyFrom(image("jpeg"));
      frames.onNext(frame.setData(jpeg).build());
      assertThat(received.poll(1, TimeUnit.MINUTES)).isEqualTo("Frame processed successfully");
      frames.onNext(frame.setData(jpeg.substring(0, jpeg.size() / 2)).build());
      assertThat(received.poll(1, TimeUnit.MINUTES))
          .isEqualTo("Frame refused: a JPEG image that is cut off");
      frames.onNext(frame.setCameraId(0).build());
      assertThat(received.poll(1, TimeUnit.MINUTES))
          .isEqualTo("Frame refused: no camera has the source grpc:0");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void textTellsTheFreeSpacesOfALotThatIsCalledSimulated() throws Exception {
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", node.grpcPorts().getFirst())
            .usePlaintext()
            .build();
    var received = new LinkedBlockingQueue<String>();
    try {
      var frames = VideoStreamServiceGrpc.newStub(channel).streamVideo(receiving(received));
      var text = ByteString.copyFromUtf8("Simulated frame data for frame 1");
      frames.onNext(VideoFrame.newBuilder().setCameraId(9).setData(text).build());
      assertThat(received.poll(1, TimeUnit.MINUTES)).isEqualTo("Frame processed successfully");
    } finally {
      channel.shutdownNow();
    }

    assertThat(get("/api/lots/deck")).contains("\"free\":70", "\"simulated\":true");
    assertThat(get("/api/cameras/text")).contains("\"view\":\"clear\"");
    assertThat(post("text", image("png")).statusCode()).isEqualTo(409);
  }

  private static StreamObserver<VideoAck> receiving(LinkedBlockingQueue<String> received) {
    return new StreamObserver<>() {
      @Override
      public void onNext(VideoAck ack) {
        received.add(ack.getMessage());
      }

      @Override
      public void onError(Throwable why) {
        received.add(why.toString());
      }

      @Override
      public void onCompleted() {
        received.add("end");
      }
    };
  }
}
