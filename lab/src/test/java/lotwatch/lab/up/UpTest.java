package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch up} with nothing given: the simulated campus. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class UpTest {
  /** {@code -Dstops=30} tries more of them. */
  private static final int STOPS = Integer.getInteger("stops", 3);

  @TempDir Path folder;

  @Test
  void campusIsSeenKeptAndLeftClean() throws IOException, InterruptedException {
    try (var campus = Running.up(folder)) {
      assertThat(campus.said()).anyMatch(line -> line.contains("north (capacity 28)"));
      campus.await("/api/lots", lots -> most(lots, "unknown") == 0 && most(lots, "free") > 0);
      var image =
          campus.send(HttpRequest.newBuilder(campus.uri().resolve("/api/cameras/north/frame.jpg")));
      assertThat(image.statusCode()).isEqualTo(200);
      assertThat(image.body()).startsWith(0xff, 0xd8);
      assertThat(campus.reserve("north", "CAMPUS1", "first")).isEqualTo(201);
      assertThat(campus.reserve("north", "CAMPUS1", "first")).isEqualTo(201);
      assertThat(campus.reserve("north", "CAMPUS1", "second")).isEqualTo(409);

      campus.kill();
    }

    try (var campus = Running.up(folder)) {
      assertThat(campus.reserve("north", "CAMPUS1", "third")).isEqualTo(409);
      campus.await("/api/lots/north", lot -> lot.path("reserved").asInt() == 1);
      campus.await(
          "/api/cameras/north", camera -> camera.path("decoder").asString("").equals("running"));
      var children = campus.children();
      assertThat(children).isNotEmpty();

      assertThat(campus.stop()).isZero();

      // one that was just killed may still be on its way out; an orphan would stay
      for (var child : children) {
        assertThat(child.onExit()).succeedsWithin(Running.PATIENCE);
      }
    }
  }

  /** Workers look at frames while it stops; the network's memory must not go before they end. */
  @Test
  void eachStopWhileFramesAreLookedAtEndsWithZero() throws Exception {
    for (int stop = 0; stop < STOPS; stop++) {
      try (var campus = Running.up(folder)) {
        campus.await(
            "/api/cameras/north", camera -> camera.path("view").asString("").equals("clear"));

        assertThat(campus.stop()).isZero();
      }
    }
  }

  private static int most(JsonNode lots, String field) {
    int most = 0;
    for (var lot : lots.path("items")) {
      most = Math.max(most, lot.path(field).asInt());
    }
    return most;
  }

  @Test
  void stoppingSeveralNodesIsNoFaultOfAnyOfThem() throws Exception {
    var process = Running.command(folder.resolve("several"), "--nodes", "2").start();
    var said = new ArrayList<String>();
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      int up = 0;
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (line.contains("Lotwatch is at") && ++up == 2) {
          process.toHandle().destroy();
        }
      }
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }

    assertThat(said)
        .anyMatch(line -> line.contains("Lotwatch is at"))
        .noneMatch(line -> line.contains("Stream closed"))
        .noneMatch(line -> line.contains("does not start"));
  }

  @Test
  void secondOneOnTheSameFolderSaysWhoHoldsIt() throws IOException, InterruptedException {
    try (var first = Running.up(folder)) {
      var second = Running.command(folder).start();
      var said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(second.waitFor()).isEqualTo(3);
      assertThat(said).contains("is in use by process").contains(first.uri().toString());
    }
  }
}
