package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import lotwatch.recordings.media.MediaException.Kind;
import lotwatch.recordings.play.PlayLists;
import lotwatch.wire.recordings.Playback.File;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The lists of HLS and DASH name the same parts, whose times and codecs are those of the video. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PlayListsTest {
  private static final Pattern SEGMENT =
      Pattern.compile("#EXTINF:([\\d.]+),\n#EXT-X-BYTERANGE:(\\d+)@(\\d+)\n");
  private static final Pattern HEADER = Pattern.compile("#EXT-X-MAP:.*BYTERANGE=\"(\\d+)@0\"");
  private static final Pattern CODECS = Pattern.compile("codecs=\"([^\"]*)\"");

  /** Play lists of HLS round times to microseconds, and Matroska to milliseconds. */
  private static final double SECONDS_OFF_MAX = 0.000_002;

  private static final double MATROSKA_OFF_MAX = 0.001_1;

  private static final double FRAME_SECONDS = 0.034;

  /** The clock of Matroska rounds to milliseconds, and moves all by the delay of the sound. */
  private static final double DELAY_MAX = 0.03;

  @TempDir Path folder;
  private double secondsOffMax = SECONDS_OFF_MAX;
  private Path made;
  private Steps steps;

  @BeforeEach
  void open() throws Exception {
    made = Files.createDirectory(folder.resolve("made"));
    steps = new Steps(Kit.sandbox());
  }

  /** A part of a file: where it is, and for how long it is shown. */
  private record Part(long from, long to, double start, double seconds) {}

  @ParameterizedTest
  @CsvSource({
    "clip.mp4, libx264, aac",
    "clip.mkv, libx264, libmp3lame",
    "clip.mp4, libx264, ac3",
    "clip.mkv, libx264, eac3",
    "clip.mkv, libx265, aac",
    "clip.webm, libvpx-vp9, libopus",
    "clip.mkv, libsvtav1, flac"
  })
  void bothListsNameTheSamePartsAndWhatDecodesThem(String name, String video, String sound)
      throws Exception {
    var clip = clip(name, video, sound);

    secondsOffMax = name.endsWith("mp4") ? SECONDS_OFF_MAX : MATROSKA_OFF_MAX;

    assertThat(make(clip)).hasSize(6);

    var manifest = manifest();
    assertThat(manifest.getDocumentElement().getAttribute("type")).isEqualTo("static");
    assertSame(manifest, "video", File.VIDEO, File.VIDEO_PLAYLIST);
    assertSame(manifest, "audio", File.SOUND, File.SOUND_PLAYLIST);
    var dash = folder.resolve("reference.mpd"); // ffmpeg names codecs on its own
    Kit.make(dash, "-i", clip + "", "-c", "copy", "-strict", "experimental", "-f", "dash");
    var codecs =
        codecs(Files.readString(dash)).stream()
            .map(it -> it.replace("mp4a.69", "mp4a.6B")) // MPEG-1's, which is what is in the file
            .map(it -> it.replaceFirst("hev1$", "hvc1.1.6.L60.90")) // Main, level 2, progressive
            .toList();
    assertThat(codecs).hasSize(2);
    assertThat(codecs(Files.readString(made.resolve("manifest.mpd")))).isEqualTo(codecs);
    assertThat(Files.readString(made.resolve("index.m3u8")))
        .contains(
            "CODECS=\"" + String.join(",", codecs) + "\",RESOLUTION=320x180,AUDIO=\"sound\"\n");
  }

  private Set<File> make(Path video) throws Exception {
    return PlayLists.write(made, steps.fragments(video, made));
  }

  private Path clip(String name, String video, String sound) throws Exception {
    var words =
        new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=30000/1001:d=9"));
    words.addAll(List.of("-f", "lavfi", "-i", "sine=f=440:r=48000:d=9", "-strict", "experimental"));
    words.addAll(List.of("-c:v", video, "-pix_fmt", "yuv420p", "-g", "60", "-c:a", sound));
    if (video.equals("libvpx-vp9")) {
      words.addAll(List.of("-deadline", "realtime", "-cpu-used", "8"));
    } else {
      words.addAll(List.of("-preset", video.equals("libsvtav1") ? "12" : "ultrafast"));
    }
    if (video.equals("libx265")) {
      words.addAll(List.of("-tag:v", "hvc1", "-x265-params", "log-level=error:open-gop=0"));
    }
    if (video.equals("libx264")) {
      words.addAll(List.of("-bf", "2"));
    }
    return Kit.make(folder.resolve(name), words.toArray(String[]::new));
  }

  private static List<String> codecs(String manifest) {
    return CODECS.matcher(manifest).results().map(it -> it.group(1)).toList();
  }

  private Document manifest() throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(made.resolve("manifest.mpd").toFile());
  }

  private void assertSame(Document manifest, String kind, File file, File playlist)
      throws Exception {
    var representation = representation(manifest, kind);
    assertThat(text(representation, "BaseURL")).isEqualTo(file.fileName());
    var dash = parts(representation);
    var list = Files.readString(made.resolve(playlist.fileName()));
    var hls = SEGMENT.matcher(list).results().toList();

    assertThat(dash).hasSizeGreaterThanOrEqualTo(2).hasSameSizeAs(hls);
    double next = dash.getFirst().start;
    assertThat(next).isBetween(0.0, DELAY_MAX);
    for (int i = 0; i < dash.size(); i++) {
      boolean isLast = i == dash.size() - 1; // how long its last frame is may be told in two ways
      assertSame(dash.get(i), hls.get(i), next, isLast ? FRAME_SECONDS : secondsOffMax);
      next = dash.get(i).start + dash.get(i).seconds;
    }
    var header = HEADER.matcher(list);
    assertThat(header.find()).isTrue();
    assertThat(element(representation, "Initialization").getAttribute("range"))
        .isEqualTo("0-" + (Long.parseLong(header.group(1)) - 1));
    assertThat(dash.getFirst().from).isEqualTo(Long.parseLong(header.group(1)));
    assertThat(dash.getLast().to).isEqualTo(Files.size(made.resolve(file.fileName())) - 1);
  }

  private void assertSame(Part dash, MatchResult hls, double start, double lengthOffMax) {
    assertThat(dash.from).isEqualTo(Long.parseLong(hls.group(3)));
    assertThat(dash.to - dash.from + 1).isEqualTo(Long.parseLong(hls.group(2)));
    assertThat(dash.start).isCloseTo(start, within(secondsOffMax));
    assertThat(dash.seconds).isCloseTo(Double.parseDouble(hls.group(1)), within(lengthOffMax));
  }

  private static Element representation(Document manifest, String kind) {
    var sets = manifest.getElementsByTagName("AdaptationSet");
    return IntStream.range(0, sets.getLength())
        .mapToObj(i -> (Element) sets.item(i))
        .filter(it -> it.getAttribute("mimeType").equals(kind + "/mp4"))
        .map(it -> element(it, "Representation"))
        .findFirst()
        .orElseThrow();
  }

  private static Element element(Element parent, String name) {
    var found = parent.getElementsByTagName(name);
    assertThat(found.getLength()).as(name).isOne();
    return (Element) found.item(0);
  }

  private static String text(Element parent, String name) {
    return element(parent, name).getTextContent();
  }

  private static List<Part> parts(Element representation) {
    var list = element(representation, "SegmentList");
    double perSecond = Long.parseLong(list.getAttribute("timescale"));
    var lines = list.getElementsByTagName("S");
    var addresses = list.getElementsByTagName("SegmentURL");
    var parts = new ArrayList<Part>();
    for (int i = 0; i < lines.getLength(); i++) {
      var line = (Element) lines.item(i);
      long start = Long.parseLong(line.getAttribute("t"));
      long ticks = Long.parseLong(line.getAttribute("d"));
      int more = line.hasAttribute("r") ? Integer.parseInt(line.getAttribute("r")) : 0;
      for (int k = 0; k <= more; k++) {
        var range =
            ((Element) addresses.item(parts.size())).getAttribute("mediaRange").split("-", 2);
        parts.add(
            new Part(
                Long.parseLong(range[0]),
                Long.parseLong(range[1]),
                (start + k * ticks) / perSecond,
                ticks / perSecond));
      }
    }
    assertThat(parts).hasSize(addresses.getLength());
    return parts;
  }

  @Test
  void tracksBeginWhenTheyDoInTheVideo() throws Exception {
    var clip = Kit.clip(folder, "clip.mp4", 9, 50);
    var late = folder.resolve("late.mp4");
    Kit.make(
        late,
        "-itsoffset",
        "0.5",
        "-i",
        clip + "",
        "-i",
        clip + "",
        "-map",
        "0:v",
        "-map",
        "1:a",
        "-c",
        "copy");

    make(late);

    var video = parts(representation(manifest(), "video")).getFirst();
    var sound = parts(representation(manifest(), "audio")).getFirst();
    assertThat(video.start - sound.start).isCloseTo(0.5, within(SECONDS_OFF_MAX));
    assertThat(sound.start).isZero();
    assertThat(firstTime(made.resolve("video.mp4"))).isCloseTo(0.5, within(SECONDS_OFF_MAX));
  }

  private static double firstTime(Path file) throws Exception {
    var words =
        List.of("-v", "error", "-show_entries", "stream=start_time", "-of", "csv=p=0", file + "");
    return Double.parseDouble(Kit.said(Kit.ffmpeg().probeCommand(words)).strip());
  }

  @ParameterizedTest
  @EnumSource(names = {"H264", "H265"})
  void segmentsOfWhatWeEncodeBeginWithItsKeyframes(Codec codec) throws Exception {
    var clip = Kit.clip(folder, "clip.mp4", 13, 50);
    var encoded = folder.resolve("encoded.mp4");
    var wanted = Wanted.USUAL.by(codec).encoded(new Quality.Usual(), Preset.ULTRAFAST, 2);
    Kit.encode(Kit.sandbox(), clip, encoded, wanted, 8);
    var probed = steps.probe(encoded, folder);
    var base = probed.video().timeBase();
    var keys = probed.frames().keyTicks().mapToObj(base::micros).toList();

    make(encoded);

    var parts = parts(representation(manifest(), "video"));
    assertThat(parts).hasSizeGreaterThan(2);
    assertThat(keys).containsAll(parts.stream().map(it -> Math.round(it.start * 1e6)).toList());
  }

  @Test
  void soundThatFragmentsDoNotHoldIsEncoded() throws Exception {
    var clip = Kit.clip(folder, "clip.mp4", 5, 50);
    var plain = folder.resolve("plain.mov");
    Kit.make(plain, "-i", clip + "", "-c:v", "copy", "-c:a", "pcm_s16le");

    make(plain);

    assertThat(codecs(Files.readString(made.resolve("manifest.mpd"))))
        .element(1)
        .isEqualTo("mp4a.40.2");
    assertThat(parts(representation(manifest(), "audio")).getFirst().start).isZero();
  }

  @Test
  void videoThatFragmentsDoNotHoldIsRefused() throws Exception {
    var clip = folder.resolve("clip.mkv");
    Kit.make(clip, "-f", "lavfi", "-i", "testsrc2=s=64x64:d=1", "-c:v", "mpeg4");

    assertThatThrownBy(() -> steps.fragments(clip, made))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessageContaining("mpeg4");
  }
}
