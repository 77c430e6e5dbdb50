package lotwatch.lab.up;

import java.nio.file.Files;
import java.nio.file.Path;
import lotwatch.lab.bench.servers.KafkaServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that make sessions of what a topic holds, while they and the broker are killed. */
class KafkaSessionsTest {
  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void sessionsAreThoseOfTheMachineThoughNodeAndBrokerDie() throws Exception {
    var recording = KafkaRecording.of(Long.getLong("seed", 5), 20_000);
    var data = temp.resolve("node");
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), KafkaRecording.PARTITIONS)) {
      var config =
          Files.writeString(
                  temp.resolve("node.yml"),
                  "sim: {cameras: false}\n" + KafkaRecording.config(kafka.address()))
              .toString();
      var topics = new Topics(kafka.address());
      var node = Running.up(data, "--config", config);
      try {
        topics.write(recording.part(0, 25));
        node.await("/api/status", status -> status.path("closed_sessions_total").asInt() > 50);
        node.kill();
        topics.write(recording.part(25, 50));
        node = Running.up(data, "--config", config);
        topics.write(recording.part(50, 75));
        kafka.kill();
        node.await("/readyz", ready -> ready.path("status").asString("").equals("degraded"));
        kafka.restart();
        topics.write(recording.part(75, 100));

        recording.checkAll(node);
      } finally {
        node.close();
      }
    }
  }

  @Test
  void eachRecordCountsOnceThoughTheLeaderDies() throws Exception {
    var recording = KafkaRecording.of(Long.getLong("seed", 8), 10_000);
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), KafkaRecording.PARTITIONS);
        var nodes = ThreeNodes.start(temp, 5_000, KafkaRecording.config(kafka.address()))) {
      var topics = new Topics(kafka.address());
      topics.write(recording.part(0, 40));
      nodes
          .alive()
          .await("/api/status", status -> status.path("closed_sessions_total").asInt() > 20);
      topics.write(recording.part(40, 70));
      nodes.kill(nodes.leader());
      topics.write(recording.part(70, 100));
      nodes.startDead();

      recording.checkAll(nodes.alive());
    }
  }
}
