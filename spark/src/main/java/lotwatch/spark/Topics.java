package lotwatch.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks whether all topics are there: Spark's sink would wait for one that is not, for ever. */
final class Topics {
  private static final long WAIT_SECONDS_MAX = 60;

  private Topics() {}

  /**
   * Looks for the topics of the job.
   *
   * @throws BadSettingsException if some are missing; names them
   * @throws TimeoutException if Kafka does not answer; names its address
   */
  static void check(JobSettings settings)
      throws BadSettingsException, TimeoutException, InterruptedException {
    var inputs = new ArrayList<>(List.of(settings.input()));
    if (settings.isLive()) {
      inputs.add(settings.ticks());
    }
    check(settings.inputServers(), inputs);
    check(settings.outputServers(), List.of(settings.output(), settings.deadLetters()));
  }

  private static void check(String servers, List<String> topics)
      throws BadSettingsException, TimeoutException, InterruptedException {
    var missing = new ArrayList<String>();
    var silent = "Kafka at %s does not answer within %d s".formatted(servers, WAIT_SECONDS_MAX);
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      var found = admin.describeTopics(topics).topicNameValues();
      for (var topic : found.entrySet()) {
        try {
          topic.getValue().get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
          throw new TimeoutException(silent);
        } catch (ExecutionException e) {
          if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
            throw new TimeoutException(silent);
          }
          if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
            throw new BadSettingsException(
                "Kafka at %s does not tell about its topics: %s".formatted(servers, e.getCause()));
          }
          missing.add(topic.getKey());
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new BadSettingsException(
          "no topic %s at %s: make it first (lotwatch kafka up, or kafka-topics.sh --create)"
              .formatted(String.join(", ", missing), servers));
    }
  }
}
