package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.lab.up.Running;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.TestVideo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The view of the recordings in a real browser, over a real node that encodes with ffmpeg. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RecordingsBrowserTest {
  private static final int SECONDS = 6;

  /** There is a keyframe every 250 frames: two pieces. */
  private static final int RATE = 60;

  /** Browsers and containers round times. */
  private static final double SECONDS_OFF_MAX = 0.1;

  private static final String CONFIG =
      """
      sim: {cameras: false}
      lots: [{id: deck, capacity: 10}]
      recordings: {slots: 1, piece: 2}
      """;

  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  @TempDir static Path videos;
  private static Path video = Path.of("gate.mp4");

  private Running node;
  private Page page;

  @BeforeAll
  static void make() throws Exception {
    var sandbox = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    video = videos.resolve("gate.mp4");
    new TestVideo(SECONDS, 320, 240, new Ratio(RATE, 1)).make(sandbox, video);
  }

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    var config = Files.writeString(folder.resolve("lotwatch.yml"), CONFIG);
    node = Running.up(folder.resolve("data"), "--config", config.toString());
    page = BROWSER.open(node.uri().resolve("/#recordings"));
    assertThat(worker()).containsText("Takes work");
  }

  @AfterEach
  void shut() {
    node.close();
  }

  @Test
  void videoIsUploadedFollowedAndPlayedToItsEnd() throws Exception {
    assertThat(page.locator("#recordings-state")).containsText("No recording yet");
    Accessibility.check(page, "recordings-none");
    page.evaluate("window.sameDocument = true");

    page.getByLabel("Width in pixels").fill("160");
    upload(video);

    assertThat(page.locator(".upload-line")).containsText("uploaded");
    assertThat(row("gate.mp4")).containsText("Completed");
    assertThat(row("gate.mp4")).containsText("2 of 2");
    assertThat(worker().locator("[data-label=Done]")).hasText("4"); // split, two pieces, join
    Accessibility.check(page, "recordings");
    show("gate.mp4");
    assertThat(page.locator(".session-facts")).containsText("Frames" + SECONDS * RATE);
    assertPlays();
    Accessibility.check(page, "recording");
    var file = page.waitForDownload(() -> page.getByText("Download gate.mp4").click());
    assertThat(file.suggestedFilename()).isEqualTo("gate.mp4");
    assertThat(Files.size(file.path()))
        .isEqualTo(node.get("/api/recordings").at("/items/0/resultBytes").asLong());
    assertThat(page.evaluate("window.sameDocument")).isEqualTo(true);
    page.reload();
    assertThat(page.locator("video")).isVisible();
    assertThat(BROWSER.complaints()).isEmpty();
  }

  private void assertPlays() {
    page.waitForFunction("() => document.querySelector('video').readyState > 0");
    double duration = ofVideo("duration");
    assertThat(duration).isCloseTo(SECONDS, within(SECONDS_OFF_MAX));
    assertThat(ofVideo("videoWidth")).isEqualTo(160);

    page.evaluate("() => document.querySelector('video').play()");
    page.waitForFunction("() => document.querySelector('video').ended");

    assertThat(ofVideo("currentTime")).isCloseTo(duration, within(SECONDS_OFF_MAX));
    assertThat(ofVideo("getVideoPlaybackQuality().totalVideoFrames")).isPositive();
    page.evaluate(
        """
        () => new Promise((done) => {
          const video = document.querySelector('video');
          video.onseeked = done;
          video.currentTime = 2;
        })\
        """);
    assertThat(ofVideo("currentTime")).isCloseTo(2, within(SECONDS_OFF_MAX));
  }

  private double ofVideo(String what) {
    return ((Number) page.evaluate("() => document.querySelector('video')." + what)).doubleValue();
  }

  @Test
  void workWaitsForAWorkerIsCancelledAndBeginsAgain() {
    button("Pause worker").click();
    assertThat(worker()).containsText("Paused");
    upload(video);
    assertThat(row("gate.mp4")).containsText("Splitting");
    show("gate.mp4");

    assertThat(tasks()).hasCount(1);
    assertThat(tasks()).containsText("Split");
    assertThat(tasks()).containsText("Waiting");
    assertThat(tasks()).containsText("nobody yet");
    Accessibility.check(page, "recording-waits");
    button("Cancel the work").click();
    assertThat(page.locator(".session-facts")).containsText("Cancelled");
    assertThat(tasks()).hasCount(0);
    button("Retry").click();
    assertThat(page.locator(".session-facts")).containsText("Splitting");
    assertThat(tasks()).hasCount(1);

    page.getByText("All recordings").click();
    button("Drain worker").click();
    assertThat(worker()).containsText("Draining");
    button("Resume worker").click();
    assertThat(worker()).containsText("Takes work");
    assertThat(row("gate.mp4")).containsText("Completed");
    page.goBack();
    assertThat(page.locator("video")).isVisible();
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void failedFileSaysWhyAndDeletingItIsAskedFirst() {
    drop("list.mp4", "ffconcat version 1.0\nfile x.mp4\n");
    button("Upload").click();
    assertThat(row("list.mp4")).containsText("Failed");
    assertThat(row("list.mp4").locator(".recording-reason")).not().isEmpty();
    Accessibility.check(page, "recordings-failed");
    show("list.mp4");
    assertThat(page.locator("#recordings .banner")).containsText("It could not be made: ");
    assertThat(page.locator("#recordings .banner")).containsText("cannot be read as a video");
    Accessibility.check(page, "recording-failed");

    button("Pin").click();
    assertThat(button("Unpin")).isVisible();
    assertThat(button("Delete")).hasCount(0);
    page.getByText("All recordings").click();
    assertThat(row("list.mp4")).containsText("pinned");
    drop("list.mp4", "another one");
    button("Upload").click();
    assertThat(page.locator(".upload > .told")).containsText("Unpin that");
    show("list.mp4");
    button("Unpin").click();

    button("Delete").click();
    assertThat(page.getByRole(AriaRole.DIALOG)).containsText("Delete list.mp4?");
    Accessibility.check(page, "recording-delete");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    button("Delete").click();
    button("Keep it").click();
    assertThat(page.locator("#recordings .banner")).isVisible();
    button("Delete").click();
    button("Delete it").click();
    assertThat(page.locator("#recordings-state")).containsText("No recording yet");
    assertThat(BROWSER.complaints()).isEmpty();
  }

  @Test
  void uploadThatBreaksOffGoesOnAndOneThatIsCancelledLeavesNothing() throws Exception {
    var requests = new AtomicInteger();
    page.route(
        "**/api/uploads/*",
        route -> {
          if (isPart(route.request().method()) && requests.incrementAndGet() <= 2) {
            route.abort();
          } else {
            route.resume();
          }
        });
    page.getByLabel("Make it").selectOption("mkv");
    upload(video);

    assertThat(page.locator(".upload-line")).containsText("uploaded");
    assertThat(requests.get()).isEqualTo(3);
    assertThat(row("gate.mp4")).containsText("Completed");
    show("gate.mp4");
    assertThat(page.getByText("Download gate.mkv")).isVisible();

    page.getByText("All recordings").click();
    page.unroute("**/api/uploads/*");
    page.route(
        "**/api/uploads/*",
        route -> {
          if (!isPart(route.request().method())) {
            route.resume(); // the others never get there
          }
        });
    var second = Files.copy(video, videos.resolve("second.mp4"));
    upload(second);
    var line = page.locator(".upload-line", having("second.mp4"));
    assertThat(line).containsText("0 B of");
    InBrowser.image(page, "recordings-upload");
    var forgotten =
        page.waitForResponse(
            answer -> answer.request().method().equals("DELETE"),
            () -> button("Cancel the upload of second.mp4").click());
    assertThat(forgotten.status()).isEqualTo(204);
    assertThat(line).containsText("nothing of it is kept");
    assertThat(node.get("/api/recordings?label=second.mp4").path("items").size()).isZero();
    button("Close: upload of second.mp4").click();
    assertThat(line).hasCount(0);
  }

  private static boolean isPart(String method) {
    return method.equals("PATCH");
  }

  private void upload(Path file) {
    page.getByLabel("Video file").setInputFiles(file);
    button("Upload").click();
  }

  private void drop(String name, String content) {
    var files =
        page.evaluateHandle(
            """
            ([name, content]) => {
              const files = new DataTransfer();
              files.items.add(new File([content], name, { type: 'video/mp4' }));
              return files;
            }\
            """,
            new String[] {name, content});
    page.dispatchEvent(".upload", "drop", Map.of("dataTransfer", files));
    assertThat(page.locator(".upload > .told")).containsText("Press Upload");
  }

  private void show(String label) {
    row(label).getByRole(AriaRole.LINK).click();
    assertThat(page.locator("#recordings .session-timeline h2")).hasText(label);
  }

  private Locator row(String label) {
    return page.locator("[aria-label='Table of recordings'] tbody tr", having(label));
  }

  private Locator worker() {
    return page.locator("[aria-label='Table of workers'] tbody tr");
  }

  private Locator tasks() {
    return page.locator("[aria-label='Table of tasks'] tbody tr");
  }

  private static Page.LocatorOptions having(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  /** Those that steer workers and uploads are named with what they steer. */
  private Locator button(String name) {
    var isWhole = !name.endsWith(" worker");
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(isWhole));
  }
}
