package lotwatch.media.spots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lotwatch.media.Polygon.Point;
import lotwatch.media.camera.RealData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotsFileTest {
  @TempDir Path folder;

  @Test
  void ownFormatIsRead() throws Exception {
    var file =
        parsed(
            """
            {"format": "lotwatch-spots/1", "frameSize": [200, 100], "lot": "north", "spots": [
              {"id": "a1", "polygon": [[0, 0], [100, 0], [100, 50]]},
              {"id": "a2", "lot": "south", "polygon": [[0, 0], [200, 0], [200, 100], [0, 100]]}]}
            """);

    assertThat(file.lot()).contains("north");
    assertThat(file.spots().get(0).lot()).contains("north");
    assertThat(file.spots().get(1).lot()).contains("south");
    assertThat(file.spots().get(0).outline().corners())
        .containsExactly(new Point(0, 0), new Point(0.5, 0), new Point(0.5, 0.5));
  }

  @Test
  void writtenFileIsReadTheSame() throws Exception {
    var file = parsed(oneSpot("[[1, 2], [30.25, 4], [50, 60]]"));
    var path = folder.resolve("spots.json");

    file.write(path);

    assertThat(SpotsFile.read(path)).isEqualTo(file);
    assertThat(folder).isDirectoryNotContaining("glob:**unfinished");
  }

  @ParameterizedTest
  @CsvSource({
    "aerial-crop-video, 14",
    "collingwood-street, 6",
    "pklot-ufpr04, 28",
    "pklot-ufpr05, 40"
  })
  void labelledSetsAreImported(String set, int spots) throws Exception {
    var file = SpotsFile.read(RealData.at("occupancy").resolve(set).resolve("labels.json"));

    assertThat(file.spots()).hasSize(spots);
    assertThat(parsed(file.toJson()).spots()).hasSize(spots);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[[0,0],[10,0]] | polygon has 2 corners; 3 to 16 are allowed",
        "[[0,0],[10,10],[10,0],[0,10]] | polygon crosses itself: sides 1 and 3 meet",
        "[[0,0],[50,0],[50,50],[25,0]] | polygon crosses itself: sides 1 and 3 meet",
        "[[0,0],[10,0],[20,0]] | polygon has no area (under 1 square pixel)",
        "[[0,0],[102,0],[50,50]] | polygon has the corner [102, 0] outside the image of 100 x 80",
        "[[0,0],[1e999,0],[50,50]] | polygon has the corner [Infinity, 0] outside the image",
        "[[0,0],[10,-1.5],[50,50]] | polygon has the corner [10, -1.5] outside the image",
        "[[0,0],[10],[50,50]] | polygon must hold only [x, y] pairs of numbers",
        "[[0,0],[\"1\",2],[50,50]] | polygon must hold only [x, y] pairs of numbers",
        "7 | polygon must be a list of [x, y] corners",
      })
  void badOutlineIsNamed(String polygon, String problem) {
    assertThat(errors(oneSpot(polygon)))
        .singleElement()
        .asString()
        .startsWith("spot \"a\": " + problem);
  }

  @Test
  void seventeenCornersAreTooMany() {
    assertThat(errors(oneSpot(circle(17)))).singleElement().asString().contains("has 17 corners");
    assertThat(errors(oneSpot(circle(16)))).isEmpty();
  }

  @Test
  void cornerThatRoundingPutOutsideIsMovedToTheEdge() throws Exception {
    assertThat(parsed(oneSpot("[[-1,-1],[101,0],[50,50]]")).spots().getFirst().outline().corners())
        .startsWith(new Point(0, 0), new Point(1, 0));
  }

  @Test
  void closedRingIsReadAsOpenOne() throws Exception {
    var corners =
        parsed(oneSpot("[[0,0],[10,0],[10,10],[0,0]]")).spots().getFirst().outline().corners();

    assertThat(corners).hasSize(3);
  }

  @Test
  void allErrorsAreToldAtOnce() {
    var errors =
        errors(
            """
            {"format": "lotwatch-spots/1", "frameSize": [100, 80], "colour": 1, "lot": "a b",
             "spots": [
              {"id": "a", "polygon": [[0, 0], [10, 0], [10, 10]]},
              {"id": "a", "polygon": [[0, 0], [10, 0], [900, 10]]},
              {"id": "", "polygon": [[0, 0], [10, 0], [10, 10]], "shape": 2},
              5]}
            """);

    assertThat(errors)
        .containsExactly(
            "unknown key \"colour\"",
            "lot \"a b\" must be 1 to 64 letters, digits, '.', '_' or '-', a letter or digit first",
            "spot \"a\": id is used twice",
            "spot \"a\": polygon has the corner [900, 10] outside the image of 100 x 80",
            "spots[2]: id \"\" must be 1 to 64 letters, digits, '.', '_' or '-', a letter or digit"
                + " first",
            "spot \"spots[2]\": unknown key \"shape\"",
            "spots[3] must be an object");
  }

  @Test
  void spotsOverTheLimitAreRefused() {
    assertThat(errors(manySpots(SpotsFile.SPOTS_MAX))).isEmpty();
    assertThat(errors(manySpots(SpotsFile.SPOTS_MAX + 1)))
        .containsExactly("spots must be a list of 1 to 500 spots, not 501");
  }

  @Test
  void manyErrorsAreCutShort() {
    assertThat(errors(manySpots(300).replace("[10,0]", "[1000,0]"))).hasSize(101);
  }

  @Test
  void fileOverTheLimitIsRefusedUnread() throws Exception {
    var file = Files.writeString(folder.resolve("big"), " ".repeat(SpotsFile.FILE_BYTES_MAX + 1));

    assertThatThrownBy(() -> SpotsFile.read(file)).hasMessageContaining("larger than 16777216");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "null", "{}", "{\"format\":\"parking-truth/2\"}", "{} {}"})
  void otherDocumentsAreRefused(String json) {
    assertThat(errors(json)).isNotEmpty();
  }

  @Test
  void deepDocumentIsRefused() {
    assertThat(errors("[".repeat(100_000))).singleElement().asString().contains("depth");
  }

  @Test
  void kinkOfAPixelIsTakenOut() throws Exception {
    var kinked = parsed(oneSpot("[[0,0],[50,0],[49,0],[49,50],[0,50]]"));

    assertThat(kinked.spots().getFirst().outline())
        .isEqualTo(parsed(oneSpot("[[0,0],[49,0],[49,50],[0,50]]")).spots().getFirst().outline());
    assertThat(errors(oneSpot("[[0,0],[50,0],[40,0],[40,50],[0,50]]")).toString())
        .contains("crosses itself");
  }

  private static String oneSpot(String polygon) {
    return """
    {"format": "lotwatch-spots/1", "frameSize": [100, 80],
     "spots": [{"id": "a", "polygon": %s}]}\
    """
        .formatted(polygon);
  }

  private static String manySpots(int count) {
    return IntStream.range(0, count)
        .mapToObj("{\"id\":\"s%d\",\"polygon\":[[0,0],[10,0],[10,10]]}"::formatted)
        .collect(
            Collectors.joining(
                ",", "{\"format\":\"lotwatch-spots/1\",\"frameSize\":[100,80],\"spots\":[", "]}"));
  }

  private static String circle(int corners) {
    return IntStream.range(0, corners)
        .mapToDouble(i -> 2 * Math.PI * i / corners)
        .mapToObj(angle -> List.of(50 + 30 * Math.cos(angle), 40 + 30 * Math.sin(angle)).toString())
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static SpotsFile parsed(String json) throws BadSpots {
    return SpotsFile.parse("spots.json", json.getBytes(UTF_8));
  }

  private static List<String> errors(String json) {
    return Optional.ofNullable(catchThrowableOfType(BadSpots.class, () -> parsed(json)))
        .map(BadSpots::errors)
        .orElse(List.of());
  }
}
