package lotwatch.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lotwatch.ledger.WorkerReport;
import lotwatch.recordings.remote.NodeCalls;
import lotwatch.recordings.work.WorkSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch worker}: those who encode. */
@Command(
    name = "worker",
    description = {
      "Show the workers that encode, and say whether they get work.",
      "With --join: work for nodes on this machine, which is none of them."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A worker takes whatever recordings need, from any of the nodes, and needs no port of its own.",
      "Ctrl-C ends what it has, within a minute; the rest is given back."
    })
final class WorkerCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %-9s %5s %5s %6s %8s %8s %8s  %-20s %s";
  private static final int LISTED_MAX = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "the gRPC ports of nodes: when one does not answer, the next is asked")
  List<String> join = List.of();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "tasks at a time (${DEFAULT-VALUE}, with --join)")
  int slots = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads of one encoder, as recordings.threads of the nodes (${DEFAULT-VALUE})")
  int threads = 1;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "its folder, nobody else's (${DEFAULT-VALUE})")
  Path data = Path.of("worker");

  @Option(names = "--ffmpeg", paramLabel = "FILE", description = "the ffmpeg to use")
  @Nullable Path ffmpeg;

  @Override
  public Integer call() throws Failure, InterruptedException {
    if (join.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "which command? Or --join a node");
    }
    within("--slots", slots, WorkerReport.SLOTS_MAX);
    within("--threads", threads, WorkSettings.THREADS_MAX);
    if (join.size() > NodeCalls.NODES_MAX) {
      throw new Failure(Exit.USAGE, "--join: at most %d nodes".formatted(NodeCalls.NODES_MAX));
    }
    for (var node : join) {
      if (!node.matches("\\S+:\\d{1,5}")) {
        throw new Failure(Exit.USAGE, "--join %s: a node is HOST:PORT".formatted(node));
      }
    }
    var wish = new WorkerJoin.Wish(join, slots, threads, data, ffmpeg);
    return WorkerJoin.run(wish, spec.commandLine().getOut());
  }

  private static void within(String name, int value, int max) throws Failure {
    if (value < 1 || value > max) {
      throw new Failure(Exit.USAGE, "%s %d: 1 to %d".formatted(name, value, max));
    }
  }

  @Command(name = "list", description = "Show all workers.", mixinStandardHelpOptions = true)
  int list(@Mixin Common common) throws Failure {
    var page = common.server.get("/api/workers?limit=" + LISTED_MAX);
    common.print(page, table(page.path("items")));
    return Exit.OK;
  }

  private static String table(JsonNode workers) {
    var lines = new ArrayList<String>();
    lines.add(
        ROW.formatted(
            "WORKER",
            "STATE",
            "TASKS",
            "SLOTS",
            "LOAD",
            "DONE",
            "FAILED",
            "REJECTED",
            "HEARD",
            "ADDRESS"));
    for (var each : workers) {
      lines.add(
          ROW.formatted(
              each.path("name").asString(""),
              each.path("steering").asString(""),
              each.path("leases").asInt(0),
              each.path("slots").asInt(0),
              each.path("load").asString("0"),
              each.path("done").asLong(0),
              each.path("failed").asLong(0),
              each.path("rejected").asLong(0),
              each.path("heardAt").asString("").replaceFirst("\\.\\d+", ""),
              each.path("address").asString("")));
    }
    return String.join(System.lineSeparator(), lines);
  }

  @Command(
      name = "drain",
      description = "Let a worker end what it has, and then leave.",
      mixinStandardHelpOptions = true)
  int drain(@Mixin Common common, @Parameters(paramLabel = "WORKER") String name) throws Failure {
    return steer(common, name, "drain");
  }

  @Command(
      name = "pause",
      description = "Give a worker no work until it is resumed.",
      mixinStandardHelpOptions = true)
  int pause(@Mixin Common common, @Parameters(paramLabel = "WORKER") String name) throws Failure {
    return steer(common, name, "pause");
  }

  @Command(
      name = "resume",
      description = "Give a worker work again.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin Common common, @Parameters(paramLabel = "WORKER") String name) throws Failure {
    return steer(common, name, "resume");
  }

  private static int steer(Common common, String name, String what) throws Failure {
    var path = "/api/workers/%s/%s".formatted(Server.segment(name), what);
    common.print(common.server.post(path, Map.of()), "OK: %s %s".formatted(what, name));
    return Exit.OK;
  }
}
