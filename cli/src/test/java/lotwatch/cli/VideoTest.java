package lotwatch.cli;

import static lotwatch.cli.Shell.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotwatch video} with the real ffmpeg. */
final class VideoTest {
  @TempDir Path folder = Path.of("set by JUnit");

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void testVideoIsMadeAndEncoded() {
    var made =
        type(
            "video",
            "make-test",
            file("in.mp4"),
            "--seconds",
            "2",
            "--width",
            "320",
            "--height",
            "180");
    assertThat(made.exit()).as(made.err()).isZero();

    var encoded =
        type(
            "video",
            "encode",
            file("in.mp4"),
            file("out.mkv"),
            "--width",
            "160",
            "--height",
            "90",
            "--preset",
            "ultrafast",
            "--slots",
            "2");

    assertThat(encoded.exit()).as(encoded.err()).isZero();
    assertThat(encoded.out()).contains("60 frames in 1 pieces");
    assertThat(folder.resolve("out.mkv")).isNotEmptyFile();
    assertThat(folder.resolve(".out.mkv.work")).doesNotExist();
  }

  @Test
  void wishesThatCannotBeAreNamed() throws Exception {
    var source = Files.writeString(folder.resolve("in.mp4"), "no video").toString();

    assertThat(type("video", "encode", source, file("out.txt")).err())
        .contains("must end in .mp4, .mkv, .webm or .mov");
    assertThat(type("video", "encode", source, file("out.mp4"), "--width", "33").err())
        .contains("width 33: an even number");
    assertThat(type("video", "encode", source, file("out.mp4"), "--fps", "fast").err())
        .contains("--fps fast: a number");
    assertThat(type("video", "encode", source, file("out.mp4"), "--crop", "1").err())
        .contains("--crop 1: such as");
    var both = type("video", "encode", source, file("out.mp4"), "--crf", "20", "--bit-rate", "1");
    assertThat(both.exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void fileThatIsNoVideoIsRefused() throws Exception {
    var source = Files.writeString(folder.resolve("in.mp4"), "ffconcat version 1.0").toString();

    var said = type("video", "encode", source, file("out.mp4"));

    assertThat(said.exit()).isEqualTo(Exit.REFUSED);
    assertThat(said.err()).contains("none of those that are accepted");
    assertThat(type("video", "encode", file("gone.mp4"), file("out.mp4")).exit())
        .isEqualTo(Exit.NOT_FOUND);
  }
}
