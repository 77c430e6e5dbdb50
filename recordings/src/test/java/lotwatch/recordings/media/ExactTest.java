package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes out of pieces is what one pass over the whole file gives: the same frames at the same
 * times, as good, with the same sound. {@code -Dlotwatch.exact=all} takes every file of the shared
 * test data instead of a few.
 */
class ExactTest {

  /** From there on nobody sees a difference, in decibels. */
  private static final double LIKE = 50;

  /** What one frame may be worse, in decibels. */
  private static final double WORST_MAX = 1;

  /**
   * A fault that is known, and no more than it: since pieces have the same bytes on any processor
   * (the scaler's exact rounding), one frame of this file is 1.48 dB worse.
   */
  private static final Map<String, Double> KNOWN = Map.of("media/bbb_2500ms.ts", 1.5);

  @TempDir Path folder;

  record Case(String name, Container container, Codec codec) {
    @Override
    public String toString() {
      return name + " to " + container + " " + codec;
    }
  }

  static Stream<Case> cases() throws Exception {
    if ("all".equals(System.getProperty("lotwatch.exact"))) {
      return RealFilesTest.items()
          .filter(item -> item.frames() > 1)
          .map(item -> new Case("media/" + item.file(), Container.MP4, Codec.H264));
    }
    return Stream.of(
        new Case("video/campus-lot-1080x810-aac.mp4", Container.MP4, Codec.H264),
        new Case(
            "media/sample_with_increasing_timestamps_320w_240h.mp4", Container.MP4, Codec.H264),
        new Case("media/video_desks.3gp", Container.MKV, Codec.H264),
        new Case("media/bbb_2500ms.ts", Container.MOV, Codec.H264),
        new Case("open-gop.mp4", Container.MP4, Codec.H265),
        new Case("media/roadtrip-vp92-10bit.webm", Container.WEBM, Codec.VP9),
        new Case("open-gop.mp4", Container.WEBM, Codec.AV1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void piecesGiveWhatOnePassGives(Case what) throws Exception {
    var source = what.name().startsWith("open") ? openGop() : Kit.data(what.name());
    var wanted =
        Wanted.USUAL
            .in(what.container())
            .by(what.codec())
            .sized(Optional.of(320), Optional.of(180))
            .encoded(new Quality.Usual(), Preset.VERYFAST, what.codec() == Codec.AV1 ? 2 : 0);
    var ours = folder.resolve("ours." + what.container().format());

    var outcome =
        Kit.encode(Kit.sandbox(), source, ours, wanted, what.name().startsWith("video") ? 2 : 0.8);

    var onePass = onePass(outcome.plan(), source);
    var there = Shown.of(source);
    var here = Shown.of(ours);
    var other = Shown.of(onePass);
    System.out.println(what + ": " + outcome.pieces().size() + " pieces");
    assertThat(steps(here)).hasSize(there.frameMicros().size());
    var clock = what.container().isExact() ? 2L : 1_001L;
    for (int i = 0; i < steps(here).size(); i++) {
      assertThat(steps(here).get(i)).isCloseTo(steps(there).get(i), within(clock));
    }
    assertThat(here.samples()).isEqualTo(other.samples());
    if (here.samples() > 0) {
      assertThat(here.soundAfterVideo()).isCloseTo(other.soundAfterVideo(), within(5_000L));
      assertThat(here.soundMicros() - here.frameMicros().getFirst())
          .isCloseTo(other.soundMicros() - other.frameMicros().getFirst(), within(5_000L));
    }
    assertSameQuality(what, source, ours, onePass);
  }

  private static List<Long> steps(Shown shown) {
    return shown.frameMicros().stream().map(at -> at - shown.frameMicros().getFirst()).toList();
  }

  /** Frames that refer over keyframes, which come at odd times. */
  private Path openGop() throws Exception {
    return Kit.make(
        folder.resolve("open-gop.mp4"),
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:r=30000/1001:d=4",
        "-f",
        "lavfi",
        "-i",
        "sine=f=440:r=44100:d=4",
        "-c:v",
        "libx264",
        "-preset",
        "fast",
        "-x264-params",
        "open-gop=1:keyint=23:min-keyint=5:bframes=3",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac");
  }

  /** The whole file in one pass of ffmpeg. */
  private Path onePass(Plan plan, Path source) throws Exception {
    var words =
        new ArrayList<>(
            List.of("-nostdin", "-v", "fatal", "-y", "-noautorotate", "-threads", "1", "-i"));
    words.addAll(List.of(source.toString(), "-map", "0:" + plan.probed().video().index()));
    var recipe = plan.recipe();
    words.addAll(
        List.of(
            "-vf",
            "scale=320:180:flags=bicubic+accurate_rnd+bitexact,format="
                + recipe.wanted().codec().pixelFormat(recipe.video().isDeep())));
    words.addAll(
        List.of("-fps_mode", "passthrough", "-enc_time_base:v", recipe.clock().toString()));
    words.addAll(
        recipe
            .wanted()
            .codec()
            .encoder(
                recipe.wanted().quality(), recipe.wanted().preset(), 1, Part.whole(recipe.rate())));
    for (var track : plan.probed().tracks()) {
      words.addAll(List.of("-map", "0:" + track.index()));
      words.addAll(
          recipe.wanted().container().copies(track, plan.probed().container())
              ? List.of("-c:a", "copy")
              : recipe.wanted().container().encoder(track, 0));
    }
    var file = folder.resolve("one-pass");
    words.addAll(List.of("-f", recipe.wanted().container().format(), file.toString()));
    Kit.said(Kit.ffmpeg().command(words));
    return file;
  }

  /** Each frame as near to the source's as that of one pass, or nearer. */
  private void assertSameQuality(Case what, Path source, Path ours, Path onePass) throws Exception {
    var our = decibels(source, ours);
    var their = decibels(source, onePass);
    assertThat(our).hasSameSizeAs(their).isNotEmpty();
    var worst = 100.0;
    var sum = 0.0;
    for (int i = 0; i < our.size(); i++) {
      var less = Math.min(our.get(i), LIKE) - Math.min(their.get(i), LIKE);
      worst = Math.min(worst, less);
      sum += less;
    }
    System.out.printf("%s: %.2f dB on average, %.2f dB at worst%n", what, sum / our.size(), worst);
    // the other encoders choose their better frames anew in each piece
    assertThat(sum / our.size()).as("decibels on average beyond one pass").isGreaterThan(-0.6);
    if (what.codec() == Codec.H264) {
      assertThat(worst)
          .as("decibels of the worst frame beyond one pass")
          .isGreaterThan(-KNOWN.getOrDefault(what.name(), WORST_MAX));
    }
  }

  /** The peak signal-to-noise ratio of each frame against the source's, scaled. */
  private List<Double> decibels(Path source, Path file) throws Exception {
    var log = folder.resolve("psnr.log");
    Kit.said(
        Kit.ffmpeg()
            .command(
                List.of(
                    "-nostdin",
                    "-v",
                    "fatal",
                    "-noautorotate",
                    "-i",
                    file.toString(),
                    "-noautorotate",
                    "-i",
                    source.toString(),
                    "-lavfi",
                    "[0:v]setpts=N/25/TB,format=yuv420p[a];[1:v]scale=320:180:flags=bicubic+accurate_rnd+bitexact,format=yuv420p,setpts=N/25/TB[b];"
                        + "[a][b]psnr=stats_file="
                        + log,
                    "-f",
                    "null",
                    "-")));
    return Files.readAllLines(log).stream()
        .map(line -> line.replaceAll(".*psnr_avg:(\\S+).*", "$1"))
        .map(word -> word.equals("inf") ? 100.0 : Double.parseDouble(word))
        .toList();
  }
}
