package lotwatch.cli.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducerFileTest {
  @TempDir Path temp = Path.of("set by JUnit");

  private ProducerFile read(String json) throws IOException {
    return ProducerFile.read(Files.writeString(temp.resolve("config.json"), json));
  }

  @Test
  void bothSpellingsAreRead() throws IOException {
    var file = read("{\"kafka_servers\": \"h:9092\", \"producer_num_cameras\": 4}");

    assertThat(file.text("kafka_servers")).hasValue("h:9092");
    assertThat(file.number("num_cameras")).hasValue(4);
    assertThat(file.number("duration_minutes")).isEmpty();
  }

  @Test
  void spellingsThatSayDifferentThingsAreRefused() {
    assertThatThrownBy(() -> read("{\"num_cameras\": 3, \"producer_num_cameras\": 4}"))
        .hasMessageContaining("both spellings");
  }

  @Test
  void fileOfTheFinderIsToldApart() {
    assertThatThrownBy(() -> read("{\"server\": {\"rpc_port\": 5001}, \"lots\": []}"))
        .hasMessageContaining("lotwatch up --config");
  }

  @Test
  void valueOfAnotherTypeIsRefusedByName() throws IOException {
    var file = read("{\"kafka_servers\": 5, \"num_cameras\": \"three\"}");

    assertThatThrownBy(() -> file.text("kafka_servers")).hasMessage("kafka_servers is no text");
    assertThatThrownBy(() -> file.number("num_cameras")).hasMessage("num_cameras is no number");
  }

  @Test
  void planNamesTheLimitThatIsCrossed() {
    assertThatThrownBy(() -> new ProducerPlan("h:1", "t", 61, 1, 0, 1))
        .hasMessage("cameras is 61.0, the limits are 1.0 and 60.0");
    assertThatThrownBy(() -> new ProducerPlan("h", "t", 1, 1, 0, 1))
        .hasMessageContaining("it is HOST:PORT");
  }
}
