package lotwatch.spark;

import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the job. Those of system C's job may also come as its environment variables. */
final class JobOptions {
  /** Milliseconds between batches. */
  static final long TRIGGER_MAX = 3_600_000;

  /** Tasks at once. */
  static final int TASKS_MAX = 1_000;

  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  /** Where a job without a checkpoint begins. */
  enum From {
    EARLIEST,
    LATEST
  }

  /** Whose time it is. */
  enum Clock {
    LIVE,
    RECORDS
  }

  @Option(
      names = {"--servers", "--input-servers"},
      paramLabel = "HOST:PORT,...",
      defaultValue = "${env:KAFKA_INPUT_SERVERS:-127.0.0.1:9092}",
      description = "Kafka, or $$KAFKA_INPUT_SERVERS." + DEFAULT)
  private String inputServers = "";

  @Option(
      names = "--output-servers",
      paramLabel = "HOST:PORT,...",
      defaultValue = "${env:KAFKA_OUTPUT_SERVERS:-}",
      description = "Kafka for the results, or $$KAFKA_OUTPUT_SERVERS; else the same.")
  private String outputServers = "";

  @Option(
      names = "--input",
      paramLabel = "TOPIC",
      defaultValue = "${env:INPUT_TOPIC:-raw-data}",
      description = "Sightings, or $$INPUT_TOPIC." + DEFAULT)
  private String input = "";

  @Option(
      names = "--ticks",
      paramLabel = "TOPIC",
      defaultValue = "",
      description = "Ticks; else the topic of sightings with -ticks behind it.")
  private String ticks = "";

  @Option(
      names = "--output",
      paramLabel = "TOPIC",
      defaultValue = "${env:OUTPUT_TOPIC_SESSIONS:-processed-data}",
      description = "Sessions, or $$OUTPUT_TOPIC_SESSIONS." + DEFAULT)
  private String output = "";

  @Option(
      names = "--dead-letters",
      paramLabel = "TOPIC",
      defaultValue = "dead-letters",
      description = "Records that cannot be used." + DEFAULT)
  private String deadLetters = "";

  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      defaultValue = "${sys:lotwatch.home:-.}/data/spark/checkpoint",
      description = {
        "Offsets and state, so that the job goes on where it was: a folder, or a URL that",
        "every executor reaches." + DEFAULT
      })
  private String checkpoint = "";

  @Option(
      names = "--from",
      paramLabel = "earliest|latest",
      defaultValue = "EARLIEST",
      description = "Where a job without a checkpoint begins; system C's: latest." + DEFAULT)
  private From from = From.EARLIEST;

  @Option(
      names = "--clock",
      paramLabel = "live|records",
      defaultValue = "LIVE",
      description = {
        "live: cars are seen now, ticks tell the time when none moves. records: a recording,",
        "whose own times are all there is." + DEFAULT
      })
  private Clock clock = Clock.LIVE;

  @Option(
      names = "--trigger",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description = "From the start of a batch to the next; 0 is at once." + DEFAULT)
  private long triggerMillis;

  @Option(
      names = "--records-max",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Records in a batch." + DEFAULT)
  private long recordsMax;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "2",
      description = "Tasks at once; a checkpoint keeps the number it began with." + DEFAULT)
  private int tasks;

  @Option(
      names = "--take-loss",
      description = "Go on where Kafka has deleted records before they were read; else stop.")
  private boolean isLossTaken;

  @Option(names = "--print", description = "Print each change of a session, with a masked plate.")
  private boolean isPrinting;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = {
        "The section sessions of a lotwatch.yml: timeout, lateness, forget, places, plates,",
        "tariffs. Without one, $$SESSION_TIMEOUT_SECONDS, $$BLOCK_SECONDS and $$BLOCK_PRICE."
      })
  private @Nullable File policy;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      defaultValue = "${sys:lotwatch.home:-.}/data/spark/pseudonym.key",
      description = "The key that plates are hidden with; made if it is not there." + DEFAULT)
  private String keyFile = "";

  /** Makes the options that picocli fills. */
  JobOptions() {}

  JobSettings settings() throws BadSettingsException {
    limited("--trigger", triggerMillis, 0, TRIGGER_MAX);
    limited("--records-max", recordsMax, 1, Integer.MAX_VALUE);
    limited("--tasks", tasks, 1, TASKS_MAX);
    return new JobSettings(
        inputServers,
        outputServers.isEmpty() ? inputServers : outputServers,
        input,
        ticks.isEmpty() ? input + "-ticks" : ticks,
        output,
        deadLetters,
        checkpoint,
        from == From.EARLIEST,
        clock == Clock.LIVE,
        triggerMillis,
        recordsMax,
        tasks,
        isLossTaken,
        isPrinting);
  }

  JobPolicy policy() throws BadSettingsException {
    return PolicyFile.read(
        policy == null ? null : policy.toPath(), System.getenv(), Path.of(keyFile));
  }

  private static void limited(String option, long value, long min, long max)
      throws BadSettingsException {
    if (value < min || value > max) {
      throw new BadSettingsException(
          "%s is %d, the limits are %d and %d".formatted(option, value, min, max));
    }
  }
}
