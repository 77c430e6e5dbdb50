package lotwatch.cli;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch sessions list}: who stands where, since when, and what it costs so far. */
@Command(
    name = "list",
    description = {
      "Show the parking sessions: where cars stand, since when, and what that costs so far.",
      "Plates are masked."
    },
    mixinStandardHelpOptions = true)
final class SessionList implements Callable<Integer> {
  private static final int LISTED_MAX = 1_000;

  @Mixin Common common = new Common();

  @Option(names = "--ended", description = "those that have ended, the newest last")
  boolean ended;

  @Override
  public Integer call() throws Failure {
    return list(common, ended);
  }

  static int list(Common common, boolean ended) throws Failure {
    var page =
        common.server.get(
            "/api/sessions?limit=%d&state=%s".formatted(LISTED_MAX, ended ? "ended" : "active"));
    common.print(page, table(page));
    return Exit.OK;
  }

  private static String table(JsonNode page) {
    var lines = new ArrayList<String>();
    lines.add(SessionTable.head());
    page.path("items").forEach(session -> lines.add(SessionTable.line(session)));
    if (page.has("next")) {
      lines.add("... and more: these are the first %d".formatted(LISTED_MAX));
    }
    return String.join(System.lineSeparator(), lines);
  }
}
