package lotwatch.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code lotwatch sessions}: who stands where, since when, and what it costs so far. */
@Command(
    name = "sessions",
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
    var page =
        common.server.get(
            "/api/sessions?limit=%d&state=%s".formatted(LISTED_MAX, ended ? "ended" : "active"));
    common.print(page, table(page));
    return Exit.OK;
  }

  private static String table(JsonNode page) {
    var lines = new ArrayList<String>();
    lines.add(
        "%-12s %-24s %-20s %10s %12s %s"
            .formatted("PLATE", "PLACE", "SINCE", "DURATION", "COST", "STATE"));
    for (var session : page.path("items")) {
      lines.add(
          "%-12s %-24s %-20s %10s %12s %s"
              .formatted(
                  session.path("plate").asString(""),
                  session.path("location").asString(""),
                  session.path("start").asString(""),
                  duration(session),
                  money(session),
                  session.path("state").asString("")));
    }
    if (page.has("next")) {
      lines.add("... and more: these are the first %d".formatted(LISTED_MAX));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String duration(JsonNode session) {
    var spent =
        Duration.between(
            Instant.parse(session.path("start").asString("")),
            Instant.parse(session.path("end").asString("")));
    return "%d:%02d:%02d".formatted(spent.toHours(), spent.toMinutesPart(), spent.toSecondsPart());
  }

  /** Minor units as the currency writes them. */
  private static String money(JsonNode session) {
    var code = session.path("currency").asString("");
    int digits = digits(code);
    var cost = BigDecimal.valueOf(session.path("cost").asLong(), digits);
    return "%s %s".formatted(cost.toPlainString(), code);
  }

  private static int digits(String code) {
    try {
      return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) { // one that this JDK does not know
      return 0;
    }
  }
}
