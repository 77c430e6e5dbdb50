package lotwatch.node.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lotwatch.sessions.Tariff;

/**
 * The {@code config.json} of the parking stream (system C), read as it is: its brokers and topics,
 * its 60 places and what a block costs. Its keys are also taken with {@code producer_} before them.
 * What it has no word for is as without a file; the environment wins over it.
 */
final class StreamFile {
  private static final String OTHER_SPELLING = "producer_";

  /** By these a file is told apart from that of the campus smart parking finder. */
  private static final List<String> MARKS = List.of("kafka_servers", "kafka_topic", "num_cameras");

  /** They are for who produces. */
  private static final List<String> PASSED_OVER = List.of("num_cameras", "duration_minutes");

  private static final Pattern PLAIN = Pattern.compile("[\\w.,:\\[\\]\\s-]*");

  private StreamFile() {}

  /** Whether a text is one. */
  static boolean is(String text) {
    return text.stripLeading().startsWith("{")
        && MARKS.stream()
            .anyMatch(mark ->
                text.contains('"' + mark + '"')
                    || text.contains('"' + OTHER_SPELLING + mark + '"'));
  }

  static Config read(String name, String json, Path folder, Map<String, String> environment)
      throws ConfigException {
    var problems = new Problems();
    var root =
        new YamlSection(
            name,
            "",
            Document.compose(name, json.replace('\t', ' ')),
            Map.of(),
            new TreeSet<>(),
            problems);
    var servers = plain(root, "kafka_servers", "127.0.0.1:9092");
    var input = plain(root, "kafka_topic", "raw-data");
    var output = plain(root, "output_topic_sessions", "processed-data");
    int price =
        root.integer(
            spelled(root, "block_price"),
            (int) Tariff.SYSTEM_C.blockPrice(),
            0,
            (int) Tariff.PRICE_MAX);
    int seconds =
        root.integer(
            spelled(root, "block_seconds"),
            (int) Tariff.SYSTEM_C.blockSeconds(),
            1,
            (int) Tariff.BLOCK_SECONDS_MAX);
    for (var key : PASSED_OVER) {
      root.passOver(key);
      root.passOver(OTHER_SPELLING + key);
    }
    root.close();
    problems.throwIfAny();
    var yaml =
        """
        sim: {cameras: false}
        sessions:
          places: system-c
          tariffs: [{currency: %s, block: %d, price: %d}]
          kafka: {servers: "%s", input: "%s", output: "%s"}
        """
            .formatted(Tariff.SYSTEM_C.currency(), seconds, price, servers, input, output);
    return ConfigFile.parse(name, yaml, folder, environment);
  }

  private static String plain(YamlSection root, String key, String usual) {
    var written = root.text(spelled(root, key), usual);
    if (PLAIN.matcher(written).matches()) {
      return written;
    }
    root.problem(key, "has letters that are in no server's or topic's name");
    return usual;
  }

  /** As the file spells it. */
  private static String spelled(YamlSection root, String key) {
    return root.has(OTHER_SPELLING + key) ? OTHER_SPELLING + key : key;
  }
}
