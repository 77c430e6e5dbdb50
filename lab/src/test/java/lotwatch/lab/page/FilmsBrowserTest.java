package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.lab.up.Running;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.TestVideo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A camera that records, in a real node that is killed, and in a real browser. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FilmsBrowserTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final String CONFIG =
      """
      lots: [{id: deck, capacity: 10}]
      cameras:
        - {id: clip, source: "file:clip.mp4", spots: clip.json, record: true}
      """;

  private static final String SPOTS =
      """
      {"format": "lotwatch-spots/1", "frameSize": [320, 240], "lot": "deck",
       "spots": [{"id": "1", "polygon": [[60, 60], [120, 60], [120, 120], [60, 120]]}]}
      """;

  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  @TempDir Path folder = Path.of("set by JUnit");
  private Running node;
  private Path config = Path.of("set before each");

  @BeforeEach
  void open() throws Exception {
    var sandbox = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    new TestVideo(30, 320, 240, new Ratio(25, 1)).make(sandbox, folder.resolve("clip.mp4"));
    Files.writeString(folder.resolve("clip.json"), SPOTS);
    config = Files.writeString(folder.resolve("lotwatch.yml"), CONFIG);
    node = up();
  }

  private Running up() throws Exception {
    return Running.up(folder.resolve("data"), "--config", config.toString());
  }

  @AfterEach
  void shut() {
    node.close();
  }

  @Test
  void cameraIsRecordedPlayedWhileItIsAndGoesOnAfterItsNodeWasKilled() throws Exception {
    var first =
        await(all -> all.size() == 1 && all.getFirst().path("done").asInt() >= 2).getFirst();
    assertThat(first.path("camera").asString()).isEqualTo("clip");
    assertThat(first.path("status").asString()).isEqualTo("recording");
    var page = BROWSER.open(node.uri().resolve("/#recordings"));
    var row = page.locator("[aria-label='Table of recordings'] tbody tr");
    assertThat(row).containsText("Recording");
    row.getByText(first.path("label").asString()).click();
    page.waitForFunction("() => document.querySelector('video')?.readyState > 1");
    assertThat(page.locator(".session-facts")).containsText("Cameraclip");
    page.evaluate("() => document.querySelector('video').play()");
    page.waitForFunction("() => document.querySelector('video').currentTime > 0.5");
    Accessibility.check(page, "recording-of-camera");
    assertThat(BROWSER.complaints()).isEmpty();

    node.close(); // kill -9
    node = up();
    var both = await(all -> all.size() == 2 && all.getLast().path("resultBytes").asLong() > 0);

    var before = both.getLast();
    assertThat(both.getFirst().path("status").asString()).isEqualTo("recording");
    assertThat(before.path("id")).isEqualTo(first.path("id"));
    assertThat(before.path("status").asString()).isEqualTo("completed");
    assertThat(before.path("done").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(before.path("resultFacts").path("frames").asInt()).isGreaterThan(250);
    assertThat(time(both.getFirst(), 0, "from")).isAfter(time(before, 0, "to"));
    pin(before);
    assertThat(node.get("/api/recordings").path("items").get(1).path("pinned").asBoolean())
        .isTrue();
    assertThat(node.get("/readyz").path("status").asString()).isEqualTo("ready");
  }

  private static Instant time(JsonNode recording, int span, String which) {
    return Instant.parse(recording.path("spans").get(span).path(which).asString());
  }

  private void pin(JsonNode recording) throws Exception {
    var to =
        node.uri().resolve("/api/recordings/%s/pin".formatted(recording.path("id").asString()));
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(to).POST(BodyPublishers.noBody()).build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    }
  }

  private List<JsonNode> await(Predicate<List<JsonNode>> wanted) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var all = new ArrayList<JsonNode>();
      node.get("/api/recordings").path("items").forEach(all::add);
      if (wanted.test(all)) {
        return all;
      }
      assertThat(System.nanoTime()).as(all.toString()).isLessThan(deadline);
      Thread.sleep(200);
    }
  }
}
