package lotwatch.lab.bench.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.PeerProcess;
import lotwatch.lab.bench.Scratch;
import lotwatch.lab.cluster.Load;
import lotwatch.lab.cluster.Speed;
import lotwatch.lab.cluster.Trio.Failover;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench cluster}: what three nodes on one machine can do, beside their peers. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    header =
        "Reservations per second of three nodes, of three etcd members and of PostgreSQL on this"
            + " machine, and how long three nodes take none after the leader dies.",
    description = {
      "",
      "One after the other, each alone: RESERVE and CANCEL in turns over 100 lots,",
      "each on disk (of two of three where there are three) before it is answered.",
      "Our own are measured three times, with the clients in the leader's process",
      "(ours) and in another one, at the text port (text) and over gRPC as the other",
      "nodes (grpc), where those of etcd and PostgreSQL are too. etcd",
      "does not count what a lot has free. Then our leader is killed again and again.",
      "Needs the Debian packages etcd-server and postgresql-15; goes on without.",
      ""
    })
public final class ClusterCommand implements Callable<Integer> {
  private static final List<String> ALL = List.of("ours", "text", "grpc", "etcd", "postgres");
  private static final int LOTS = 100;
  private static final int CLIENTS_MAX = 900;
  private static final int WARM_CLIENTS = 64;

  /** Before each number of clients. */
  private static final Duration WARM_EACH = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long each number of clients works; default ${DEFAULT-VALUE}.")
  private int seconds = 10;

  @Option(
      names = "--warm",
      defaultValue = "60",
      description = "Seconds of 64 clients before each is measured; default ${DEFAULT-VALUE}.")
  private int warm = 60;

  @Option(
      names = "--clients",
      split = ",",
      defaultValue = "1,16,64,256",
      description = "How many work at a time, each up to 900; default ${DEFAULT-VALUE}.")
  private List<Integer> clients = List.of();

  @Option(
      names = "--only",
      split = ",",
      defaultValue = "ours,text,grpc,etcd,postgres",
      description = "Which to measure; default ${DEFAULT-VALUE}.")
  private List<String> only = List.of();

  @Option(
      names = "--kills",
      defaultValue = "20",
      description = "How often our leader is killed, with \"ours\"; default ${DEFAULT-VALUE}.")
  private int kills = 20;

  @Mixin private FolderOption folder = new FolderOption();

  @Option(names = "--report", description = "Also write it to this file, as Markdown.")
  private @Nullable Path report;

  /** Makes the command that picocli fills. */
  public ClusterCommand() {}

  @Override
  public Integer call() throws Exception {
    check();
    try (var scratch = Scratch.in(folder.path())) {
      var machine = Machine.text();
      var disk = scratch.disk();
      System.out.printf("%s%n%s%n", machine, disk);
      var series = new ArrayList<Series>();
      @Nullable Failover failover = null;
      for (var name : only) {
        try (var contender = start(name, scratch)) {
          if (contender == null) {
            continue;
          }
          series.add(measure(name, contender));
          if (contender instanceof OurCluster ours) {
            System.out.printf("%s: %d elections, the first included%n", name, ours.elections());
            if (name.equals("ours") && kills > 0) {
              System.out.printf("killing the leader %d times%n", kills);
              failover = ours.failover(kills);
            }
          }
        }
        scratch.remove(name);
      }
      var done = new ClusterReport(machine, disk, seconds, series, failover);
      System.out.print("\n" + done.ratios() + done.failoverText());
      if (report != null) {
        Files.writeString(report, done.markdown(), UTF_8);
      }
      return 0;
    }
  }

  private void check() {
    if (seconds < 1 || warm < 1 || kills < 0) {
      throw new ParameterException(spec.commandLine(), "--seconds and --warm are at least 1");
    }
    if (clients.isEmpty() || clients.stream().anyMatch(some -> some < 1 || some > CLIENTS_MAX)) {
      throw new ParameterException(spec.commandLine(), "--clients are 1 to " + CLIENTS_MAX);
    }
    if (!ALL.containsAll(only)) {
      throw new ParameterException(spec.commandLine(), "--only is some of " + ALL);
    }
  }

  private static @Nullable Contender start(String name, Scratch scratch)
      throws IOException, InterruptedException {
    System.out.printf("%n%s: starting%n", name);
    var place = scratch.resolve(name);
    Files.createDirectories(place);
    return switch (name) {
      case "etcd" -> etcd(place);
      case "postgres" -> postgres(place);
      case "text" -> new OurCluster(place, LOTS, OurCluster.Way.TEXT);
      case "grpc" -> new OurCluster(place, LOTS, OurCluster.Way.GRPC);
      default -> new OurCluster(place, LOTS, OurCluster.Way.INSIDE);
    };
  }

  private static @Nullable Contender etcd(Path place) throws IOException {
    var program = PeerProcess.find("etcd");
    if (program.isEmpty()) {
      System.out.println("etcd is not installed: " + Etcd.INSTALL);
      return null;
    }
    return new Etcd(program.get(), place);
  }

  private static @Nullable Contender postgres(Path place) throws IOException, InterruptedException {
    var program = Postgres.find();
    if (program.isEmpty()) {
      System.out.println("PostgreSQL is not installed: " + Postgres.INSTALL);
      return null;
    }
    return new Postgres(program.get(), place, LOTS);
  }

  private Series measure(String name, Contender contender)
      throws IOException, InterruptedException {
    System.out.printf("%s: warming up, %d s%n", name, warm);
    contender.warm(
        new Load.Plan(WARM_CLIENTS, LOTS, Duration.ofMillis(1), Duration.ofSeconds(warm)));
    System.out.printf("%s: %s%n%s%n", name, contender.about(), Series.HEAD);
    var speeds = new ArrayList<Speed>();
    for (int some : clients) {
      var speed = contender.load(new Load.Plan(some, LOTS, WARM_EACH, Duration.ofSeconds(seconds)));
      System.out.println(Series.row(speed));
      speeds.add(speed);
    }
    return new Series(name, contender.about(), speeds);
  }
}
