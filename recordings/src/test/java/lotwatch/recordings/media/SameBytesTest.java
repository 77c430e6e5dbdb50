package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same piece, encoded anywhere by the same ffmpeg, has the same bytes: workers are compared by
 * that, and who makes others is called a liar.
 */
class SameBytesTest {
  /** On so many threads their order differs from run to run, also on few cores. */
  private static final int[] THREADS = {1, 2};

  private static final int RUNS = 3;

  /** What libvpx calls a processor with MMX, SSE and SSE2. */
  private static final int VPX_SSE2 = 7;

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    var codecs = Stream.of(Codec.H264, Codec.H265, Codec.VP9, Codec.AV1).toList();
    var qualities = List.of(new Quality.Usual(), new Quality.BitRate(300_000));
    return codecs.stream()
        .flatMap(codec -> qualities.stream().map(quality -> Arguments.of(codec, quality)));
  }

  /** A pattern with grain: no two frames are alike, so that every choice of an encoder counts. */
  private Path grain() throws Exception {
    return Kit.make(
        folder.resolve("grain.mp4"),
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=426x240:r=25:d=4,noise=alls=20:allf=t:all_seed=7",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "50",
        "-pix_fmt",
        "yuv420p");
  }

  private record Encoded(Plan plan, Window window, Path piece) {}

  private Encoded cut(Steps steps, Path source, Wanted wanted) throws Exception {
    var probed = steps.probe(source, Files.createTempDirectory(folder, "probe"));
    var plan = steps.plan(probed, wanted, Duration.ofSeconds(2));
    var window = plan.windows().getLast();
    var piece = Files.createTempDirectory(folder, "cut").resolve("piece.nut");
    steps.cut(plan, window, source, piece);
    return new Encoded(plan, window, piece);
  }

  private static Wanted wanted(Codec codec, Quality quality, Preset preset) {
    var usual = Wanted.USUAL;
    return new Wanted(
        codec == Codec.VP9 || codec == Codec.AV1 ? Container.WEBM : Container.MP4,
        codec,
        Optional.of(320),
        Optional.of(180),
        usual.rate(),
        usual.crop(),
        usual.rotate(),
        usual.deinterlace(),
        quality,
        preset,
        usual.keySeconds());
  }

  private String encode(Steps steps, Encoded of, int threads) throws Exception {
    var made = Files.createTempDirectory(folder, "encode").resolve("made.nut");
    var piece = Files.copy(of.piece, made.resolveSibling("piece.nut"));
    return steps.encode(of.plan, of.window, threads, piece, made, _ -> {}).sha256();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void samePieceHasTheSameBytesWhoeverEncodesItAndWhateverElseRuns(Codec codec, Quality quality)
      throws Exception {
    var steps = new Steps(Kit.sandbox());
    var source = grain();
    var piece = cut(steps, source, wanted(codec, quality, Preset.VERYFAST));
    for (int threads : THREADS) {
      var runs = new ArrayList<Callable<String>>();
      for (int run = 0; run < RUNS; run++) {
        runs.add(() -> encode(steps, piece, threads));
      }
      var hashes = new HashSet<String>();
      try (var together = Executors.newFixedThreadPool(RUNS)) {
        for (var each : together.invokeAll(runs)) {
          hashes.add(each.get());
        }
      }
      assertThat(hashes).as("%s, %d threads", codec, threads).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void processorThatCanLessMakesTheSameBytes(Codec codec, Quality quality) throws Exception {
    var steps = new Steps(Kit.sandbox());
    var source = grain();
    if (codec == Codec.H264) { // and a decoder that is another one where the processor can more
      source =
          Kit.make(
              folder.resolve("grain.avi"), "-i", source.toString(), "-c:v", "mpeg4", "-g", "50");
    }
    var piece = cut(steps, source, wanted(codec, quality, Preset.VERYFAST));

    assertThat(onOldProcessor(piece, codec)).isEqualTo(encode(steps, piece, 1));
  }

  /** Encodes it as on a processor that knows SSE2 (AV1: SSE4.1), and nothing newer. */
  private String onOldProcessor(Encoded of, Codec codec) throws Exception {
    var made = Files.createTempDirectory(folder, "old").resolve("made.nut");
    var words =
        new ArrayList<>(
            Encode.arguments(
                of.plan.recipe(),
                of.window,
                of.plan.probed().isSeekVague(),
                of.plan.isLast(of.window),
                1,
                of.piece,
                made,
                Limits.STANDARD));
    words.addAll(0, List.of("-cpuflags", "sse2"));
    switch (codec) {
      case H264 -> append(words, "-x264-params", ":asm=sse2");
      case H265 -> append(words, "-x265-params", ":asm=sse2");
      case AV1 -> append(words, "-svtav1-params", ":asm=sse4_1");
      case VP9, COPY -> {}
    }
    var process = Kit.ffmpeg().command(words).inheritIO();
    process.environment().put("VPX_SIMD_CAPS", Integer.toString(VPX_SSE2));
    assertThat(process.start().waitFor()).isZero();
    return PieceCheck.sha256(made);
  }

  private static void append(List<String> words, String before, String more) {
    int at = words.indexOf(before) + 1;
    assertThat(at).isPositive();
    words.set(at, words.get(at) + more);
  }

  @Test
  void anotherNumberOfThreadsIsAnotherEncoder() throws Exception {
    var steps = new Steps(Kit.sandbox());
    assertThat(steps.encoder(1)).isNotEqualTo(steps.encoder(2)).contains(Kit.ffmpeg().version());
    var piece = cut(steps, grain(), wanted(Codec.H264, new Quality.Usual(), Preset.MEDIUM));

    assertThat(encode(steps, piece, 1)).isNotEqualTo(encode(steps, piece, 2));
  }

  @Test
  void pieceThatIsCutAgainHasTheSameBytes() throws Exception {
    var steps = new Steps(Kit.sandbox());
    var source = grain();
    var wanted = wanted(Codec.H264, new Quality.Usual(), Preset.VERYFAST);

    var hashes = new HashSet<String>();
    for (int run = 0; run < RUNS; run++) {
      hashes.add(PieceCheck.sha256(cut(steps, source, wanted).piece));
    }
    assertThat(hashes).hasSize(1);
  }
}
