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
    for (var address : silent) {
      lines.add(missing(cluster, address));
    }
    return String.join(System.lineSeparator(), lines);
  }

  /** One that votes and is not there; its name and when it was heard, as far as that is known. */
  private static String missing(JsonNode cluster, String address) {
    var name = "-";
    var last = "";
    for (var each : cluster.path("missing")) {
      if (each.path("address").asString("").equals(address)) {
        name = each.path("id").asString("");
        last = each.path("heardAt").asString("");
      }
    }
    return "%-12s %-22s %-8s %s"
        .formatted(name, address, "missing", last.isEmpty() ? "" : "last heard at " + last)
        .stripTrailing();
  }
}
