package lotwatch.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** deploy/compose.yml is what the published schema of Compose says that such a file is. */
class ComposeTest {
  private static final Path FILE = Path.of("../deploy/compose.yml");
  private static final JsonMapper JSON = new JsonMapper();

  /** With merge keys and anchors resolved, as Compose reads it. */
  private static JsonNode read(String text) {
    Object document = new Yaml().load(text);
    return JSON.valueToTree(document);
  }

  private static List<String> errors(String file) throws IOException {
    try (var schema = ComposeTest.class.getResourceAsStream("/vendor/compose-spec.json")) {
      var text = (ObjectNode) JSON.readTree(schema);
      text.remove("$id"); // a relative one, to which the validator knows no base
      Schema compose =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text);
      return compose.validate(read(file)).stream().map(Object::toString).toList();
    }
  }

  @Test
  void composeFileIsOneByThePublishedSchema() throws IOException {
    assertThat(errors(Files.readString(FILE))).isEmpty();
  }

  @Test
  void schemaFindsWhatIsWrong() throws IOException {
    var text = Files.readString(FILE);

    assertThat(errors(text.replace("    restart: unless-stopped", "    restarts: always")))
        .isNotEmpty();
    assertThat(errors(text.replace("condition: service_healthy", "condition: well"))).isNotEmpty();
  }

  @Test
  void everyServiceThatIsWaitedForIsThere() throws IOException {
    var services = read(Files.readString(FILE)).get("services");

    assertThat(services.propertyNames())
        .containsExactlyInAnyOrder(
            "kafka", "topics", "spark-master", "spark-worker", "job", "node");
    for (var service : services) {
      var waited = service.path("depends_on");
      var names =
          waited.isArray()
              ? waited.valueStream().map(JsonNode::asString).toList()
              : List.copyOf(waited.propertyNames());
      assertThat(services.propertyNames()).containsAll(names);
    }
  }
}
