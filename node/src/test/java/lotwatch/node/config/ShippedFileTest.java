package lotwatch.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The shipped {@code lotwatch.yml} against its reader. */
final class ShippedFileTest {
  private static final Path FILE = Path.of("..", "lotwatch.yml");

  /** The example in the comment above an empty list. */
  private static final Pattern EXAMPLE = Pattern.compile("((?:#.*\n)+)(\\w+): \\[]\n");

  private static final Pattern ENTRY = Pattern.compile("#   (- |  )[a-z-]+: .*");

  @Test
  void saysWhatHoldsWithoutIt() throws Exception {
    var shipped = ConfigFile.read(FILE, Map.of());

    assertThat(shipped).isEqualTo(ConfigFile.defaults(Map.of()));
  }

  @Test
  void everyKeyIsReadAndEveryReaderHasItsKey() throws Exception {
    var read = new TreeSet<String>();
    var yaml = withExamples(Files.readString(FILE));
    ConfigFile.parse("lotwatch.yml", yaml, Path.of("."), Map.of(), read);
    var root = Document.compose("lotwatch.yml", yaml);
    var written = new TreeSet<String>();
    collect("", root, written);

    assertThat(written).isEqualTo(read).contains("http.port", "cameras[0].source", "lots[]");
  }

  @Test
  void everyValueMayComeFromTheEnvironment() throws Exception {
    var read = new TreeSet<String>();
    ConfigFile.parse("none", "", Path.of("."), Map.of(), read);
    read.removeIf(key -> key.endsWith(YamlSection.LISTED));
    var written = new TreeSet<String>();
    collect("", Document.compose("lotwatch.yml", Files.readString(FILE)), written);
    written.removeIf(key -> key.endsWith(YamlSection.LISTED));

    assertThat(read).isEqualTo(written);
  }

  /** The file with the entries that its comments show. */
  private static String withExamples(String yaml) {
    return EXAMPLE
        .matcher(yaml)
        .replaceAll(list -> list.group(2) + ":\n" + entries(list.group(1)))
        .concat("\n");
  }

  private static String entries(String comment) {
    var entries = new StringBuilder();
    comment
        .lines()
        .filter(line -> ENTRY.matcher(line).matches())
        .forEach(line -> entries.append(line.substring(1)).append('\n'));
    return entries.toString();
  }

  private static void collect(String path, @Nullable Node node, Set<String> keys)
      throws IOException {
    switch (node) {
      case MappingNode section -> {
        for (var entry : section.getValue()) {
          var name = ((ScalarNode) entry.getKeyNode()).getValue();
          collect(path.isEmpty() ? name : path + "." + name, entry.getValueNode(), keys);
        }
      }
      case SequenceNode list -> {
        keys.add(path + YamlSection.LISTED);
        for (int i = 0; i < list.getValue().size(); i++) {
          collect(path + "[" + i + "]", list.getValue().get(i), keys);
        }
      }
      case ScalarNode _ -> keys.add(path);
      case null, default -> throw new IOException("no value: " + path);
    }
  }
}
