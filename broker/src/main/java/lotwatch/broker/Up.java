package lotwatch.broker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch kafka up}: one broker until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start one Kafka broker on this machine, for trying; Ctrl-C stops it.",
    footer = {
      "",
      "A new folder is made a broker's; one that was used before goes on where it stopped.",
      "It listens on 127.0.0.1 only, without a password. Fill it with:  lotwatch produce"
    })
final class Up implements Callable<Integer> {
  private static final int PORT_MAX = 65_535;

  /** The JDK keeps loggers only while somebody holds them. */
  private static final Logger ROOT = Logger.getLogger("");

  /** Warns at each start that it starts. */
  private static final Logger ACTIVATION =
      Logger.getLogger("org.apache.kafka.controller.ActivationRecordsGenerator");

  @Option(
      names = "--port",
      defaultValue = "9092",
      description = "where it takes connections (${DEFAULT-VALUE}); 0 takes a free port")
  int port = 9092;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data/kafka",
      description = "the folder that holds its records (${DEFAULT-VALUE})")
  Path data = Path.of("data", "kafka");

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "24",
      description =
          "partitions of each topic that is made (${DEFAULT-VALUE}); it cannot be changed later"
              + " without losing the order of each car's sightings")
  int partitions = 24;

  @Option(
      names = "--topics",
      paramLabel = "NAME[:PARTITIONS]",
      split = ",",
      description =
          "topics besides raw-data, raw-data-ticks, processed-data and dead-letters, with commas"
              + " between them")
  List<String> topics = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$-7s %3$s  %5$s%6$s%n");
    ROOT.setLevel(Level.WARNING);
    ACTIVATION.setLevel(Level.SEVERE);
    var wanted = wanted();
    if (port < 0 || port > PORT_MAX) {
      throw new Failure(
          Failure.USAGE, "--port is %d, the limits are 0 and %d".formatted(port, PORT_MAX));
    }
    var out = spec.commandLine().getOut();
    var folder = BrokerFolder.open(data);
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    out.println("  starting Kafka in " + folder.path() + " ...");
    try (var server = Server.start(folder, port)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "stop"));
      server.create(wanted).forEach(line -> out.println("  topic    " + line));
      out.println("Kafka is at " + server.address() + "  (Ctrl-C stops it)");
      stop.await();
      out.println("stopping");
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  /** The process ends when this is done: the broker must be closed by then. */
  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Topic> wanted() throws Failure {
    try {
      var wanted = Topic.usual(partitions);
      for (var written : topics) {
        wanted.add(Topic.parse(written, partitions));
      }
      if (wanted.size() > Topic.TOPICS_MAX) {
        throw new IllegalArgumentException(
            "topics are %d, the limit is %d".formatted(wanted.size(), Topic.TOPICS_MAX));
      }
      return wanted;
    } catch (IllegalArgumentException e) {
      throw new Failure(Failure.USAGE, String.valueOf(e.getMessage()));
    }
  }
}
