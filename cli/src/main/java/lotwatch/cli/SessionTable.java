package lotwatch.cli;

import java.time.Duration;
import lotwatch.records.Money;
import tools.jackson.databind.JsonNode;

/** Sessions as lines of text. */
final class SessionTable {
  private static final String FORMAT = "%-12s %-24s %-20s %10s %12s %-8s %s";

  private SessionTable() {}

  static String head() {
    return FORMAT.formatted("PLATE", "PLACE", "SINCE", "DURATION", "COST", "STATE", "ID");
  }

  static String line(JsonNode session) {
    return FORMAT.formatted(
        session.path("plate").asString(""),
        session.path("location").asString(""),
        session.path("start").asString(""),
        duration(session.path("seconds").asLong()),
        Money.text(session.path("cost").asLong(), session.path("currency").asString("")),
        session.path("state").asString(""),
        session.path("id").asString(""));
  }

  static String duration(long seconds) {
    var spent = Duration.ofSeconds(seconds);
    return "%d:%02d:%02d".formatted(spent.toHours(), spent.toMinutesPart(), spent.toSecondsPart());
  }
}
