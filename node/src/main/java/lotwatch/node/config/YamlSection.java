package lotwatch.node.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import lotwatch.wire.settings.Section;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a file in YAML or JSON, below the environment. {@link #close} reports the keys
 * that nobody asked for.
 */
final class YamlSection implements Section {
  /** Begins the names of our variables in the environment. */
  static final String VARIABLE = "LOTWATCH_";

  /** Ends the names of lists in {@code known}; the environment cannot set those. */
  static final String LISTED = "[]";

  /** More entries in a list than any campus has. */
  static final int LIST_MAX = 10_000;

  /** What a key looks like; what does not is no typing error and may be a secret. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String file;
  private final String path;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Map<String, YamlSection> sections = new LinkedHashMap<>();
  private final Map<String, String> environment;
  private final Set<String> known;
  private final Set<String> asked = new TreeSet<>();
  private final Problems problems;

  /**
   * @param known is told every key that is asked for, with its sections: {@code http.port}
   */
  YamlSection(
      String file,
      String path,
      @Nullable Node node,
      Map<String, String> environment,
      Set<String> known,
      Problems problems) {
    this.file = file;
    this.path = path;
    this.environment = environment;
    this.known = known;
    this.problems = problems;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(entry -> take(entry.getKeyNode(), entry.getValueNode()));
    } else if (node != null && !isNothing(node)) {
      problems.add(
          where(node),
          (path.isEmpty() ? "the file" : path) + " is not a section of keys and values");
    }
  }

  private void take(Node key, Node value) {
    if (key instanceof ScalarNode name) {
      if (values.put(name.getValue(), value) != null) {
        problems.add(where(key), full(name.getValue()) + " is there twice");
      }
      lines.put(name.getValue(), line(key));
    } else {
      problems.add(where(key), "a key must be a word");
    }
  }

  @Override
  public YamlSection section(String key) {
    asked.add(key);
    return sections.computeIfAbsent(
        key, _ -> new YamlSection(file, full(key), values.get(key), environment, known, problems));
  }

  @Override
  public <T> List<T> list(String key, Function<Section, Optional<T>> reader) {
    asked.add(key);
    known.add(full(key) + LISTED);
    var node = values.get(key);
    if (node == null || isNothing(node)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      problems.add(where(node), full(key) + " is not a list");
      return List.of();
    }
    if (sequence.getValue().size() > LIST_MAX) {
      problems.add(where(node), full(key) + " has more entries than the limit " + LIST_MAX);
      return List.of();
    }
    var read = new ArrayList<T>();
    for (var entry : sequence.getValue()) {
      var section =
          new YamlSection(
              file, full(key) + "[" + read.size() + "]", entry, Map.of(), known, problems);
      reader.apply(section).ifPresent(read::add);
      section.close();
    }
    return List.copyOf(read);
  }

  @Override
  public String text(String key, String otherwise) {
    var written = written(key);
    return written == null ? otherwise : written;
  }

  @Override
  public String text(String key) {
    var written = written(key);
    if (written == null || written.isBlank()) {
      problem(key, "is missing");
      return "";
    }
    return written;
  }

  @Override
  public Path path(String key, String otherwise) {
    var written = text(key, otherwise);
    try {
      return Path.of(written);
    } catch (InvalidPathException e) {
      problem(key, "is no path: " + e.getReason());
      return Path.of(otherwise);
    }
  }

  @Override
  public int integer(String key, int otherwise, int min, int max) {
    return read(key, otherwise, new Kind<>("a whole number", "", Integer::valueOf), min, max);
  }

  @Override
  public OptionalInt port(String key, int otherwise) {
    var node = values.get(key);
    if (node != null && isNothing(node) && !environment.containsKey(variable(full(key)))) {
      asked.add(key);
      known.add(full(key));
      return OptionalInt.empty();
    }
    int port = integer(key, otherwise, -1, PORT_MAX);
    return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  @Override
  public boolean flag(String key, boolean otherwise) {
    var written = written(key);
    if (written != null && !written.equals("true") && !written.equals("false")) {
      problem(key, "is '%s', which is neither true nor false".formatted(written));
      return otherwise;
    }
    return written == null ? otherwise : written.equals("true");
  }

  /** Whether a key is there, whatever it says. */
  boolean has(String key) {
    return values.containsKey(key);
  }

  /** Whether a key is there that has no meaning for us. */
  boolean passOver(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  @Override
  public double number(String key, double otherwise, double min, double max) {
    return read(key, otherwise, new Kind<>("a number", "", YamlSection::finite), min, max);
  }

  @Override
  public Duration seconds(String key, Duration otherwise, Duration min, Duration max) {
    double seconds =
        read(
            key,
            seconds(otherwise),
            new Kind<>("a number of seconds", " seconds", YamlSection::finite),
            seconds(min),
            seconds(max));
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  @Override
  public <E extends Enum<E>> E choice(String key, E otherwise, Class<E> kinds) {
    var written = written(key);
    if (written == null) {
      return otherwise;
    }
    var names = new TreeSet<String>();
    for (var kind : kinds.getEnumConstants()) {
      var name = kind.name().toLowerCase(Locale.ROOT);
      if (name.equals(written)) {
        return kind;
      }
      names.add(name);
    }
    problem(key, "is '%s', which is none of %s".formatted(written, String.join(", ", names)));
    return otherwise;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static double finite(String written) {
    double number = Double.parseDouble(written);
    if (!Double.isFinite(number)) {
      throw new NumberFormatException(written);
    }
    return number;
  }

  /**
   * A kind of number.
   *
   * @param unit ends a sentence that a number of this kind ends; with a blank before it
   */
  private record Kind<N>(String name, String unit, Function<String, N> parse) {}

  private <N extends Number & Comparable<N>> N read(
      String key, N otherwise, Kind<N> kind, N min, N max) {
    var written = written(key);
    if (written == null) {
      return otherwise;
    }
    try {
      var value = kind.parse.apply(written.strip().replace("_", ""));
      if (value.compareTo(min) >= 0 && value.compareTo(max) <= 0) {
        return value;
      }
      problem(key, "is %s, the limits are %s and %s%s".formatted(written, min, max, kind.unit));
    } catch (NumberFormatException e) {
      problem(key, "is '%s', which is not %s".formatted(written, kind.name));
    }
    return otherwise;
  }

  /** The environment's word, else the file's. */
  private @Nullable String written(String key) {
    asked.add(key);
    known.add(full(key));
    var said = environment.get(variable(full(key)));
    if (said != null) {
      return said;
    }
    var node = values.get(key);
    if (node == null || isNothing(node)) {
      return null;
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problem(key, "must be one value");
    return null;
  }

  /** How a key is called in the environment: {@code http.port} is {@code LOTWATCH_HTTP_PORT}. */
  static String variable(String key) {
    return VARIABLE + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  @Override
  public void problem(String key, String what) {
    var variable = variable(full(key));
    problems.add(
        environment.containsKey(variable) ? variable : file + ":" + lines.getOrDefault(key, 1),
        full(key) + " " + what);
  }

  @Override
  public void problemOf(String keys, String what) {
    problems.add(keys, what);
  }

  /** Reports the keys that nobody asked for, in the sections of this one too. */
  void close() {
    sections.values().forEach(YamlSection::close);
    for (var key : values.keySet()) {
      if (!asked.contains(key)) {
        var meant = NearestName.of(key, asked);
        problems.add(
            file + ":" + lines.get(key),
            (WORD.matcher(key).matches() ? full(key) : "what stands before the colon here")
                + " is not a key"
                + meant.map(name -> "; did you mean " + full(name) + "?").orElse(""));
      }
    }
  }

  private String full(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && (scalar.getValue().isEmpty() || "null".equals(scalar.getValue()));
  }

  private String where(Node node) {
    return file + ":" + line(node);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
