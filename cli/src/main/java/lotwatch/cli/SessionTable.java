package lotwatch.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import tools.jackson.databind.JsonNode;

/** Sessions as lines of text. */
final class SessionTable {
  private static final String FORMAT = "%-12s %-24s %-20s %10s %12s %s";

  private SessionTable() {}

  static String head() {
    return FORMAT.formatted("PLATE", "PLACE", "SINCE", "DURATION", "COST", "STATE");
  }

  static String line(JsonNode session) {
    return FORMAT.formatted(
        session.path("plate").asString(""),
        session.path("location").asString(""),
        session.path("start").asString(""),
        duration(session.path("seconds").asLong()),
        money(session.path("cost").asLong(), session.path("currency").asString("")),
        session.path("state").asString(""));
  }

  static String duration(long seconds) {
    var spent = Duration.ofSeconds(seconds);
    return "%d:%02d:%02d".formatted(spent.toHours(), spent.toMinutesPart(), spent.toSecondsPart());
  }

  /** Minor units as the currency writes them. */
  static String money(long minor, String code) {
    return "%s %s".formatted(amount(minor, code), code);
  }

  /** Without the currency. */
  static String amount(long minor, String code) {
    return BigDecimal.valueOf(minor, digits(code)).toPlainString();
  }

  private static int digits(String code) {
    try {
      return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) { // one that this JDK does not know
      return 0;
    }
  }
}
