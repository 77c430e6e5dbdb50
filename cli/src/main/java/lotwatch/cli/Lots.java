package lotwatch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch lots}: every lot with its places. */
@Command(
    name = "lots",
    description = "Show every lot with its free places.",
    mixinStandardHelpOptions = true)
final class Lots implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws Failure {
    var lots = new ArrayList<JsonNode>();
    var next = "";
    do {
      var page = common.server.get("/api/lots?limit=1000" + next);
      page.path("items").forEach(lots::add);
      var after = page.path("next").asString("");
      next = after.isEmpty() ? "" : "&after=" + Server.segment(after);
    } while (!next.isEmpty());
    common.print(common.json ? lots.toString() : table(lots));
    return Exit.OK;
  }

  static String table(List<JsonNode> lots) {
    var lines = new ArrayList<String>();
    lines.add(
        "%-24s %8s %8s %8s %8s %8s"
            .formatted("LOT", "FREE", "OCCUPIED", "RESERVED", "UNKNOWN", "CAPACITY"));
    for (var lot : lots) {
      lines.add(
          "%-24s %8d %8d %8d %8d %8d"
              .formatted(
                  lot.path("id").asString(""),
                  lot.path("free").asInt(),
                  lot.path("occupied").asInt(),
                  lot.path("reserved").asInt(),
                  lot.path("unknown").asInt(),
                  lot.path("capacity").asInt()));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
