package lotwatch.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotwatch spark}: starts the job, on this machine or on a cluster. */
@Command(
    name = "lotwatch spark",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Turns sightings from Kafka into parking sessions, on Spark.")
public final class SparkCommand {
  private static final String HOST = "127.0.0.1";
  private static final long START_SECONDS_MAX = 120;
  private static final long POLL_MILLIS = 100;

  private final Launch launch = new Launch(Path.of(System.getProperty("lotwatch.home", ".")));

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Makes the command that picocli fills. */
  public SparkCommand() {}

  /**
   * Runs until what it started ends.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) throws IOException {
    var command = new SparkCommand();
    command.launch.prepare();
    System.exit(Job.commandLine(command).execute(args));
  }

  /** What was written behind the name of a command. */
  private List<String> written(String name) {
    var words = spec.commandLine().getParseResult().originalArgs();
    return words.subList(words.indexOf(name) + 1, words.size());
  }

  /** Driver and executor in one process. */
  @Command(
      name = "local",
      mixinStandardHelpOptions = true,
      header = "Run the job in one process on this machine.")
  int local(@Mixin JobOptions options) throws IOException, InterruptedException {
    if (!areGood(options)) {
      return Job.USAGE;
    }
    return launch.start("1g", Job.class.getName(), written("local")).waitFor();
  }

  /** The driver on this machine, the executors on a cluster. */
  @Command(
      name = "submit",
      mixinStandardHelpOptions = true,
      header = "Run the job on a cluster that is there.")
  int submit(
      @Option(
              names = "--master",
              required = true,
              paramLabel = "URL",
              description = "The cluster, as spark://HOST:7077.")
          String master,
      @Option(
              names = "--conf",
              paramLabel = "KEY=VALUE",
              description = "A setting of Spark, as spark.executor.memory=2g.")
          List<String> conf,
      @Mixin JobOptions options)
      throws IOException, InterruptedException {
    if (!areGood(options)) {
      return Job.USAGE;
    }
    var arguments = new ArrayList<>(List.of("--master", master, "--deploy-mode", "client"));
    arguments.addAll(List.of("--class", Job.class.getName(), "--jars", launch.sent()));
    for (var setting : conf == null ? List.<String>of() : conf) {
      arguments.addAll(List.of("--conf", setting));
    }
    arguments.add(launch.jar().toString());
    arguments.addAll(withoutSparks(written("submit")));
    return launch.start("1g", "org.apache.spark.deploy.SparkSubmit", arguments).waitFor();
  }

  /** What is left for the job. */
  static List<String> withoutSparks(List<String> words) {
    var left = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      if (word.equals("--master") || word.equals("--conf")) {
        i++; // and its value
      } else if (!word.startsWith("--master=") && !word.startsWith("--conf=")) {
        left.add(word);
      }
    }
    return left;
  }

  private static boolean areGood(JobOptions options) {
    try {
      options.settings();
      options.policy();
      return true;
    } catch (BadSettingsException e) {
      System.err.println("lotwatch spark: " + e.getMessage());
      return false;
    }
  }

  /** A standalone cluster on this machine, for trying. */
  @Command(
      name = "cluster",
      mixinStandardHelpOptions = true,
      header = "Start a Spark master and workers on this machine, for trying.")
  int cluster(
      @Parameters(paramLabel = "up", description = "Start it; Ctrl-C ends it.") Cluster what,
      @Option(names = "--port", defaultValue = "7077", description = "Default: ${DEFAULT-VALUE}.")
          int port,
      @Option(
              names = "--ui-port",
              defaultValue = "8082",
              description = "The master's page. Default: ${DEFAULT-VALUE}.")
          int uiPort,
      @Option(
              names = "--workers",
              defaultValue = "2",
              description = "Each with one core and 1 GB. Default: ${DEFAULT-VALUE}.")
          int workers)
      throws IOException, InterruptedException, TimeoutException {
    var master =
        launch.start(
            "256m",
            "org.apache.spark.deploy.master.Master",
            List.of(
                "--host",
                HOST,
                "--port",
                Integer.toString(port),
                "--webui-port",
                Integer.toString(uiPort)));
    awaitPort(master, port);
    var url = "spark://%s:%d".formatted(HOST, port);
    var work = Path.of(System.getProperty("lotwatch.home", "."), "data/spark/work");
    for (int i = 0; i < workers; i++) {
      launch.start(
          "256m",
          "org.apache.spark.deploy.worker.Worker",
          List.of(
              "--host",
              HOST,
              "--cores",
              "1",
              "--memory",
              "1g",
              "--webui-port",
              "0",
              "--work-dir",
              work.resolve("worker-" + i).toString(),
              url));
    }
    System.out.printf(
        "%d workers at %s, page http://%s:%d; run: lotwatch spark submit --master %s%n",
        workers, url, HOST, uiPort, url);
    return master.waitFor();
  }

  /** What can be done with a cluster. */
  enum Cluster {
    UP
  }

  private static void awaitPort(Process master, int port)
      throws InterruptedException, TimeoutException {
    long end = System.nanoTime() + START_SECONDS_MAX * 1_000_000_000L;
    while (master.isAlive() && System.nanoTime() < end) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return;
      } catch (IOException e) {
        Thread.sleep(POLL_MILLIS);
      }
    }
    throw new TimeoutException("the master does not listen on port " + port);
  }
}
