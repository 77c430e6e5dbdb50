package lotwatch.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code config.json} of the campus smart parking finder. */
final class FinderFileTest {
  private static final String WHOLE =
      """
      {
      \t"server": {
          "host": "127.0.0.2", "text_protocol_port": 6000, "rpc_port": 6001,
          "sensor_port": 6002, "pubsub_port": 6003, "thread_pool_size": 10, "backlog": 5,
          "reservation_timeout_seconds": 60
        },
        "lots": [
          {"id": "LOT-A", "capacity": 100, "occupied": 50},
          {"id": "LOT-B", "capacity": 150}
        ],
        "pubsub": {"max_queue_size": 7, "back_pressure_policy": "drop_oldest"},
        "logging": {"level": "INFO", "format": "json"}
      }
      """;

  @TempDir Path temp = Path.of("set by JUnit");

  private Config read(String name, String json, Map<String, String> environment) throws Exception {
    return ConfigFile.read(Files.writeString(temp.resolve(name), json), environment);
  }

  @Test
  void itsPortsLotsAndTimesCount() throws Exception {
    var config = read("config.json", WHOLE, Map.of());

    var tcp = config.servers().finder();
    assertThat(tcp.host()).isEqualTo("127.0.0.2");
    assertThat(
            List.of(
                tcp.ports().text(), tcp.ports().rpc(), tcp.ports().sensor(), tcp.ports().pubsub()))
        .extracting(OptionalInt::getAsInt)
        .containsExactly(6000, 6001, 6002, 6003);
    assertThat(tcp.subscribers().queueMax()).isEqualTo(7);
    assertThat(config.campus().policy().hold()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.campus().lots())
        .extracting(CampusSettings.Lot::id)
        .containsExactly("LOT-A", "LOT-B");
    assertThat(config.campus().lots().getFirst().occupied()).hasValue(50);
    assertThat(config.campus().lots().getLast().occupied()).hasValue(0);
    assertThat(config.campus().sim().cameras()).isFalse();
  }

  @Test
  void itIsKnownByItsTextToo() throws Exception {
    assertThat(read("finder.conf", WHOLE, Map.of()).servers().finder().ports().text())
        .hasValue(6000);
    assertThat(read("flow.yml", "{http: {port: 1}}", Map.of()).servers().http().port())
        .isEqualTo(1);
  }

  @Test
  void whatIsMissingIsAsUsual() throws Exception {
    var config = read("config.json", "{}", Map.of());

    assertThat(config.servers().finder())
        .isEqualTo(ConfigFile.defaults(Map.of()).servers().finder());
    assertThat(config.campus().policy()).isEqualTo(ConfigFile.defaults(Map.of()).campus().policy());
  }

  @Test
  void environmentWins() throws Exception {
    var config = read("config.json", WHOLE, Map.of("LOTWATCH_TEXT_PORT", "-1"));

    assertThat(config.servers().finder().ports().text()).isEmpty();
    assertThat(config.servers().finder().ports().rpc()).hasValue(6001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"serves\": {}} | serves is not a key; did you mean server?",
        "{\"server\": {\"text_port\": 1}} | server.text_port is not a key; did you mean",
        "{\"server\": {\"rpc_port\": 70000}} | server.rpc_port is 70000, the limits are 0 and 65535",
        "{\"server\": {\"rpc_port\": 1, \"rpc_port\": 2}} | server.rpc_port is there twice",
        "{\"lots\": [{\"id\": \"A\"}]} | lots[0].capacity is missing",
        "{\"lots\": [{\"id\": \"A\", \"capacity\": 1, \"occupied\": 2}]} | lots[0].occupied is 2",
        "{\"lots\": [{\"id\": \"A\", \"capacity\": 1, \"taken\": 2}]} | lots[0].taken is not a key",
        "{\"pubsub\": {\"back_pressure_policy\": \"block\"}} | is 'block', there is only drop_oldest",
        "{\"server\": | config.json:1: is not YAML",
      })
  void whatCannotBeIsRefusedByName(String json, String said) {
    var refused =
        catchThrowableOfType(ConfigException.class, () -> read("config.json", json, Map.of()));

    assertThat(refused).hasMessageContaining(said);
  }
}
