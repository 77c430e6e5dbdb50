package lotwatch.cli.produce;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch produce}: sightings for a topic, made up or recorded. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    description = "Report cars to a Kafka topic, as the cameras of the parking stream do.",
    footer = {
      "",
      "Try it:  lotwatch kafka up     and beside it:  lotwatch produce --minutes 1",
      "",
      "--config reads the parking stream's own config.json (kafka_servers, num_cameras,",
      "duration_minutes, kafka_topic, or the same with producer_ before them); options win.",
      "At the end all cars leave. --replay sends a file of --record, or any other of",
      "JSON lines, as it is, and as fast as it is taken unless --events-per-second says."
    })
public final class Produce implements Callable<Integer> {
  private static final int OK = 0;
  private static final int USAGE = 2;
  private static final int UNAVAILABLE = 3;
  private static final int PARTITIONS_MAX = 256;

  /** Kafka's clients log their settings; the JDK keeps loggers only while somebody holds them. */
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  @Option(names = "--config", paramLabel = "FILE", description = "the parking stream's config.json")
  private @Nullable Path config;

  @Option(
      names = "--servers",
      paramLabel = "HOST:PORT",
      description = "the brokers, with commas between them (127.0.0.1:9092)")
  private @Nullable String servers;

  @Option(names = "--topic", paramLabel = "NAME", description = "where they go (raw-data)")
  private @Nullable String topic;

  @Option(names = "--cameras", paramLabel = "N", description = "how many, 1 to 60 (3)")
  private @Nullable Integer cameras;

  @Option(names = "--minutes", paramLabel = "M", description = "how long (5)")
  private @Nullable Double minutes;

  @Option(
      names = "--events-per-second",
      paramLabel = "N",
      description = "of all cameras together; else one every 1 to 3 seconds of each camera")
  private double eventsPerSecond;

  @Option(names = "--seed", paramLabel = "S", description = "decides what is seen (1)")
  private long seed = 1;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "of topics that are not there yet (24)")
  private int partitions = 24;

  @Option(names = "--record", paramLabel = "FILE", description = "also write what is sent there")
  private @Nullable Path record;

  @Option(names = "--replay", paramLabel = "FILE", description = "send this instead")
  private @Nullable Path replay;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Makes the command that picocli fills. */
  public Produce() {}

  @Override
  public Integer call() throws InterruptedException {
    KAFKA.setLevel(Level.SEVERE);
    ProducerPlan plan;
    ProducerFile file;
    try {
      file = config == null ? ProducerFile.none() : ProducerFile.read(config);
      plan = plan(file);
      if (partitions < 1 || partitions > PARTITIONS_MAX) {
        throw new IllegalArgumentException(
            "partitions is %d, the limits are 1 and %d".formatted(partitions, PARTITIONS_MAX));
      }
    } catch (IllegalArgumentException e) {
      return failed(USAGE, e);
    }
    try {
      // all that a node and the Spark job expect beside it, so that the first bad record has a
      // place
      var topics =
          List.of(
              plan.topic(),
              plan.topic() + "-ticks",
              file.text("output_topic_sessions").orElse("processed-data"),
              "dead-letters");
      TopicSender.create(plan.servers(), topics.stream().distinct().toList(), partitions);
      try (var sender = new TopicSender(plan.servers(), plan.topic(), copy())) {
        run(plan, sender);
      }
      return OK;
    } catch (IOException e) {
      return failed(UNAVAILABLE, e);
    }
  }

  private int failed(int exit, Exception e) {
    spec.commandLine().getErr().println("lotwatch: " + e.getMessage());
    return exit;
  }

  private ProducerPlan plan(ProducerFile file) {
    return new ProducerPlan(
        servers == null ? file.text("kafka_servers").orElse("127.0.0.1:9092") : servers,
        topic == null ? file.text("kafka_topic").orElse("raw-data") : topic,
        cameras == null ? whole(file.number("num_cameras").orElse(3)) : cameras,
        minutes == null ? file.number("duration_minutes").orElse(5) : minutes,
        eventsPerSecond,
        seed);
  }

  private static int whole(double number) {
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("num_cameras is %s, no whole number".formatted(number));
    }
    return (int) number;
  }

  private Optional<OutputStream> copy() throws IOException {
    return record == null
        ? Optional.empty()
        : Optional.of(new BufferedOutputStream(Files.newOutputStream(record)));
  }

  private void run(ProducerPlan plan, TopicSender sender) throws IOException, InterruptedException {
    var out = spec.commandLine().getOut();
    if (replay != null) {
      long lines = Replay.lines(replay);
      try (var bar = bar("replaying", lines)) {
        double millis = plan.eventsPerSecond() > 0 ? 1_000 / plan.eventsPerSecond() : 0;
        Replay.send(replay, sender, millis, bar::stepTo);
      }
      out.printf("%d records sent to %s%n", lines, plan.topic());
      return;
    }
    out.printf("seed %d%n", plan.seed());
    try (var bar = bar("producing", Math.round(expected(plan)))) {
      var all = new Cameras(plan, sender, InstantSource.system(), bar::stepBy);
      out.printf("%d records sent to %s%n", all.run(), plan.topic());
    }
  }

  private static double expected(ProducerPlan plan) {
    double rate = plan.eventsPerSecond() > 0 ? plan.eventsPerSecond() : plan.cameras() / 2.0;
    return Math.max(1, rate * plan.minutes() * 60);
  }

  private static ProgressBar bar(String what, long of) {
    return new ProgressBarBuilder().setTaskName(what).setInitialMax(of).showSpeed().build();
  }
}
