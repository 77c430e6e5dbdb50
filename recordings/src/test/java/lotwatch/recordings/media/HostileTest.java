package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not what their name says. */
class HostileTest {
  @TempDir Path folder;

  private Path secret = Path.of("");

  @BeforeEach
  void somebodyElsesFileIsBeside() throws Exception {
    secret = Kit.clip(folder, "secret.mp4", 1, 25);
  }

  static Stream<String> lists() {
    return Stream.of(
        "ffconcat version 1.0\nfile secret.mp4\n",
        "ffconcat version 1.0\nfile '%s'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://%s\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n",
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period><AdaptationSet>"
            + "<Representation id=\"1\" bandwidth=\"1\"><BaseURL>secret.mp4</BaseURL></Representation>"
            + "</AdaptationSet></Period></MPD>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
        ";FFMETADATA1\ntitle=x\n",
        "no video at all");
  }

  @ParameterizedTest
  @MethodSource("lists")
  void listThatNamesOtherFilesIsRefused(String text) throws Exception {
    var upload = Files.writeString(folder.resolve("upload.mp4"), text.formatted(secret));

    assertRefused(Kit.sandbox(), upload);
    assertRefused(Kit.sandbox().withoutBubblewrap(), upload);
  }

  private void assertRefused(Sandbox sandbox, Path upload) throws Exception {
    var target = folder.resolve("out.mp4");
    assertThatThrownBy(() -> Kit.encode(sandbox, upload, target, Wanted.USUAL, 1))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.kind()).isEqualTo(MediaException.Kind.REFUSED));
    assertThat(target).doesNotExist();
    assertThat(folder.resolve("out.mp4.work")).doesNotExist();
  }

  @Test
  void imageIsNoVideo() throws Exception {
    var image =
        Kit.make(
            folder.resolve("x.png"), "-f", "lavfi", "-i", "color=s=64x64:d=0.04", "-frames:v", "1");
    Files.move(image, folder.resolve("image.mp4"));

    assertRefused(Kit.sandbox(), folder.resolve("image.mp4"));
  }

  @Test
  void childSeesOnlyItsFolderAndWhatItIsGiven() throws Exception {
    assumeTrue(Kit.sandbox().hasBubblewrap(), "no bubblewrap starts on this machine");
    var own = Files.createDirectory(folder.resolve("own"));
    var words = List.of("-v", "error", "-i", "file:" + secret, "-f", "null", "-");

    var blind = Kit.sandbox().run(work(words, own, List.of()), _ -> {});
    var sees = Kit.sandbox().run(work(words, own, List.of(secret)), _ -> {});

    assertThat(blind.complaints()).anySatisfy(line -> assertThat(line).contains("No such file"));
    assertThat(sees.isWell()).isTrue();
  }

  @Test
  void childCannotWriteWhatItReads() throws Exception {
    assumeTrue(Kit.sandbox().hasBubblewrap(), "no bubblewrap starts on this machine");
    var own = Files.createDirectory(folder.resolve("own"));
    var words =
        List.of(
            "-y", "-v", "error", "-f", "lavfi", "-i", "color=d=1", "-f", "mp4", "file:" + secret);

    var ended = Kit.sandbox().run(work(words, own, List.of(secret)), _ -> {});

    assertThat(ended.isWell()).isFalse();
    assertThat(ended.complaints()).anySatisfy(line -> assertThat(line).contains("Read-only"));
  }

  private static Sandbox.Work work(List<String> words, Path folder, List<Path> reads) {
    return new Sandbox.Work(false, words, folder, reads, Limits.STANDARD.encodeMax());
  }
}
