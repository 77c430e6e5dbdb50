package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guests are given, and what is believed of what they made, with the words of theirs. */
class GuestStepsTest {
  @TempDir Path folder;
  private Steps steps;

  @BeforeEach
  void open() throws Exception {
    steps = new Steps(Kit.sandbox());
  }

  private Plan plan(Path source, Wanted wanted) throws Exception {
    var probed = steps.probe(source, Files.createTempDirectory(folder, "probe"));
    return steps.plan(probed, wanted, Duration.ofSeconds(2));
  }

  private static Wanted small() {
    return Wanted.USUAL.sized(Optional.of(160), Optional.of(90));
  }

  private Path cut(Plan plan, Path source, int number) throws Exception {
    var piece = folder.resolve("piece-%d.nut".formatted(number));
    steps.cut(plan, plan.windows().get(number), source, piece);
    return piece;
  }

  /** As its program does. */
  private Path encode(Path shard, String filters) throws Exception {
    return Kit.make(
        Files.createTempDirectory(folder, "guest").resolve("made.mkv"),
        "-i",
        shard.toString(),
        "-filter_complex",
        "[0]" + filters + "[s0]",
        "-map",
        "[s0]",
        "-acodec",
        "copy",
        "-preset",
        "fast",
        "-vcodec",
        "libx264");
  }

  private Path clip(String rate, int keys) throws Exception {
    return Kit.make(
        folder.resolve("clip.mp4"),
        "-f",
        "lavfi",
        "-i",
        "testsrc2=s=320x180:d=8:r=" + rate,
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-g",
        "" + keys,
        "-pix_fmt",
        "yuv420p");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "30000/1001", "24000/1001"})
  void piecesOfGuestsAndOursAreOneVideo(String rate) throws Exception {
    var source = clip(rate, 48);
    var plan = plan(source, small());
    assertThat(GuestSteps.unfit(plan.recipe())).isEmpty();
    assertThat(plan.windows()).hasSizeGreaterThan(2);
    var pieces = new ArrayList<Path>();
    for (var window : plan.windows()) {
      var piece = cut(plan, source, window.number());
      assertThat(steps.guests().unfit(plan, window, piece)).isEmpty();
      var encoded = folder.resolve("encoded-%d.nut".formatted(window.number()));
      if (window.number() % 2 == 0) {
        steps.encode(plan, window, 1, piece, encoded, _ -> {});
      } else {
        var shard = folder.resolve("shard.nut");
        steps.guests().lend(window, piece, shard);
        var made = encode(shard, "scale=h=90:w=160");
        assertThat(steps.guests().adopt(plan, window, shard, made, encoded).frames())
            .isEqualTo(window.frames());
      }
      pieces.add(encoded);
    }

    var result = folder.resolve("result.mp4");
    steps.join(plan, pieces, source, result); // compares the times of all frames

    var words = List.of("-v", "error", "-i", result.toString(), "-f", "null", "-");
    assertThat(Kit.said(Kit.ffmpeg().command(words).redirectErrorStream(true))).isEmpty();
    var decoded = steps.decoded(result, folder, steps.probe(result, folder));
    assertThat(decoded.frames().count()).isEqualTo(Math.toIntExact(plan.frames()));
  }

  @Test
  void whatIsNotWhatWasAskedForIsRejected() throws Exception {
    var source = clip("25", 50);
    var plan = plan(source, small());
    var window = plan.windows().get(1);
    var piece = cut(plan, source, 1);
    var shard = folder.resolve("shard.nut");
    steps.guests().lend(window, piece, shard);
    var last = window.frames() - 1;

    assertRejected(
        plan,
        window,
        shard,
        encode(shard, "trim=end_frame=%d,scale=160:90".formatted(last)),
        "frames");
    assertRejected(plan, window, shard, encode(shard, "scale=160:92"), "160 x 92");
    assertRejected(
        plan, window, shard, encode(shard, "hflip,negate,scale=160:90"), "something else");
    assertRejected(plan, window, shard, encode(shard, "reverse,scale=160:90"), "something else");
    assertRejected(
        plan, window, shard, encode(shard, "setpts=2*PTS,scale=160:90"), "shows frame 1");
    var garbage = Files.write(folder.resolve("garbage.mkv"), new byte[100_000]);
    assertRejected(plan, window, shard, garbage, "cannot be read");
    var list =
        Files.writeString(folder.resolve("list.mkv"), "ffconcat version 1.0\nfile shard.nut\n");
    assertRejected(plan, window, shard, list, "cannot be read");
  }

  private void assertRejected(Plan plan, Window window, Path shard, Path made, String why) {
    var encoded = folder.resolve("rejected.nut");
    assertThatThrownBy(() -> steps.guests().adopt(plan, window, shard, made, encoded))
        .isInstanceOfSatisfying(
            MediaException.class,
            e -> assertThat(e.kind()).isEqualTo(MediaException.Kind.WRONG_RESULT))
        .hasMessageContaining(why);
    assertThat(encoded).doesNotExist();
  }

  @Test
  void openGroupsAndRecipesOfOursAreNotForGuests() throws Exception {
    var source =
        Kit.make(
            folder.resolve("open.mp4"),
            "-f",
            "lavfi",
            "-i",
            "testsrc2=s=320x180:d=8:r=25",
            "-c:v",
            "libx264",
            "-x264-params",
            "open-gop=1:keyint=50:min-keyint=50:scenecut=0:bframes=3:b-adapt=0",
            "-pix_fmt",
            "yuv420p");
    var plan = plan(source, small());
    assertThat(steps.guests().unfit(plan, plan.windows().get(1), cut(plan, source, 1)))
        .isEqualTo("a piece cannot be cut to exactly its frames");

    assertThat(unfit(source, small().by(Codec.H265))).contains("H.264");
    assertThat(unfit(source, small().shaped(Optional.empty(), 90, false))).contains("only scale");
    assertThat(unfit(source, small().at(Ratio.parse("10")))).contains("only scale");
  }

  private String unfit(Path source, Wanted wanted) throws Exception {
    return GuestSteps.unfit(plan(source, wanted).recipe());
  }
}
