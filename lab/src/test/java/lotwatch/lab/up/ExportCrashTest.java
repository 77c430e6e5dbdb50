package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import lotwatch.lab.faults.LoopDisk;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An export has each event exactly once, whatever dies or fills up meanwhile. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ExportCrashTest {
  private static final int EVENTS_A_ROUND = 300;

  /** So few that an export which was away for a moment reads from the disk. */
  private static final int IN_MEMORY = 100;

  /** Enough commands for a snapshot, after which the log before it is cut. */
  private static final int MISSED = 2_500;

  @TempDir Path folder;

  /** What dies in a round. */
  private enum Death {
    EXPORTER,
    LEADER,
    LEADER_AND_EXPORTER,
    FOLLOWER
  }

  private static List<Long> all(long newest) {
    return LongStream.rangeClosed(1, newest).boxed().toList();
  }

  private static long newest(Running node) throws Exception {
    return node.await("/api/consumers", it -> it.has("newest")).path("newest").asLong();
  }

  private static List<Long> awaitUpTo(Path out, long newest) throws Exception {
    return Exporter.await(out, it -> !it.isEmpty() && it.getLast() >= newest);
  }

  @Test
  void killedExporterAndKilledNodesLoseAndDoubleNothing() throws Exception {
    var out = folder.resolve("events.jsonl");
    var said = folder.resolve("said");
    try (var nodes = ThreeNodes.start(folder, IN_MEMORY)) {
      var exporter = Exporter.start(nodes.servers(), out, said);
      var load = nodes.load();
      try {
        for (var death : Death.values()) {
          int before = Exporter.sequences(out).size();
          Exporter.await(out, sequences -> sequences.size() >= before + EVENTS_A_ROUND);
          var leader = nodes.leader();
          System.out.printf("%s dies, the leader is %s%n", death, leader);
          if (death != Death.EXPORTER) {
            nodes.kill(death == Death.FOLLOWER ? ThreeNodes.other(leader) : leader);
          }
          if (death == Death.EXPORTER || death == Death.LEADER_AND_EXPORTER) {
            exporter.kill();
            exporter = Exporter.start(nodes.servers(), out, said);
          }
          nodes.startDead();
        }
        load.interrupt();
        load.join();
        var sequences = awaitUpTo(out, newest(nodes.alive()));

        assertThat(sequences).as(exporter.said()).isEqualTo(all(sequences.getLast()));
      } finally {
        load.interrupt();
        exporter.kill();
      }
    }
  }

  /** The log that it would need is gone by then: it gets a snapshot, and the events with it. */
  @Test
  void nodeThatLostItsDiskServesWhatHappenedBeforeItWasThere() throws Exception {
    var out = folder.resolve("events.jsonl");
    var said = folder.resolve("said");
    try (var nodes = ThreeNodes.start(folder, IN_MEMORY)) {
      var before = Exporter.start(List.of(nodes.get("n3").uri()), out, said);
      Exporter.await(out, sequences -> !sequences.isEmpty());
      before.kill();
      nodes.kill("n3");
      delete(folder.resolve("n3"));
      for (int n = 0; n < MISSED; n++) {
        Cars.count(nodes.servers().get(n % 2), n % 2 == 0 ? 1 : -1);
      }
      nodes.startDead();
      long newest = newest(nodes.get("n3"));
      try (var exporter = Exporter.start(List.of(nodes.get("n3").uri()), out, said)) {
        var sequences = awaitUpTo(out, newest);

        assertThat(sequences).as(exporter.said()).isEqualTo(all(sequences.getLast()));
        assertThat(newest).isGreaterThanOrEqualTo(MISSED);
      }
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
  void fullDiskHoldsTheExportUpAndNothingElse() throws Exception {
    var config = ThreeNodes.config(folder, "alone", IN_MEMORY).toString();
    try (var disk = disk();
        var node = Running.up(folder.resolve("data"), "--config", config)) {
      var out = disk.path().resolve("events.jsonl");
      try (var exporter = Exporter.start(List.of(node.uri()), out, folder.resolve("said"))) {
        Exporter.await(out, sequences -> !sequences.isEmpty());
        var filler = disk.fill(0);
        int counted = 0;
        while (!exporter.said().contains("cannot write")) {
          Cars.count(node.uri(), ++counted % 2 == 0 ? -1 : 1);
        }
        for (int n = 0; n < 500; n++) {
          Cars.count(node.uri(), n % 2 == 0 ? 1 : -1);
        }
        long newest = newest(node);

        Files.delete(filler);

        var sequences = awaitUpTo(out, newest);
        assertThat(sequences).isEqualTo(all(sequences.getLast()));
      }
    }
  }

  private LoopDisk disk() {
    try {
      return LoopDisk.make(folder, 16);
    } catch (IOException e) {
      return Assumptions.abort("skipped: " + e.getMessage());
    }
  }
}
