package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PieceCheckTest {
  private static final Wanted FAST = Wanted.USUAL.encoded(new Quality.Usual(), Preset.ULTRAFAST, 0);

  @TempDir Path folder;

  @Test
  void pieceOfSomebodyElseIsFoundOut() throws Exception {
    var source = Kit.clip(folder, "clip.mp4", 3, 25);
    var steps = new Steps(Kit.sandbox());
    var plan = steps.plan(steps.probe(source, folder), FAST, Duration.ofSeconds(1));
    var window = plan.windows().get(1);
    var piece = folder.resolve("piece.nut");
    var encoded = folder.resolve("encoded.nut");
    steps.cut(plan, window, source, piece);
    steps.encode(plan, window, 1, piece, encoded, _ -> {});

    assertThat(steps.check(plan, window, encoded).frames()).isEqualTo(25);
    var lies =
        List.of(
            Kit.make(
                folder.resolve("less.nut"),
                "-i",
                encoded.toString(),
                "-c",
                "copy",
                "-frames:v",
                "24"),
            Kit.make(folder.resolve("small.nut"), "-i", encoded.toString(), "-vf", "scale=318:180"),
            Kit.make(folder.resolve("other.nut"), "-i", encoded.toString(), "-c:v", "mpeg4"),
            Kit.make(
                folder.resolve("late.nut"),
                "-i",
                encoded.toString(),
                "-c",
                "copy",
                "-bsf:v",
                "setts=pts=PTS*2:dts=DTS*2"),
            damaged(encoded),
            Files.writeString(
                folder.resolve("list.nut"), "ffconcat version 1.0\nfile encoded.nut\n"));
    assertThat(IntStream.range(0, lies.size()))
        .allSatisfy(i ->
            assertThatThrownBy(() -> steps.check(plan, window, lies.get(i)))
                .as(lies.get(i).toString())
                .isInstanceOfSatisfying(
                    MediaException.class,
                    e -> assertThat(e.kind()).isEqualTo(MediaException.Kind.WRONG_RESULT)));
  }

  private Path damaged(Path encoded) throws Exception {
    var bytes = Files.readAllBytes(encoded);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 400, (byte) 0);
    return Files.write(folder.resolve("damaged.nut"), bytes);
  }
}
