package lotwatch.gateway.stream.kafka;

import java.util.List;
import java.util.Optional;
import lotwatch.wire.settings.Section;

/**
 * What makes sessions of sightings; this node's own keys of the section {@code sessions}.
 *
 * @param kafka empty if no broker is used at all
 */
public record StreamSettings(Engine engine, Clock clock, Optional<KafkaSettings> kafka) {
  /** Who computes sessions. */
  public enum Engine {
    /** The ledger. */
    EMBEDDED,
    /** The Spark job, which reads and writes topics. */
    SPARK
  }

  /** What the time of a partition is. */
  public enum Clock {
    /** It goes on by itself: cars are seen now. */
    LIVE,
    /** That of its newest record: it is a recording. */
    RECORDS
  }

  /** Reads the keys. */
  public static StreamSettings read(Section sessions) {
    var settings =
        new StreamSettings(
            sessions.choice("engine", Engine.EMBEDDED, Engine.class),
            sessions.choice("clock", Clock.LIVE, Clock.class),
            KafkaSettings.read(sessions.section("kafka")));
    if (settings.engine == Engine.SPARK && settings.kafka.isEmpty()) {
      sessions.problem("engine", "is spark, which needs a broker: name one in kafka.servers");
    }
    return settings;
  }

  /** How the ledger calls the partitions that are read: so their names begin; empty if none is. */
  public String read() {
    return kafka
        .map(it -> KafkaSettings.streams(engine == Engine.EMBEDDED ? it.input() : it.output()))
        .orElse("");
  }

  /**
   * What is allowed and yet may not be meant, one sentence each.
   *
   * @param clearPlates whether sessions have plates as they were read
   */
  public List<String> advice(boolean clearPlates) {
    return engine == Engine.SPARK && !clearPlates
        ? kafka.stream().map(StreamSettings::aboutPlates).toList()
        : List.of();
  }

  private static String aboutPlates(KafkaSettings kafka) {
    return ("sessions.plates: this node writes pseudonyms to topic %s. A program that writes clear plates there, as the"
            + " stream's own producer does, makes another car of the same car, with a bill of its own: then set"
            + " sessions.plates: clear here, or name another sessions.kafka.input")
        .formatted(kafka.input());
  }
}
