package lotwatch.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lotwatch.gateway.FakeFrames;
import lotwatch.gateway.LedgerInbox;
import lotwatch.ledger.CameraId;
import lotwatch.wire.Frames;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameRoutesTest {
  private final FakeFrames cameras = new FakeFrames();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch full = new CountDownLatch(FrameRoutes.AT_ONCE_MAX);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Javalin server =
      Javalin.create(
              config -> {
                config.startup.showJavalinBanner = false;
                config.concurrency.useVirtualThreads = true;
                config.routes.exception(
                    ProblemException.class,
                    (e, ctx) -> ctx.status(e.problem().status()).result(Json.bytes(e.problem())));
                new FrameRoutes(new LedgerInbox().gate(), new Slow()).mount(config);
              })
          .start("127.0.0.1", 0);

  /** As the others, but an image {@code slow} waits. */
  private final class Slow implements Frames {
    @Override
    public Optional<CameraId> numbered(int number) {
      return cameras.numbered(number);
    }

    @Override
    public Answer give(CameraId camera, byte[] image) {
      if (new String(image, StandardCharsets.UTF_8).equals("slow")) {
        full.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return new Taken(true);
      }
      return cameras.give(camera, image);
    }
  }

  @AfterEach
  void shut() {
    goOn.countDown();
    server.stop();
    client.close();
  }

  private HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(String path, String body) throws Exception {
    return post(path, "image/jpeg", body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void imageIsTakenHereOrElsewhere() throws Exception {
    assertThat(post("/api/cameras/c7/frame", "here").statusCode()).isEqualTo(204);
    assertThat(post("/api/cameras/c7/frame", "there").statusCode()).isEqualTo(204);
    assertThat(post("/api/cameras/c7/frame", "image/PNG; a=b", new byte[1]).statusCode())
        .isEqualTo(415);
    assertThat(cameras.taken()).containsExactly("c7 here", "c7 there", "c7 \u0000");
  }

  @ParameterizedTest
  @CsvSource({
    "test, 415, NO_PICTURE",
    "damaged, 422, DAMAGED",
    "huge, 413, TOO_LARGE",
    "unknown, 404, UNKNOWN_CAMERA",
    "fetched, 409, NOT_SENT",
    "away, 503, UNAVAILABLE",
  })
  void refusalHasItsStatusAndReason(String image, int status, String reason) throws Exception {
    var answer = post("/api/cameras/c7/frame", image);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Json.read(answer.body(), Problem.class).reason()).isEqualTo(reason);
    assertThat(Json.read(answer.body(), Problem.class).detail()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "application/x-www-form-urlencoded", "image/gif", "image/jpegx"})
  void otherTypesAreNotRead(String type) throws Exception {
    var answer = post("/api/cameras/c7/frame", type, new byte[] {'h'});

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(cameras.taken()).isEmpty();
  }

  @Test
  void moreBytesThanTheLimitAreNotRead() throws Exception {
    var most = new byte[Frames.BYTES_MAX];
    System.arraycopy("here ".getBytes(StandardCharsets.UTF_8), 0, most, 0, 5);
    assertThat(post("/api/cameras/c7/frame", "image/jpeg", most).statusCode()).isEqualTo(204);

    var answer = post("/api/cameras/c7/frame", "image/jpeg", new byte[Frames.BYTES_MAX + 1]);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(cameras.taken()).hasSize(1);
  }

  @Test
  void idThatIsNoneIsABadRequest() throws Exception {
    assertThat(post("/api/cameras/" + "x".repeat(65) + "/frame", "here").statusCode())
        .isEqualTo(400);
  }

  @Test
  void moreImagesAtOnceThanTheLimitAreToldToWait() throws Exception {
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = new ArrayList<Future<HttpResponse<byte[]>>>();
      for (int i = 0; i < FrameRoutes.AT_ONCE_MAX; i++) {
        slow.add(senders.submit(() -> post("/api/cameras/c7/frame", "slow")));
      }
      full.await();

      assertThat(post("/api/cameras/c7/frame", "here").statusCode()).isEqualTo(503);
      goOn.countDown();
      for (var each : slow) {
        assertThat(each.get().statusCode()).isEqualTo(204);
      }
    }
    assertThat(post("/api/cameras/c7/frame", "here").statusCode()).isEqualTo(204);
  }
}
