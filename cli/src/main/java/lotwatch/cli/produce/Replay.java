package lotwatch.cli.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends a recorded file, a record each line, just as it is: what is no sighting becomes a dead
 * letter.
 */
final class Replay {
  /** Records that are on their way at a time. */
  private static final int ON_THE_WAY_MAX = 1_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Replay() {}

  /** How many lines there are. */
  static long lines(Path file) throws IOException {
    try (var lines = Files.lines(file, UTF_8)) {
      return lines.filter(line -> !line.isBlank()).count();
    }
  }

  /**
   * Sends the file.
   *
   * @param millisPerRecord between two records; 0 sends as fast as they are taken
   * @param told how many are sent
   */
  static void send(Path file, TopicSender sender, double millisPerRecord, LongConsumer told)
      throws IOException, InterruptedException {
    var onTheWay = new ArrayDeque<Future<RecordMetadata>>();
    long begun = System.nanoTime();
    long sent = 0;
    try (BufferedReader in = Files.newBufferedReader(file, UTF_8)) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isBlank()) {
          continue;
        }
        if (millisPerRecord > 0) {
          Pace.sleepUntil(begun + Math.round(sent * millisPerRecord * 1e6));
        }
        onTheWay.add(sender.send(key(line), line.getBytes(UTF_8)));
        if (onTheWay.size() >= ON_THE_WAY_MAX) {
          sender.await(onTheWay.remove());
        }
        told.accept(++sent);
      }
      for (var one : onTheWay) {
        sender.await(one);
      }
    }
  }

  private static byte @Nullable [] key(String line) {
    try {
      var plate = JSON.readTree(line).path("license_plate");
      return plate.isString() ? plate.stringValue().getBytes(UTF_8) : null;
    } catch (JacksonException e) {
      return null; // goes as it is
    }
  }
}
