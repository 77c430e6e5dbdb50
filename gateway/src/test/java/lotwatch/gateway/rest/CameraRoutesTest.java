package lotwatch.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.ledger.CameraId;
import lotwatch.wire.CameraFeed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CameraRoutesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final Shelf shelf = new Shelf();
  private final ServedRoutes server =
      new ServedRoutes(
          new CameraRoutes(memory, shelf, InstantSource.fixed(NOON.plusMillis(1500)))::mount);

  @AfterEach
  void shut() {
    server.close();
  }

  @Test
  void cameraTellsWhatItWatches() throws Exception {
    memory.openWatched("north", "cam", 2);

    var camera = server.json("/api/cameras/cam");

    assertThat(camera.get("watches").size()).isEqualTo(2);
    assertThat(camera.get("watches").get(0).get("outline").size()).isEqualTo(4);
    assertThat(camera.get("watches").get(0).get("state").stringValue()).isEqualTo("unknown");
  }

  @Test
  void cameraTellsHowOldItsFrameIsAndWhyItWaits() throws Exception {
    memory.openWatched("north", "cam", 1);
    shelf.health =
        Optional.of(new CameraFeed.CameraHealth("rtsp://gate", "waiting", "refused", NOON, 7));

    var camera = server.json("/api/cameras").get("items").get(0);

    assertThat(camera.get("frameAgeSeconds").doubleValue()).isEqualTo(1.5);
    assertThat(camera.get("decoder").stringValue()).isEqualTo("waiting");
    assertThat(camera.get("reason").stringValue()).isEqualTo("refused");
    assertThat(camera.get("framesDropped").longValue()).isEqualTo(7);
    assertThat(camera.has("watches")).isFalse();
  }

  @Test
  void frameIsSentOnceToWhoeverHasIt() throws Exception {
    memory.openWatched("north", "cam", 1);
    shelf.jpeg = Optional.of(new CameraFeed.Jpeg(3, NOON, new byte[] {1, 2, 3}));

    var first = server.ask("/api/cameras/cam/frame.jpg");
    var tag = first.headers().firstValue("etag").orElseThrow();
    var again = server.ask("/api/cameras/cam/frame.jpg", "If-None-Match", tag);

    assertThat(first.body()).containsExactly(1, 2, 3);
    assertThat(first.headers().firstValue("content-type").orElse("")).startsWith("image/jpeg");
    assertThat(first.headers().firstValue("x-frame-age-ms")).hasValue("1500");
    assertThat(first.headers().firstValue("last-modified"))
        .hasValue("Sun, 01 Mar 2026 12:00:00 GMT");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void noFrameYetIsNotFound() throws Exception {
    memory.openWatched("north", "cam", 1);

    assertThat(server.ask("/api/cameras/cam/frame.jpg").statusCode()).isEqualTo(404);
  }

  /** One camera's frame and health, as a test puts them there. */
  private static final class Shelf implements CameraFeed {
    private Optional<Jpeg> jpeg = Optional.empty();
    private Optional<CameraHealth> health = Optional.empty();

    @Override
    public Optional<Jpeg> newest(CameraId camera) {
      return jpeg;
    }

    @Override
    public Optional<CameraHealth> health(CameraId camera) {
      return health;
    }
  }
}
