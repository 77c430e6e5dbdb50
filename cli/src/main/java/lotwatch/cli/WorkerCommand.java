package lotwatch.cli;

import java.util.ArrayList;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch worker}: those who encode. */
@Command(
    name = "worker",
    description = "Show the workers that encode, and say whether they get work.",
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Runnable {
  private static final String ROW = "%-24s %-9s %5s %5s %6s %8s %8s  %-20s %s";
  private static final int LISTED_MAX = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
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
            "WORKER", "STATE", "TASKS", "SLOTS", "LOAD", "DONE", "FAILED", "HEARD", "ADDRESS"));
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
