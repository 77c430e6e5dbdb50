package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotwatch stop}: all that runs on a folder ends, and nothing of it is left. */
class StopTest {
  private static final int NOT_FOUND = 4;

  @TempDir Path temp;

  private Path data = Path.of("set before each");

  @BeforeEach
  void name() {
    data = temp.resolve("data");
  }

  /** What it said, and how it ended. */
  private record Ended(int exit, String said) {}

  private Ended stop(String... flags) throws Exception {
    var words = new ArrayList<>(List.of("stop", "--data", data.toString()));
    words.addAll(List.of(flags));
    var process = new ProcessBuilder(Program.words(words)).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), said);
  }

  @Test
  void nodeEndsInOrderWithItsChildren() throws Exception {
    try (var node = Running.up(data)) {
      node.await(
          "/api/cameras/north", camera -> camera.path("decoder").asString("").equals("running"));
      var children = node.children();
      assertThat(children).isNotEmpty();

      assertThat(stop().exit()).isZero();

      assertThat(node.stop()).isZero();
      for (var child : children) {
        assertThat(child.onExit()).succeedsWithin(Running.PATIENCE);
      }
    }
    var again = stop();
    assertThat(again.exit()).isEqualTo(NOT_FOUND);
    assertThat(again.said()).contains("nothing runs on " + data);
  }

  @Test
  void nodeThatHangsIsKilledAndWhatWasHalfWrittenIsGone() throws Exception {
    try (var node = Running.up(data)) {
      node.await(
          "/api/cameras/north", camera -> camera.path("decoder").asString("").equals("running"));
      var children = node.children();
      Files.writeString(data.resolve("blobs").resolve("tmp").resolve("half"), "half");
      node.pause(true);

      assertThat(stop("--force").exit()).isZero();

      for (var child : children) {
        assertThat(child.onExit()).succeedsWithin(Running.PATIENCE);
      }
      assertThat(data.resolve("blobs").resolve("tmp")).doesNotExist();
    }
    try (var node = Running.up(data)) {
      assertThat(node.get("/api/lots").path("items").size()).isPositive();
      assertThat(node.stop()).isZero();
    }
  }

  /** One by one they would be started again. */
  @Test
  void clusterEndsAsAWhole() throws Exception {
    var process = Running.command(data, "--nodes", "2").start();
    try (var out = process.inputReader(UTF_8)) {
      int up = 0;
      for (var line = out.readLine(); line != null && up < 2; line = out.readLine()) {
        up += line.contains("Lotwatch is at") ? 1 : 0;
      }
      var nodes = process.descendants().toList();
      Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));

      var ended = stop();

      assertThat(ended.exit()).as(ended.said()).isZero();
      assertThat(nodes).noneMatch(ProcessHandle::isAlive);
      assertThat(process.isAlive()).isFalse();
    } finally {
      process.destroyForcibly();
    }
  }
}
