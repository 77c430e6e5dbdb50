package lotwatch.recordings.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every file of the shared test data: all of its frames come out, or a true reason. */
class RealFilesTest {
  /** Those of which no video comes, and a word of the reason that they are refused with. */
  private static final Map<String, String> REFUSED =
      new TreeMap<>(
          Map.of(
              "invalid-bitstream.webm", "not one frame of it decodes",
              "sample_opus_fragmented.mp4", "only sound (opus)",
              "sample_ac3.ts", "only sound (ac3)",
              "sample_eac3.mp4", "only sound (eac3)",
              "full_blocks.mkv", "only subtitles (subrip)"));

  /** What x264 makes of this has the very samples that it was given. */
  private static final Quality LOSSLESS = new Quality.Constant(0);

  @TempDir Path folder;

  record Item(String file, int frames) {
    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Item> items() throws Exception {
    var truth = Kit.dataFolder().resolve("media/media.json");
    if (!Files.exists(truth)) {
      return Stream.of(new Item("media.json", 0)); // skipped, and says why
    }
    return JsonMapper.shared()
        .readTree(Files.readString(truth))
        .path("items")
        .valueStream()
        .map(RealFilesTest::item);
  }

  private static Item item(JsonNode node) {
    return new Item(node.path("file").asString(), node.path("decodedVideoFrames").asInt());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("items")
  void everyFrameComesOutOrTheReasonIsSaid(Item item) throws Exception {
    var source = Kit.data("media/" + item.file());
    var target = folder.resolve("out.mp4");
    var wanted =
        Wanted.USUAL
            .encoded(LOSSLESS, Preset.ULTRAFAST, 2)
            .sized(Optional.empty(), Optional.of(120));
    try {
      var outcome = Kit.encode(Kit.sandbox(), source, target, wanted, 0.5);

      assertThat(outcome.pieces().stream().mapToInt(EncodedPiece::frames).sum())
          .isEqualTo(item.frames());
      var recipe = outcome.plan().recipe();
      var shape =
          "scale=%d:%d:flags=bicubic+accurate_rnd+bitexact,format=yuv420p"
              .formatted(recipe.width(), recipe.height());
      var index = outcome.plan().probed().video().index();
      assertThat(hashes(target, "0:v", "null"))
          .hasSize(item.frames())
          .isEqualTo(hashes(source, "0:" + index, shape));
      System.out.printf(
          "%s: %d pieces, %d heads%n",
          item,
          outcome.pieces().size(),
          outcome.pieces().stream().map(EncodedPiece::head).distinct().count());
    } catch (MediaException e) {
      System.out.println(item + ": " + e.getMessage());
      assertThat(REFUSED).containsKey(item.file());
      assertThat(e).hasMessageContaining(REFUSED.get(item.file()));
      assertThat(e.kind()).isEqualTo(MediaException.Kind.REFUSED);
    }
    try (var left = Files.list(folder)) {
      assertThat(left.map(file -> String.valueOf(file.getFileName())).toList())
          .isSubsetOf(List.of("out.mp4"));
    }
  }

  /** Of each frame, decoded in one pass. */
  private static List<String> hashes(Path file, String stream, String filter) throws Exception {
    return Kit.said(
            Kit.ffmpeg()
                .command(
                    List.of(
                        "-nostdin",
                        "-v",
                        "fatal",
                        "-noautorotate",
                        "-threads",
                        "1",
                        "-flags",
                        "+bitexact",
                        "-i",
                        file.toString(),
                        "-map",
                        stream,
                        "-vf",
                        filter,
                        "-fps_mode",
                        "passthrough",
                        "-f",
                        "framemd5",
                        "-")))
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }
}
