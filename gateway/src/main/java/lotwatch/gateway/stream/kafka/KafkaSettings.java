package lotwatch.gateway.stream.kafka;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import lotwatch.wire.settings.Section;

/**
 * Where the topics are.
 *
 * @param servers {@code HOST:PORT} of one or more brokers, with commas between them
 * @param input sightings, as system C's cameras send them
 * @param ticks the time for each partition of the input
 * @param output sessions, as system C's job writes them
 * @param deadLetters what nobody can read
 */
public record KafkaSettings(
    String servers, String input, String ticks, String output, String deadLetters) {
  /** Characters of a topic: the ledger knows each of its partitions by name. */
  public static final int TOPIC_LENGTH_MAX = 54;

  private static final Pattern TOPIC =
      Pattern.compile("[A-Za-z0-9._-]{1,%d}".formatted(TOPIC_LENGTH_MAX));
  private static final Pattern SERVERS =
      Pattern.compile("[\\w.\\[\\]:-]+:\\d{1,5}(\\s*,\\s*[\\w.\\[\\]:-]+:\\d{1,5}){0,15}");

  /**
   * Reads the section {@code sessions.kafka}.
   *
   * @return empty if it names no broker
   */
  static Optional<KafkaSettings> read(Section kafka) {
    var settings =
        new KafkaSettings(
            kafka.text("servers", "").strip(),
            topic(kafka, "input", "raw-data"),
            topic(kafka, "ticks", "raw-data-ticks"),
            topic(kafka, "output", "processed-data"),
            topic(kafka, "dead-letters", "dead-letters"));
    if (settings.servers.isEmpty()) {
      return Optional.empty();
    }
    if (!SERVERS.matcher(settings.servers).matches()) {
      kafka.problem("servers", "is HOST:PORT, or up to 16 of them with commas between them");
    }
    if (List.of(settings.input, settings.ticks, settings.output, settings.deadLetters).stream()
            .distinct()
            .count()
        < 4) {
      kafka.problemOf("sessions.kafka", "names one topic twice: they are four");
    }
    return Optional.of(settings);
  }

  private static String topic(Section kafka, String key, String usual) {
    var name = kafka.text(key, usual).strip();
    if (!TOPIC.matcher(name).matches()) {
      kafka.problem(
          key,
          "is no topic here: 1 to %d letters, digits, dots, _ and -".formatted(TOPIC_LENGTH_MAX));
    }
    return name;
  }

  /** How the ledger calls a partition. */
  static String stream(String topic, int partition) {
    return streams(topic) + partition;
  }

  /** How the names of all partitions of a topic begin. */
  static String streams(String topic) {
    return "kafka/%s/".formatted(topic);
  }
}
