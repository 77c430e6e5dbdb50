package lotwatch.spark;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The main class of the job, for {@code spark-submit}, and for a JVM that is driver and executor in
 * one. When Kafka goes away it waits and goes on from its checkpoint.
 */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    header = "Turns sightings from Kafka into parking sessions.")
public final class Job implements Callable<Integer> {
  /** The command line, the policy or the topics are wrong. */
  static final int USAGE = 2;

  /** Kafka does not answer, or Spark cannot go on. */
  static final int UNAVAILABLE = 3;

  private static final String MASTER = "spark.master";
  private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  /** Attempts in a row after which nothing will help. */
  private static final int FAILURES_MAX = 20;

  @Mixin private JobOptions options = new JobOptions();

  private final Totals totals = new Totals();

  /** Makes the command that picocli fills. */
  public Job() {}

  /**
   * Runs until it is stopped.
   *
   * @param args see {@code --help}
   */
  public static void main(String... args) {
    Launch.endWithStarter();
    int code = commandLine(new Job()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      var settings = options.settings();
      var policy = options.policy();
      Topics.check(settings);
      run(settings, policy);
      return 0;
    } catch (BadSettingsException e) {
      System.err.println("lotwatch spark: " + e.getMessage());
      return USAGE;
    } catch (TimeoutException e) {
      System.err.println("lotwatch spark: " + e.getMessage());
      return UNAVAILABLE;
    }
  }

  private void run(JobSettings settings, JobPolicy policy)
      throws TimeoutException, InterruptedException {
    var builder = SparkSession.builder().appName("lotwatch sessions");
    if (System.getProperty(MASTER) == null) {
      builder
          .master("local[%d,4]".formatted(settings.tasks()))
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1");
    }
    var spark = builder.getOrCreate();
    try (var printing = printing(settings)) {
      SessionQuery.prepare(spark, settings.tasks());
      spark.streams().addListener(totals);
      System.err.printf(
          "lotwatch spark: %s at %s -> %s, state in %s%s%n",
          settings.input(),
          settings.inputServers(),
          settings.output(),
          settings.checkpoint(),
          printing == null ? "" : ", printing");
      keepRunning(spark, settings, policy);
    } finally {
      spark.stop();
    }
  }

  private static @Nullable Printing printing(JobSettings settings) {
    return settings.isPrinting() ? new Printing(settings.outputServers(), settings.output()) : null;
  }

  private void keepRunning(SparkSession spark, JobSettings settings, JobPolicy policy)
      throws TimeoutException, InterruptedException {
    int failures = 0;
    long done = 0;
    var pause = PAUSE_MIN;
    while (!spark.sparkContext().isStopped()) {
      var failure = runOnce(spark, settings, policy);
      if (failure == null || spark.sparkContext().isStopped()) {
        return;
      }
      boolean isMoving = totals.batches() > done;
      failures = isMoving ? 1 : failures + 1;
      pause = isMoving ? PAUSE_MIN : min(pause.multipliedBy(2), PAUSE_MAX);
      done = totals.batches();
      if (failures == 1) {
        System.err.printf(
            "lotwatch spark: stopped, trying again until it goes on: %s%n", cause(failure));
      }
      if (failures > FAILURES_MAX) {
        throw new TimeoutException(
            "gave up after %d attempts: %s".formatted(failures, cause(failure)));
      }
      Thread.sleep(pause.toMillis());
    }
  }

  private static @Nullable Exception runOnce(
      SparkSession spark, JobSettings settings, JobPolicy policy) throws InterruptedException {
    try {
      SessionQuery.start(spark, settings, policy).awaitTermination();
      return null;
    } catch (StreamingQueryException | TimeoutException e) {
      return e;
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static String cause(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}
