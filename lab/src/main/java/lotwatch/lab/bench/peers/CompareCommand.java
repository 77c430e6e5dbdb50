package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.Machine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench compare}: our ports beside those of others. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    header = "Our text port and our subscriptions beside those of others.",
    description = {
      "",
      "reads:  AVAIL beside Redis GET, by the same clients, without pipelining.",
      "fanout: 40 events a second to many subscribers; from sending to hearing, all",
      "        by the same publisher and on the same thread that listens.",
      "stall:  one of ten subscribers does not read. What do the others notice, and",
      "        what becomes of its events?",
      "",
      "All run beside each other and take turns in short rounds; a number is the",
      "median of the rounds. Ours has each event on disk before it is told, and so",
      "have Redis Streams (streams), a watch of etcd and LISTEN of PostgreSQL. Redis,",
      "mosquitto and NATS keep nothing: they are the limit. \"memory\" is ours with",
      "its state on a file system in memory, which shows what the disk costs.",
      "Needs the Debian packages redis-server, mosquitto, nats-server, etcd-server and",
      "postgresql-15; goes on without, and without one that fails, and says so in the",
      "table. They run on free ports with settings of their own, not as services.",
      "About 15 minutes.",
      ""
    })
public final class CompareCommand implements Callable<Integer> {
  private static final List<String> SCENES = List.of("reads", "fanout", "stall");
  private static final int WARM_SUBSCRIBERS = 100;
  private static final double WARM_PER_SECOND = 200;
  private static final int ROUNDS_MAX = 100;
  static final int MANY_MAX = 3_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--scenes",
      split = ",",
      defaultValue = "reads,fanout,stall",
      description = "Which to play; default ${DEFAULT-VALUE}.")
  private List<String> scenes = List.of();

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "ours,memory,streams,etcd,postgres,redis,mosquitto,nats",
      description = "Which systems; default ${DEFAULT-VALUE}.")
  private List<String> only = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds of each system; default ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Length of a round; default ${DEFAULT-VALUE}.")
  private int seconds = 5;

  @Option(
      names = "--warm",
      defaultValue = "15",
      description = "Seconds before the first round, each system; default ${DEFAULT-VALUE}.")
  private int warm = 15;

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "1,16,64,1000",
      description = "Of reads; default ${DEFAULT-VALUE}.")
  private List<Integer> connections = List.of();

  @Option(
      names = "--subscribers",
      split = ",",
      defaultValue = "4,100,1000",
      description = "Of fanout; default ${DEFAULT-VALUE}.")
  private List<Integer> subscribers = List.of();

  @Option(
      names = "--rate",
      defaultValue = "40",
      description = "Events a second of fanout; default ${DEFAULT-VALUE}.")
  private double rate = 40;

  @Option(
      names = "--stall-events",
      defaultValue = "60000",
      description = "Events that the stalled one does not read; default ${DEFAULT-VALUE}.")
  private int stallEvents = 60_000;

  @Option(
      names = "--stall-rate",
      defaultValue = "2000",
      description = "Events a second of stall; default ${DEFAULT-VALUE}.")
  private double stallRate = 2_000;

  @Option(
      names = "--install",
      description = "Install what is missing with apt-get first; needs root.")
  private boolean install;

  @Option(
      names = "--java-options",
      split = " ",
      description = "For the Java of our node, such as a flight recording.")
  private List<String> javaOptions = List.of();

  @Mixin private FolderOption folder = new FolderOption();

  @Option(names = "--report", description = "Also write it to this file, as Markdown.")
  private @Nullable Path report;

  private final StringBuilder said = new StringBuilder();

  /** Makes the command that picocli fills. */
  public CompareCommand() {}

  @Override
  public Integer call() throws Exception {
    check();
    if (install) {
      Packages.installMissing(only.stream().filter(Brokers.PEERS::contains).toList());
    }
    say("# Our ports beside those of others\n\n" + Machine.text() + ".");
    say("%d rounds of %d s, in turns; the median of the rounds.\n".formatted(rounds, seconds));
    try (var brokers = new Brokers(folder.path(), javaOptions);
        var listener = new SubscriberLoop()) {
      brokers.start(only);
      brokers.all().forEach(broker -> say("- `%s`: %s".formatted(broker.name(), broker.about())));
      brokers.failed().forEach((name, why) -> say("- `%s`: %s".formatted(name, why)));
      if (scenes.contains("reads")) {
        reads(brokers);
      }
      var speakers = new LinkedHashMap<Broker, Speaker>();
      try {
        for (var broker : brokers.all()) {
          try {
            speakers.put(broker, new Speaker(broker.publisher()));
          } catch (IOException e) {
            brokers.failed(broker.name(), e);
          }
        }
        if (scenes.contains("fanout")) {
          fanout(new FanoutRounds(listener, speakers), brokers.failed());
        }
        if (scenes.contains("stall")) {
          stall(new Stall(listener), speakers, brokers);
        }
      } finally {
        for (var speaker : speakers.values()) {
          speaker.close();
        }
      }
    }
    if (report != null) {
      Files.writeString(report, said, UTF_8);
    }
    return 0;
  }

  private void check() {
    demand(!scenes.isEmpty() && SCENES.containsAll(scenes), "--scenes is some of " + SCENES);
    demand(!only.isEmpty() && Brokers.ALL.containsAll(only), "--only is some of " + Brokers.ALL);
    demand(rounds >= 1 && rounds <= ROUNDS_MAX, "--rounds are 1 to " + ROUNDS_MAX);
    demand(seconds >= 1 && warm >= 1, "--seconds and --warm are at least 1");
    demand(rate > 0 && stallRate > 0, "--rate and --stall-rate are above 0");
    demand(stallEvents >= 1, "--stall-events are at least 1");
    for (var some : List.of(connections, subscribers)) {
      demand(
          some.stream().allMatch(each -> each >= 1 && each <= MANY_MAX),
          "--connections and --subscribers are 1 to " + MANY_MAX);
    }
    double events =
        warm * WARM_PER_SECOND
            + subscribers.size() * rounds * plan().events()
            + Stall.events(stallEvents, stallRate);
    demand(
        events <= Payload.NUMBER_MAX,
        "%.0f events are more than a lot has places, %d".formatted(events, Payload.NUMBER_MAX));
  }

  private void demand(boolean so, String what) {
    if (!so) {
      throw new ParameterException(spec.commandLine(), what);
    }
  }

  private FanoutRounds.Plan plan() {
    return new FanoutRounds.Plan(rounds, Duration.ofSeconds(seconds), rate);
  }

  private void say(String what) {
    System.out.println(what);
    said.append(what).append('\n');
  }

  private void reads(Brokers brokers) throws IOException {
    var readings = new ArrayList<Reads.Reading>();
    for (var broker : brokers.all()) {
      if (broker instanceof OurNode ours && ours.name().equals(Brokers.OURS)) {
        readings.add(Reads.Reading.of(ours));
      } else if (broker instanceof Redis redis) {
        try {
          readings.add(Reads.Reading.of(redis));
        } catch (IOException e) {
          brokers.failed(redis.name(), e);
        }
      }
    }
    var reads = new Reads(readings);
    reads.warm(Duration.ofSeconds(warm));
    var results = new ArrayList<Reads.Result>();
    for (int some : connections) {
      results.addAll(reads.run(some, rounds, Duration.ofSeconds(seconds)));
    }
    scene("AVAIL and GET", Comparison.reads(results));
  }

  private void fanout(FanoutRounds fanout, Map<String, String> failed)
      throws IOException, InterruptedException {
    var _ =
        fanout.run(
            WARM_SUBSCRIBERS, new FanoutRounds.Plan(1, Duration.ofSeconds(warm), WARM_PER_SECOND));
    var results = new ArrayList<FanoutRounds.Result>();
    for (int some : subscribers) {
      results.addAll(fanout.run(some, plan()));
      failed.forEach((name, why) -> results.add(FanoutRounds.Result.failed(name, some, why)));
    }
    scene("%.0f events a second to many".formatted(rate), Comparison.fanout(results));
  }

  private void stall(Stall stall, Map<Broker, Speaker> speakers, Brokers brokers)
      throws IOException, InterruptedException {
    var names = new ArrayList<>(Brokers.UNSYNCED);
    names.add(Brokers.OURS);
    var results = new ArrayList<Stall.Result>();
    for (var each : speakers.entrySet()) {
      var name = each.getKey().name();
      if (names.contains(name)) {
        try {
          results.add(stall.run(each.getKey(), each.getValue(), stallEvents, stallRate));
        } catch (IOException e) {
          brokers.failed(name, e);
        }
      }
    }
    var failed = new LinkedHashMap<>(brokers.failed());
    failed.keySet().retainAll(names);
    scene(
        "One of %d does not read, %.0f events a second".formatted(Stall.SUBSCRIBERS, stallRate),
        Comparison.stall(results, failed));
  }

  private void scene(String title, String table) {
    say("\n## %s\n\n%s\n%s".formatted(title, table, Machine.load()));
  }
}
