package lotwatch.lab.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import lotwatch.lab.bench.servers.KafkaServer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lotwatch produce} as a process, and what it leaves in a topic. */
class ProduceTest {
  /** A value of system C, byte for byte: its fields in its order, as Python writes them. */
  private static final Pattern VALUE =
      Pattern.compile(
          "\\{\"timestamp\": \"\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\", \"timestamp_unix\": \\d{10}, \"license_plate\": \"(\\d\\d[A-Z]-\\d{5})\", \"location\": \"([A-F](?:10|[1-9]))\", \"status_code\": \"(ENTERING|PARKED|MOVING|EXITING)\"}");

  @TempDir Path temp = Path.of("set by JUnit");

  @Test
  void recordsAreThoseOfSystemCAndCanBeReplayed() throws Exception {
    try (var kafka = KafkaServer.start(temp.resolve("kafka"), 2)) {
      var config = temp.resolve("config.json");
      Files.writeString(
          config,
          """
          {"kafka_servers": "%s", "num_cameras": 3, "producer_duration_minutes": 0.05,
           "kafka_topic": "cars", "output_topic_sessions": "stays", "block_price": 10000, "block_seconds": 600}
          """
              .formatted(kafka.address()));
      var recorded = temp.resolve("recorded.jsonl");
      produce(
          "--config",
          "" + config,
          "--events-per-second",
          "60",
          "--partitions",
          "5",
          "--record",
          "" + recorded);
      var lines = Files.readAllLines(recorded);
      var topics = new Topics(kafka.address());

      var sent = topics.await("cars", lines.size(), _ -> true);

      assertThat(sent).hasSizeGreaterThan(50);
      assertThat(sent.stream().map(ProduceTest::value)).containsExactlyInAnyOrderElementsOf(lines);
      assertThat(sent.stream().map(ConsumerRecord::partition).distinct().count()).isBetween(2L, 5L);
      var there = new HashSet<String>();
      for (var record : sent) {
        var value = VALUE.matcher(value(record));
        assertThat(value.matches()).as(value(record)).isTrue();
        assertThat(new String(record.key(), UTF_8)).isEqualTo(value.group(1));
        var car = value.group(1) + " at " + value.group(2);
        if (value.group(3).equals("EXITING")) {
          there.remove(car);
        } else {
          there.add(car);
        }
      }
      assertThat(there).isEmpty();

      produce("--servers", kafka.address(), "--topic", "again", "--replay", "" + recorded);
      assertThat(topics.await("again", lines.size(), _ -> true).stream().map(ProduceTest::value))
          .containsExactlyInAnyOrderElementsOf(lines);
    }
  }

  private static String value(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }

  private void produce(String... flags) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("produce"));
    words.addAll(List.of(flags));
    var said = temp.resolve("said");
    var process =
        new ProcessBuilder(Program.words(words))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    process.getOutputStream().close();

    assertThat(process.waitFor()).as(Files.readString(said)).isZero();
  }
}
