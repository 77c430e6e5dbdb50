package lotwatch.node.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** YAML text to a tree that still knows its lines. */
final class Document {
  /** How deep lists and sections may lie in each other; a file of ours needs 3. */
  static final int DEPTH_MAX = 16;

  /**
   * Whatever is longer the library reads in one piece: it copies what it has of a word or comment
   * whenever it reads on, which takes minutes for one of some megabytes.
   */
  private static final int BUFFER_MIN = 1_024;

  private Document() {}

  /**
   * Reads one document.
   *
   * @return null if it holds nothing
   * @throws ConfigException naming the line; never with a piece of the text, which may be a secret
   */
  static @Nullable Node compose(String name, String yaml) throws ConfigException {
    return compose(name, yaml, ConfigFile.FILE_BYTES_MAX);
  }

  /** The same of a document that may be as long as this. */
  static @Nullable Node compose(String name, String yaml, int lengthMax) throws ConfigException {
    var settings =
        LoadSettings.builder()
            .setLabel(name)
            .setMaxAliasesForCollections(0)
            .setCodePointLimit(lengthMax)
            .setBufferSize(Math.max(BUFFER_MIN, Math.min(lengthMax, yaml.length()) + 1))
            .build();
    try {
      checkDepth(name, new Parse(settings).parseString(yaml));
      return new Compose(settings).composeString(yaml).orElse(null);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new ConfigException(
          List.of("%s:%d: is not YAML: %s".formatted(name, line, e.getProblem())));
    } catch (YamlEngineException e) {
      throw new ConfigException(List.of("%s: is not YAML: %s".formatted(name, e.getMessage())));
    }
  }

  /** Before anything recurses: the tree is composed by recursion, the events are not. */
  private static void checkDepth(String name, Iterable<Event> events) throws ConfigException {
    int depth = 0;
    for (var event : events) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEPTH_MAX) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        throw new ConfigException(
            List.of("%s:%d: is nested deeper than %d".formatted(name, line, DEPTH_MAX)));
      }
    }
  }
}
