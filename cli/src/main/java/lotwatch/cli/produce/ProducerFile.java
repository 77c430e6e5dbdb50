package lotwatch.cli.produce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * System C's {@code config.json}, as its code reads it ({@code kafka_servers}) and as its documents
 * spell it ({@code producer_kafka_servers}).
 */
final class ProducerFile {
  /** Bytes in the file. */
  static final int BYTES_MAX = 1 << 20;

  private static final String PREFIX = "producer_";

  private final Map<String, JsonNode> values;

  private ProducerFile(Map<String, JsonNode> values) {
    this.values = values;
  }

  /** A file that says nothing. */
  static ProducerFile none() {
    return new ProducerFile(Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is none of system C
   */
  static ProducerFile read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IllegalArgumentException("%s is larger than %d bytes".formatted(file, BYTES_MAX));
      }
      var root = JsonMapper.builder().build().readTree(Files.readAllBytes(file));
      if (!root.isObject()) {
        throw new IllegalArgumentException(file + " is no JSON object");
      }
      if (root.has("server") || root.has("lots")) {
        throw new IllegalArgumentException(
            "%s is a file of the campus smart parking finder: lotwatch up --config %s"
                .formatted(file, file));
      }
      var values = new TreeMap<String, JsonNode>();
      for (var each : root.properties()) {
        var name = each.getKey();
        var other =
            values.put(
                name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name, each.getValue());
        if (other != null && !other.equals(each.getValue())) {
          throw new IllegalArgumentException(
              "%s: %s is there in both spellings, with different values".formatted(file, name));
        }
      }
      var known =
          new TreeSet<>(List.of("kafka_servers", "num_cameras", "duration_minutes", "kafka_topic"));
      known.retainAll(values.keySet());
      if (known.isEmpty()) {
        throw new IllegalArgumentException(
            file + " has none of kafka_servers, num_cameras, duration_minutes, kafka_topic");
      }
      return new ProducerFile(values);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "%s is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read %s: %s".formatted(file, e), e);
    }
  }

  /** The text of a key. */
  Optional<String> text(String key) {
    var value = values.get(key);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(key + " is no text");
    }
    return Optional.of(value.stringValue().strip());
  }

  /** The number of a key. */
  OptionalDouble number(String key) {
    var value = values.get(key);
    if (value == null || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException(key + " is no number");
    }
    return OptionalDouble.of(value.doubleValue());
  }
}
