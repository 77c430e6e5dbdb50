package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lotwatch.lab.faults.LoopDisk;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The histories of all nodes have each event exactly once, whatever dies or fills up meanwhile. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HistoryCrashTest {
  private static final int EVENTS_A_ROUND = 150;

  /** So few that a history which was away for a moment reads from the disk. */
  private static final int IN_MEMORY = 100;

  @TempDir Path folder;

  private Path file(String node) {
    return Histories.file(folder.resolve(node));
  }

  private static long newest(Running node) throws Exception {
    return node.await("/api/consumers", it -> it.has("newest")).path("newest").asLong();
  }

  private static void awaitPosition(Path file, long newest) throws InterruptedException {
    long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
    while (Histories.position(file) < newest) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%s has %d of %d events".formatted(file, Histories.position(file), newest));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** All nodes have the same rows, up to the newest event. */
  private void assertAllOnceEverywhere(ThreeNodes nodes) throws Exception {
    long newest = newest(nodes.alive());
    for (var name : ThreeNodes.NAMES) {
      awaitPosition(file(name), newest);
    }
    var rows = Histories.dump(file("n1"));
    assertThat(Histories.dump(file("n2"))).isEqualTo(rows);
    assertThat(Histories.dump(file("n3"))).isEqualTo(rows);
    assertThat(rows).hasSizeGreaterThan(EVENTS_A_ROUND);
    System.out.printf("%d events, %d rows on each node%n", newest, rows.size());
  }

  @Test
  void killedNodesLoseAndDoubleNothing() throws Exception {
    try (var nodes = ThreeNodes.start(folder, IN_MEMORY)) {
      var exported = folder.resolve("events.jsonl");
      try (var exporter = Exporter.start(nodes.servers(), exported, folder.resolve("said"))) {
        var load = nodes.load();
        try {
          for (var victims : List.of("leader", "follower", "leader")) {
            long before = newest(nodes.alive());
            awaitPosition(file(ThreeNodes.NAMES.getFirst()), before + EVENTS_A_ROUND);
            var leader = nodes.leader();
            System.out.printf("the %s dies, the leader is %s%n", victims, leader);
            nodes.kill(victims.equals("leader") ? leader : ThreeNodes.other(leader));
            nodes.startDead();
          }
        } finally {
          load.interrupt();
          load.join();
        }
        assertAllOnceEverywhere(nodes);
        long newest = newest(nodes.alive());
        var sequences = Exporter.await(exported, it -> !it.isEmpty() && it.getLast() >= newest);
        assertThat(sequences).as(exporter.said()).hasSize((int) newest);
        assertThat(tallied(exported))
            .isEqualTo(
                Histories.dump(file("n1")).stream()
                    .filter(row -> row.startsWith("occupancy|"))
                    .count());
      }
    }
  }

  private static long tallied(Path exported) throws IOException {
    try (var lines = Files.lines(exported)) {
      return lines.filter(line -> line.contains("\"tally\":")).count();
    }
  }

  @Test
  void nodeThatLostItsDiskCopiesTheHistoryOfAnother() throws Exception {
    try (var nodes = ThreeNodes.start(folder, IN_MEMORY)) {
      for (int n = 0; n < 2_500; n++) {
        Cars.count(nodes.servers().get(n % 3), n % 2 == 0 ? 1 : -1);
      }
      long before = newest(nodes.alive());
      for (var name : ThreeNodes.NAMES) {
        awaitPosition(file(name), before);
      }
      nodes.kill("n3");
      delete(folder.resolve("n3"));
      for (int n = 0; n < 200; n++) {
        Cars.count(nodes.servers().get(n % 2), n % 2 == 0 ? 1 : -1);
      }

      nodes.startDead();

      assertAllOnceEverywhere(nodes);
      assertThat(nodes.get("n3").metric("lotwatch_history_gaps")).isZero();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void fullDiskHoldsTheHistoryUpAndNothingElse() throws Exception {
    var config = ThreeNodes.config(folder, "alone", IN_MEMORY).toString();
    try (var disk = disk()) {
      var data = Files.createDirectories(folder.resolve("data"));
      Files.createSymbolicLink(data.resolve("history"), disk.path());
      try (var node = Running.up(data, "--config", config)) {
        awaitPosition(Histories.file(data), 1);
        var filler = disk.fill(0);
        while (node.metric("lotwatch_history_failing") == 0) {
          see(node);
        }
        assertThat(node.get("/readyz").path("reasons").toString())
            .contains("the history is not written since");
        for (int n = 0; n < 300; n++) {
          Cars.count(node.uri(), n % 2 == 0 ? 1 : -1);
        }
        long newest = newest(node);
        assertThat(node.metric("lotwatch_history_behind")).isPositive();

        Files.delete(filler);

        awaitPosition(Histories.file(data), newest);
        var sequences =
            Histories.dump(Histories.file(data)).stream()
                .filter(row -> row.startsWith("occupancy|"))
                .toList();
        assertThat(sequences).doesNotHaveDuplicates().hasSizeGreaterThan(300);
        node.await("/readyz", it -> it.path("status").asString("").equals("ready"));
      }
    }
  }

  /** Many rows at once. */
  private static void see(Running node) throws Exception {
    var batch = new StringBuilder();
    long now = System.currentTimeMillis() / 1_000;
    for (int i = 0; i < 500; i++) {
      batch
          .append(i == 0 ? "" : ",")
          .append(
              "{\"plate\": \"B-%d-%d\", \"location\": \"deck\", \"status\": \"PARKED\", \"time\": %d}"
                  .formatted(System.nanoTime() % 1_000_000, i, now));
    }
    node.send(
        HttpRequest.newBuilder(node.uri().resolve("/api/sightings"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"sightings\": [%s]}".formatted(batch))));
  }

  private LoopDisk disk() {
    try {
      return LoopDisk.make(folder, 16);
    } catch (IOException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }
}
