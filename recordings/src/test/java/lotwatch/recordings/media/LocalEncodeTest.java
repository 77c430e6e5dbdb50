package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole work on made files: odd ones, wishes, and what a stopped run leaves. */
class LocalEncodeTest {
  private static final Wanted FAST = Wanted.USUAL.encoded(new Quality.Usual(), Preset.ULTRAFAST, 0);

  @TempDir Path folder;

  private Path target() {
    return folder.resolve("out.mp4");
  }

  private LocalEncode.Outcome encode(Path source, Wanted wanted) throws Exception {
    return Kit.encode(Kit.sandbox(), source, target(), wanted, 1);
  }

  private void assertRefused(Path source, String reason) throws Exception {
    assertThatThrownBy(() -> encode(source, FAST))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> {
              assertThat(e).hasMessageContaining(reason);
              assertThat(e.kind()).isEqualTo(MediaException.Kind.REFUSED);
            });
    assertThat(target()).doesNotExist();
  }

  private static Path cut(Path file, String name) throws Exception {
    var bytes = Files.readAllBytes(file);
    return Files.write(file.resolveSibling(name), Arrays.copyOf(bytes, bytes.length * 6 / 10));
  }

  @Test
  void oneFrameIsOneFrame() throws Exception {
    var source =
        Kit.make(
            folder.resolve("one.mp4"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=64x64:r=25:d=1",
            "-frames:v",
            "1",
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p");

    encode(source, FAST);

    assertThat(Shown.of(target()).frameMicros()).hasSize(1);
  }

  @Test
  void oddSizesBecomeEven() throws Exception {
    var source =
        Kit.make(
            folder.resolve("odd.mkv"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=163x91:r=25:d=1",
            "-c:v",
            "libvpx-vp9",
            "-cpu-used",
            "8",
            "-deadline",
            "realtime");

    var outcome = encode(source, FAST);

    assertThat(outcome.plan().recipe().width()).isEqualTo(162);
    assertThat(outcome.plan().recipe().height()).isEqualTo(90);
    assertThat(Shown.of(target()).frameMicros()).hasSize(25);
  }

  @Test
  void soundAloneIsRefused() throws Exception {
    assertRefused(
        Kit.make(folder.resolve("tone.mp4"), "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac"),
        "it holds no video, only sound (aac)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "mkv", "flv", "avi"})
  void fileThatIsCutOffIsRefused(String ending) throws Exception {
    var whole = Kit.clip(folder, "whole.mp4", 6, 25);
    var other =
        Kit.make(
            folder.resolve("other." + ending),
            "-i",
            whole.toString(),
            "-c:v",
            ending.equals("avi") ? "mpeg4" : "copy",
            "-c:a",
            ending.equals("avi") ? "mp2" : "copy",
            "-f",
            ending.equals("mkv") ? "matroska" : ending);

    assertRefused(cut(other, "short." + ending), "it is cut off");
  }

  @Test
  void fileWhoseIndexComesFirstIsRefusedWhenCutOff() throws Exception {
    var whole = Kit.clip(folder, "whole.mp4", 6, 25);
    var indexed =
        Kit.make(
            folder.resolve("indexed.mp4"),
            "-i",
            whole.toString(),
            "-c",
            "copy",
            "-movflags",
            "+faststart");

    assertRefused(cut(indexed, "short.mp4"), "it is cut off: its end is missing");
  }

  @Test
  void emptyFileIsRefused() throws Exception {
    assertRefused(Files.createFile(folder.resolve("empty.mp4")), "it is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "30", "60", "24000/1001"})
  void askedRateGivesItsCount(String rate) throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 3, 25);
    var asked = Ratio.parse(rate).orElseThrow();

    var outcome = encode(source, FAST.at(Optional.of(asked)));

    var frames = Shown.of(target()).frameMicros();
    assertThat(outcome.pieces()).hasSize(3);
    assertThat(frames).hasSize((int) Math.ceil(3 * asked.value() - 1e-9));
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i) - frames.getFirst())
          .isBetween(asked.inverse().micros(i) - 2, asked.inverse().micros(i) + 2);
    }
  }

  @Test
  void askedRateShowsTheSameFramesInPiecesAsInOne() throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 4, 25);
    var wanted = FAST.at(Ratio.parse("30")).encoded(new Quality.Constant(10), Preset.FAST, 0);
    encode(source, wanted);
    var whole = folder.resolve("whole.mp4");

    var outcome = Kit.encode(Kit.sandbox(), source, whole, wanted, 100);

    assertThat(outcome.pieces()).hasSize(1);
    assertThat(worstLikeness(target(), whole)).isGreaterThan(38);
  }

  @Test
  void deinterlacedPiecesAreLikeOne() throws Exception {
    var source =
        Kit.make(
            folder.resolve("fields.ts"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:r=50:d=4",
            "-vf",
            "interlace=lowpass=0",
            "-c:v",
            "mpeg2video",
            "-flags",
            "+ilme+ildct",
            "-q:v",
            "3",
            "-g",
            "25");
    var wanted =
        FAST.shaped(Optional.empty(), 0, true).encoded(new Quality.Constant(10), Preset.FAST, 0);
    encode(source, wanted);
    var whole = folder.resolve("whole.mp4");

    var outcome = Kit.encode(Kit.sandbox(), source, whole, wanted, 100);

    assertThat(outcome.plan().probed().video().isInterlaced()).isTrue();
    assertThat(Shown.of(target()).frameMicros()).hasSize(100);
    assertThat(worstLikeness(target(), whole)).isGreaterThan(38);
  }

  /** The peak signal-to-noise ratio of the two frames that are least alike. */
  private double worstLikeness(Path one, Path other) throws Exception {
    var log = folder.resolve("psnr.log");
    Kit.said(
        Kit.ffmpeg()
            .command(
                List.of(
                    "-nostdin",
                    "-v",
                    "fatal",
                    "-i",
                    one.toString(),
                    "-i",
                    other.toString(),
                    "-lavfi",
                    "psnr=stats_file=" + log,
                    "-f",
                    "null",
                    "-")));
    return Files.readAllLines(log).stream()
        .map(line -> line.replaceAll(".*psnr_avg:(\\S+).*", "$1"))
        .mapToDouble(word -> word.equals("inf") ? 100 : Double.parseDouble(word))
        .min()
        .orElseThrow();
  }

  @Test
  void cropComesFirstThenTheTurnThenTheSize() throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 1, 25);

    var outcome =
        encode(
            source,
            FAST.shaped(Optional.of(new Crop(160, 80, 20, 10)), 90, false)
                .sized(Optional.of(40), Optional.empty()));

    assertThat(outcome.plan().recipe().width()).isEqualTo(40);
    assertThat(outcome.plan().recipe().height()).isEqualTo(80);
  }

  @Test
  void cropBeyondTheFrameIsRefused() throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 1, 25);

    assertThatThrownBy(
            () -> encode(source, FAST.shaped(Optional.of(new Crop(160, 80, 161, 0)), 0, false)))
        .hasMessageContaining("frames are 320 x 180");
  }

  @Test
  void everyTrackOfSoundAndSubtitlesIsKept() throws Exception {
    var words =
        Files.writeString(folder.resolve("s.srt"), "1\n00:00:00,500 --> 00:00:01,500\nhello\n\n");
    var source =
        Kit.make(
            folder.resolve("many.mkv"),
            "-i",
            Kit.clip(folder, "clip.mp4", 3, 25).toString(),
            "-f",
            "lavfi",
            "-i",
            "sine=f=880:d=3",
            "-i",
            words.toString(),
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-map",
            "1:a",
            "-map",
            "2:s",
            "-c",
            "copy",
            "-c:a:1",
            "ac3",
            "-c:s",
            "srt",
            "-metadata:s:a:0",
            "language=deu",
            "-metadata:s:a:1",
            "language=fra");

    for (var container : List.of(Container.MP4, Container.MKV, Container.MOV)) {
      encode(source, FAST.in(container));

      var held = new Probe(Kit.sandbox()).probe(target(), folder).tracks();
      assertThat(held)
          .extracting(Track::kind)
          .containsExactly(Track.Kind.AUDIO, Track.Kind.AUDIO, Track.Kind.SUBTITLE);
      assertThat(held)
          .extracting(Track::language)
          .startsWith(container == Container.MOV ? "ger" : "deu", "fra");
    }
  }

  @Test
  void copyKeepsThePackets() throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 3, 25);

    var outcome = encode(source, Wanted.USUAL.by(Codec.COPY).in(Container.MKV));

    assertThat(outcome.pieces()).isEmpty();
    assertThat(Shown.of(target()).frameMicros()).hasSize(75);
  }

  @Test
  void turnAndColoursAreKept() throws Exception {
    var source = Kit.data("media/portrait_4k60.mp4");

    for (var container : List.of(Container.MP4, Container.MKV)) {
      var outcome = encode(source, FAST.in(container).sized(Optional.of(320), Optional.of(180)));

      var held = new Probe(Kit.sandbox()).probe(target(), folder).video();
      assertThat(held.turn()).isEqualTo(new Turn(-90, false));
      assertThat(held.colour()).isEqualTo(outcome.plan().probed().video().colour());
    }
  }

  @Test
  void sameThreadsGiveTheSamePieces() throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 3, 25);

    var first = encode(source, FAST);
    var second = Kit.encode(Kit.sandbox().withoutBubblewrap(), source, target(), FAST, 1);

    assertThat(second.pieces()).isEqualTo(first.pieces()).hasSize(3);
  }

  @Test
  void stoppedRunGoesOnWhereItWas() throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 3, 25);
    var work = folder.resolve("work");
    var steps = new Steps(Kit.sandbox());
    Files.createDirectory(work);
    var first = encode(source, FAST);
    var cutAt = new AtomicLong();
    var stopped = new LocalEncode(Kit.sandbox(), 1, Duration.ofSeconds(1));
    assertThatThrownBy(() ->
            stopped.run(
                source,
                target(),
                work,
                FAST,
                (step, done, _) -> {
                  if (step == Progress.Step.ENCODE && done > 50) {
                    cutAt.set(done);
                    throw new IllegalStateException("stopped here");
                  }
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(cutAt.get()).isPositive();
    var kept = LocalEncode.encoded(work, 0);
    var before = Files.getLastModifiedTime(kept);
    steps.check(first.plan(), first.plan().windows().getFirst(), kept);
    var again = new LocalEncode(Kit.sandbox(), 1, Duration.ofSeconds(1));

    var seen = new java.util.ArrayList<Object>();
    var outcome =
        again.run(
            source,
            target(),
            work,
            FAST,
            (step, done, _) -> {
              if (step == Progress.Step.ENCODE && seen.isEmpty()) {
                seen.add(Files.exists(kept) ? modified(kept) : "gone");
              }
            });

    assertThat(seen).containsExactly(before);
    assertThat(outcome.pieces()).isEqualTo(first.pieces());
    assertThat(work).doesNotExist();
  }

  private static Object modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
