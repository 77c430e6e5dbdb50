package lotwatch.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lotwatch.gateway.stream.kafka.StreamSettings.Clock;
import lotwatch.gateway.stream.kafka.StreamSettings.Engine;
import lotwatch.sessions.Places;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamFileTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private Config read(String name, String text) throws Exception {
    return ConfigFile.read(Files.writeString(temp.resolve(name), text), Map.of());
  }

  @Test
  void fileOfTheStreamNamesBrokersPlacesAndPrices() throws Exception {
    var config =
        read(
            "config.json",
            """
            {"kafka_servers": "10.0.0.7:9092", "num_cameras": 3, "duration_minutes": 5,
             "kafka_topic": "cars", "output_topic_sessions": "stays", "block_price": 500, "block_seconds": 60}
            """);

    var kafka = config.stream().kafka().orElseThrow();
    assertThat(kafka.servers()).isEqualTo("10.0.0.7:9092");
    assertThat(kafka.input()).isEqualTo("cars");
    assertThat(kafka.output()).isEqualTo("stays");
    var sessions = config.campus().sessions();
    assertThat(sessions.places()).isEqualTo(Places.systemC().all());
    assertThat(sessions.tariffs().at("main", 0).cost(61)).isEqualTo(1_000);
  }

  @Test
  void itsOtherSpellingIsTheSame() throws Exception {
    var one = "{\"kafka_servers\": \"h:1\", \"kafka_topic\": \"cars\"}";
    var other = "{\"producer_kafka_servers\": \"h:1\", \"producer_kafka_topic\": \"cars\"}";

    assertThat(read("a.json", other)).isEqualTo(read("b.json", one));
  }

  @Test
  void fileOfTheFinderIsStillOneOfTheFinder() throws Exception {
    var config = read("c.json", "{\"server\": {\"rpc_port\": 7001}}");

    assertThat(config.stream().kafka()).isEmpty();
    assertThat(config.servers().finder().ports().rpc()).hasValue(7001);
  }

  @Test
  void unknownKeyOfTheStreamsFileIsRefused() {
    assertThatThrownBy(() -> read("d.json", "{\"kafka_servers\": \"h:1\", \"kafka_topik\": \"x\"}"))
        .hasMessageContaining("kafka_topik is not a key; did you mean kafka_topic?");
  }

  @Test
  void withoutABrokerThereIsNoKafka() throws Exception {
    var stream = read("e.yml", "sessions: {kafka: {input: cars}}").stream();

    assertThat(stream.kafka()).isEmpty();
    assertThat(stream.engine()).isEqualTo(Engine.EMBEDDED);
    assertThat(stream.clock()).isEqualTo(Clock.LIVE);
  }

  @Test
  void allThatIsWrongWithTopicsIsSaid() {
    assertThatThrownBy(() ->
            read(
                "f.yml",
                "sessions: {engine: spark, kafka: {input: 'a b', output: %s}}"
                    .formatted("x".repeat(55))))
        .hasMessageContaining("sessions.engine is spark, which needs a broker")
        .hasMessageContaining("sessions.kafka.input is no topic here")
        .hasMessageContaining("sessions.kafka.output is no topic here");
    assertThatThrownBy(() -> read("g.yml", "sessions: {kafka: {servers: here, ticks: raw-data}}"))
        .hasMessageContaining("sessions.kafka.servers is HOST:PORT")
        .hasMessageContaining("names one topic twice");
  }
}
