package lotwatch.lab.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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

/** A finished video as HLS in a real browser: what is shown is what the time says. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class HlsBrowserTest {
  private static final int SECONDS = 12;
  private static final int RATE = 25;
  private static final int SEEKS = 10;
  private static final Pattern TRACK = Pattern.compile("stream,(video|audio),(\\d+)");

  /**
   * When a frame is surely shown, in frames: in Matroska the sound begins at zero, and the video
   * after the delay of its encoder, half a frame.
   */
  private static final double SHOWN = 0.75;

  /** The clock of Matroska and the delay of sound move all times by that, and packets end later. */
  private static final double SECONDS_OFF_MAX = 0.1;

  private static final String CONFIG =
      """
      sim: {cameras: false}
      lots: [{id: deck, capacity: 10}]
      recordings: {slots: 1, piece: 4}
      """;

  /** The number of the frame that is shown, by the boxes along its upper edge. */
  private static final String FRAME =
      """
      ([bits]) => {
        const video = document.querySelector('video');
        const canvas = document.createElement('canvas');
        canvas.width = video.videoWidth;
        canvas.height = video.videoHeight;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(video, 0, 0);
        let number = 0;
        for (let bit = 0; bit < bits; bit += 1) {
          const x = Math.floor(((bit + 0.5) * canvas.width) / bits);
          const [red] = context.getImageData(x, Math.floor(canvas.height / 24), 1, 1).data;
          number += red > 127 ? 2 ** bit : 0;
        }
        return number;
      }\
      """;

  /** The same of the thumbnail that is shown, between bars at its sides. */
  private static final String THUMBNAIL =
      """
      async ([bits]) => {
        const style = getComputedStyle(document.querySelector('.seek-thumbnail'));
        const image = new Image();
        image.src = style.backgroundImage.slice(5, -2);
        await image.decode();
        const [left, top] = style.backgroundPosition.split(' ').map((part) => -parseFloat(part));
        const [width, height] = [parseFloat(style.width), parseFloat(style.height)];
        const canvas = document.createElement('canvas');
        canvas.width = width;
        canvas.height = height;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.drawImage(image, left, top, width, height, 0, 0, width, height);
        const inner = (height * 4) / 3;
        let number = 0;
        for (let bit = 0; bit < bits; bit += 1) {
          const x = Math.floor((width - inner) / 2 + ((bit + 0.5) * inner) / bits);
          const [red] = context.getImageData(x, Math.floor(height / 24), 1, 1).data;
          number += red > 127 ? 2 ** bit : 0;
        }
        return number;
      }\
      """;

  /**
   * Puts all parts that a list of DASH names into a video, and says of which time each track is.
   */
  private static final String DASH =
      """
      async (address) => {
        const list = new DOMParser().parseFromString(await (await fetch(address)).text(), 'application/xml');
        const source = new MediaSource();
        const video = document.createElement('video');
        video.src = URL.createObjectURL(source);
        await new Promise((done) => { source.onsourceopen = done; });
        const tracks = [...list.querySelectorAll('Representation')].map((track) => {
          const type = track.closest('AdaptationSet').getAttribute('mimeType');
          const parts = [...track.querySelectorAll('Initialization')].map((part) => part.getAttribute('range'));
          parts.push(...[...track.querySelectorAll('SegmentURL')].map((part) => part.getAttribute('mediaRange')));
          const file = new URL(track.querySelector('BaseURL').textContent, address);
          return { file, parts, buffer: source.addSourceBuffer(`${type}; codecs="${track.getAttribute('codecs')}"`) };
        });
        for (const { file, parts, buffer } of tracks) {
          for (const part of parts) {
            const answer = await fetch(file, { headers: { Range: `bytes=${part}` } });
            buffer.appendBuffer(await answer.arrayBuffer());
            await new Promise((done, fail) => Object.assign(buffer, { onupdateend: done, onerror: fail }));
          }
        }
        source.endOfStream();
        return tracks.map(({ buffer: { buffered } }) =>
          [...Array(buffered.length).keys()].flatMap((i) => [buffered.start(i), buffered.end(i)]));
      }\
      """;

  private static final String SEEK =
      """
      (time) => new Promise((done) => {
        const video = document.querySelector('video');
        video.onseeked = () => video.requestVideoFrameCallback ? requestAnimationFrame(() => requestAnimationFrame(done)) : done();
        video.currentTime = time;
      })\
      """;

  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  @TempDir Path folder = Path.of("set by JUnit");
  private Running node;

  @BeforeEach
  void open() throws Exception {
    var config = Files.writeString(folder.resolve("lotwatch.yml"), CONFIG);
    node = Running.up(folder.resolve("data"), "--config", config.toString());
  }

  @AfterEach
  void shut() {
    node.close();
  }

  @Test
  void mkvPlaysToItsEndAndShowsTheFrameOfEachTime() throws Exception {
    var sandbox = Sandbox.find(Ffmpeg.find(null, Ffmpeg.defaultCache()), Limits.STANDARD);
    var video = folder.resolve("gate.mp4");
    new TestVideo(SECONDS, 320, 240, new Ratio(RATE, 1)).make(sandbox, video);
    upload(video);
    var page = BROWSER.open(node.uri().resolve("/#recordings"));
    var row = page.locator("[aria-label='Table of recordings'] tbody tr");
    assertThat(row).containsText("Completed");
    row.getByText("gate.mp4").click();

    page.waitForFunction("() => document.querySelector('video')?.readyState > 1");
    assertThat(page.locator("video").getAttribute("src")).startsWith("blob:"); // by the library
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int i = 0; i < SEEKS; i++) {
      int frame = random.nextInt(SECONDS * RATE);
      page.evaluate(SEEK, (frame + SHOWN) / RATE);
      assertThat(shown(page)).isEqualTo(frame);
    }

    assertSeekBarShowsTheFrameOfEachTime(page);
    var folder = folderOf(page);
    assertDashPlays(page, folder);
    var byHls = packets(folder.resolve("index.m3u8"));
    var byDash = packets(folder.resolve("manifest.mpd"));
    assertThat(byHls).hasSize(2).containsEntry("video", SECONDS * RATE);
    assertThat(byDash).hasSize(2).containsEntry("video", SECONDS * RATE);
    int sound = byHls.getOrDefault("audio", 0);
    // by DASH ffmpeg ends with the track that ends first: what is heard after the last frame
    assertThat(byDash.getOrDefault("audio", 0)).isBetween(sound - 3, sound);
    page.evaluate(SEEK, 0);
    page.evaluate("() => document.querySelector('video').play()");
    page.waitForFunction("() => document.querySelector('video').ended");
    assertThat(shown(page)).isEqualTo(SECONDS * RATE - 1);
    assertThat(BROWSER.complaints()).isEmpty();
    Accessibility.check(page, "recording-hls");
  }

  /** Each track is one whole range of time, in what a browser makes of the parts. */
  private static void assertDashPlays(Page page, URI folder) {
    var tracks = (List<?>) page.evaluate(DASH, folder.resolve("manifest.mpd").toString());
    assertThat(tracks).hasSize(2);
    for (var track : tracks) {
      var times = (List<?>) track;
      assertThat(times).hasSize(2);
      assertThat(((Number) times.get(0)).doubleValue()).isBetween(0.0, SECONDS_OFF_MAX);
      assertThat(((Number) times.get(1)).doubleValue()).isCloseTo(SECONDS, within(SECONDS_OFF_MAX));
    }
  }

  /** What ffmpeg finds by a list: the packets of each track. */
  private static Map<String, Integer> packets(URI list) throws Exception {
    var words =
        List.of(
            "-v", "error", "-count_packets", "-show_entries", "stream=codec_type,nb_read_packets");
    var all = new ArrayList<>(words);
    all.addAll(List.of("-of", "csv", list.toString()));
    var ffprobe = Ffmpeg.find(null, Ffmpeg.defaultCache()).probeCommand(all);
    var process = ffprobe.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var found = new TreeMap<String, Integer>();
    var lines = TRACK.matcher(said); // each stands there for its program too
    while (lines.find()) {
      found.put(lines.group(1), Integer.valueOf(lines.group(2)));
    }
    return found;
  }

  private static void assertSeekBarShowsTheFrameOfEachTime(Page page) {
    var bar = page.getByLabel("Time in the video");
    var thumbnail = page.locator(".seek-thumbnail");
    bar.hover(); // in its middle: they are made when somebody points
    page.waitForCondition(() -> {
      bar.dispatchEvent("pointermove", Map.of("clientX", middle(bar)));
      return thumbnail.isVisible();
    });
    assertThat(page.locator(".seek-preview")).hasText("0:06");
    for (int second : new int[] {SECONDS / 2, 0, SECONDS - 1}) {
      point(page, bar, (second + 0.5) / SECONDS);
      assertThumbnailIsOf(page, second);
    }
    InBrowser.image(page, "recording-seek");
    page.mouse().move(0, 0);
    assertThat(thumbnail).isHidden();

    point(page, bar, 0.5);
    page.mouse().down();
    page.mouse().up();
    page.waitForFunction("() => !document.querySelector('video').seeking");
    assertThat(shown(page)).isBetween(SECONDS * RATE / 2 - 2, SECONDS * RATE / 2 + 2);
    page.mouse().move(0, 0);
    page.evaluate(SEEK, 1.5);
    bar.press("ArrowRight");
    assertThat(bar).hasAttribute("aria-valuetext", "0:06 of 0:12");
    assertThat(thumbnail).isVisible(); // for the keyboard too
    assertThumbnailIsOf(page, 6);
    page.keyboard().press("Escape");
    assertThat(thumbnail).isHidden();
    bar.press("Home");
    assertThat(bar).hasAttribute("aria-valuetext", "0:00 of 0:12");
    assertThumbnailIsOf(page, 0);
  }

  private URI folderOf(Page page) {
    var id = page.url().replaceFirst(".*[?]id=", "");
    return node.uri().resolve("/api/recordings/" + id + "/hls/");
  }

  private static double middle(Locator bar) {
    var box = bar.boundingBox();
    return box.x + box.width / 2;
  }

  /** Points at a share of the time; the bar's knob is 16 pixels wide. */
  private static void point(Page page, Locator bar, double share) {
    var box = bar.boundingBox();
    page.mouse().move(box.x + 8 + share * (box.width - 16), box.y + box.height / 2);
  }

  private static int shown(Page page) {
    return ((Number) page.evaluate(FRAME, new Object[] {TestVideo.BITS})).intValue();
  }

  /** The frame of a second's middle, or the one before: sound that starts earlier moves it. */
  private static void assertThumbnailIsOf(Page page, int second) {
    int middle = second * RATE + RATE / 2;
    var frame = (Number) page.evaluate(THUMBNAIL, new Object[] {TestVideo.BITS});
    assertThat(frame.intValue()).as("second %d", second).isBetween(middle - 1, middle);
  }

  private void upload(Path video) throws Exception {
    var to = node.uri().resolve("/api/recordings?label=gate.mp4&container=mkv");
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(to)
                  .header("Content-Type", "video/mp4")
                  .POST(BodyPublishers.ofFile(video))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
  }
}
