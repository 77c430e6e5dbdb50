package lotwatch.cli;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import lotwatch.records.Money;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch sessions show ID}: a session and each of its revisions, from the history. */
@Command(
    name = "show",
    description = "Show a session and each of its revisions, from the history.",
    mixinStandardHelpOptions = true)
final class SessionShow implements Callable<Integer> {
  private static final String FORMAT = "%8s %-24s %-8s %10s %12s";

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "ID", description = "the id, as sessions list shows it")
  String id = "";

  @Override
  public Integer call() throws Failure {
    var timeline = common.server.get("/api/history/sessions/" + Server.segment(id));
    common.print(timeline, table(timeline));
    return Exit.OK;
  }

  private static String table(JsonNode timeline) {
    var currency = timeline.path("session").path("currency").asString("");
    var lines = new ArrayList<String>();
    lines.add(SessionTable.head());
    lines.add(SessionTable.line(timeline.path("session")));
    lines.add("");
    lines.add(FORMAT.formatted("REVISION", "AT", "STATE", "DURATION", "COST"));
    for (var revision : timeline.path("revisions")) {
      lines.add(
          FORMAT.formatted(
              revision.path("revision").asString(""),
              revision.path("at").asString(""),
              revision.path("state").asString(""),
              SessionTable.duration(revision.path("seconds").asLong()),
              Money.text(revision.path("cost").asLong(), currency)));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
