package lotwatch.cli;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch node list}: every node, who leads, what each holds. */
@Command(
    name = "list",
    description = "Show every node, which of them leads, and the cameras each holds.",
    mixinStandardHelpOptions = true)
final class NodeList implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws Failure {
    var cluster = common.server.get("/api/nodes");
    common.print(cluster, table(cluster));
    return Exit.OK;
  }

  private static String table(JsonNode cluster) {
    var lines = new ArrayList<String>();
    var silent = new ArrayList<String>();
    cluster.path("members").forEach(member -> silent.add(member.asString("")));
    lines.add("%-12s %-22s %-8s %-28s %s".formatted("NODE", "ADDRESS", "ROLE", "PAGE", "CAMERAS"));
    for (var node : cluster.path("nodes")) {
      var address = node.path("address").asString("");
      var votes = silent.remove(address);
      var role = node.path("leads").asBoolean() ? "leader" : votes ? "follower" : "outside";
      var cameras = new ArrayList<String>();
      node.path("cameras").forEach(camera -> cameras.add(camera.asString("")));
      lines.add(
          "%-12s %-22s %-8s %-28s %s"
              .formatted(
                  node.path("id").asString(""),
                  address,
                  role,
                  node.path("page").asString(""),
                  String.join(" ", cameras)));
    }
    silent.forEach(
        address -> lines.add("%-12s %-22s %-8s".formatted("-", address, "silent").stripTrailing()));
    return String.join(System.lineSeparator(), lines);
  }
}
