package lotwatch.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lotwatch.records.Money;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch sessions export}: the sessions of the history, a line each. */
@Command(
    name = "export",
    description = "Write the sessions of the history, the newest first, a line each.",
    mixinStandardHelpOptions = true)
final class SessionExport implements Callable<Integer> {
  private static final int PAGE = 1_000;

  /** In the order of the columns. */
  private static final List<String> FIELDS =
      List.of("id", "revision", "plate", "location", "start", "end", "seconds", "state");

  /** What makes a program for tables take a text for a formula. */
  private static final String FORMULA = "=+-@\t\r";

  @Mixin Common common = new Common();

  @Option(names = "--csv", description = "with commas (RFC 4180); without it, JSON")
  boolean csv;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "begun from this date (midnight UTC) or time with its offset on")
  Optional<String> from = Optional.empty();

  @Option(names = "--to", paramLabel = "TIME", description = "begun before")
  Optional<String> to = Optional.empty();

  @Override
  public Integer call() throws Failure {
    if (csv) {
      common.print(String.join(",", FIELDS) + ",cost,currency");
    }
    var path =
        "/api/history/sessions?limit=" + PAGE + parameter("from", from) + parameter("to", to);
    var next = "";
    do {
      var page = common.server.get(path + next);
      for (var session : page.path("items")) {
        common.print(csv ? line(session) : session.toString());
      }
      next =
          page.has("next") ? parameter("cursor", Optional.of(page.path("next").asString(""))) : "";
    } while (!next.isEmpty());
    return Exit.OK;
  }

  private static String parameter(String name, Optional<String> value) {
    return value.map(it -> "&" + name + "=" + Server.segment(it)).orElse("");
  }

  private static String line(JsonNode session) {
    var currency = session.path("currency").asString("");
    return FIELDS.stream()
        .map(field -> quoted(session.path(field).asString("")))
        .collect(
            Collectors.joining(
                ",",
                "",
                ",%s,%s"
                    .formatted(Money.amount(session.path("cost").asLong(), currency), currency)));
  }

  /** As RFC 4180 has it; what came from outside is never a formula. */
  static String quoted(String text) {
    var plain = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return plain.matches("[^\",\r\n]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
  }
}
