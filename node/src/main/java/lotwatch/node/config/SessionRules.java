package lotwatch.node.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lotwatch.ledger.SessionPolicy;
import lotwatch.sessions.Places;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.sessions.Tariffs.Rule;
import lotwatch.wire.settings.Section;

/** Reads the section {@code sessions} for the ledger, and writes it: the ledger knows no files. */
public final class SessionRules {
  private static final String TARIFFS = "tariffs";
  private static final String CAMPUS = "campus";
  private static final String SYSTEM_C = "system-c";

  /** The lot of places that have names of their own. */
  private static final String LOT = "main";

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TIMEOUT_SHORT =
      Duration.ofSeconds(lotwatch.sessions.Rules.TIMEOUT_SECONDS_SHORT);

  private SessionRules() {}

  /** Whether sessions have plates as they were read. */
  private enum Plates {
    PSEUDONYM,
    CLEAR
  }

  /**
   * Reads the section.
   *
   * @param usual what holds where it says nothing
   * @return empty if it is a problem
   */
  static Optional<SessionPolicy> read(Section sessions, SessionPolicy usual) {
    var rules = usual.rules();
    var timeout = seconds(sessions, "timeout", rules.timeoutSeconds(), SECOND);
    var lateness = seconds(sessions, "lateness", rules.latenessSeconds(), Duration.ZERO);
    var forget = seconds(sessions, "forget", rules.forgetSeconds(), Duration.ZERO);
    var plates = sessions.choice("plates", Plates.PSEUDONYM, Plates.class);
    var places = places(sessions);
    var tariffs = sessions.list(TARIFFS, SessionRules::tariff);
    if (timeout.compareTo(TIMEOUT_SHORT) < 0) {
      sessions.problem(
          "timeout",
          "is %d s, below %d s cars that stand still time out between two sightings"
              .formatted(timeout.toSeconds(), TIMEOUT_SHORT.toSeconds()));
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SessionPolicy(
              new lotwatch.sessions.Rules(
                  timeout.toSeconds(), lateness.toSeconds(), forget.toSeconds()),
              tariffs.isEmpty() ? usual.tariffs() : new Tariffs(tariffs),
              places,
              plates == Plates.CLEAR));
    } catch (IllegalArgumentException e) {
      sessions.problemOf("sessions", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Duration seconds(Section section, String key, long usual, Duration min) {
    return section.seconds(key, Duration.ofSeconds(usual), min, Section.WEEK_MAX);
  }

  private static List<Place> places(Section sessions) {
    var written = sessions.text("places", CAMPUS).strip();
    if (written.equals(CAMPUS)) {
      return List.of();
    }
    if (written.equals(SYSTEM_C)) {
      return Places.systemC().all();
    }
    var places = new ArrayList<Place>();
    var names = new HashSet<String>();
    for (var name : written.split(",", SessionPolicy.PLACES_MAX + 2)) {
      if (name.isBlank() || !names.add(name.strip().toUpperCase(Locale.ROOT))) {
        sessions.problem(
            "places",
            "is %s, %s or names with commas between them, each once, whatever its case; '%s' is not"
                .formatted(CAMPUS, SYSTEM_C, name.strip()));
        return List.of();
      }
      places.add(new Place(name.strip(), LOT));
    }
    return places;
  }

  private static Optional<Rule> tariff(Section tariff) {
    var lot = tariff.text("lot", "");
    var written = tariff.text("from", "");
    var currency = tariff.text("currency");
    var block =
        tariff.seconds(
            "block", Duration.ofMinutes(15), SECOND, Duration.ofSeconds(Tariff.BLOCK_SECONDS_MAX));
    int price = tariff.integer("price", 0, 0, (int) Tariff.PRICE_MAX);
    var free = tariff.seconds("free", Duration.ZERO, Duration.ZERO, Section.WEEK_MAX);
    int dayMax = tariff.integer("day-max", 0, 0, (int) Tariff.PRICE_MAX);
    if (currency.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Rule(
              lot,
              written.isBlank() ? Long.MIN_VALUE : from(written.strip()),
              new Tariff(currency, block.toSeconds(), price, free.toSeconds(), dayMax)));
    } catch (DateTimeException e) {
      tariff.problem(
          "from",
          "is '%s', it is a date, which begins at midnight UTC, or a time with its offset, as 2027-01-01T00:00:00+01:00"
              .formatted(written));
    } catch (IllegalArgumentException e) {
      tariff.problem("currency", "or another key cannot be used: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static long from(String written) {
    return written.contains("T")
        ? OffsetDateTime.parse(written).toEpochSecond()
        : LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /** What another policy would change, in lines for people: one for each key, and each tariff. */
  public static List<String> difference(SessionPolicy from, SessionPolicy to) {
    var lines = new ArrayList<String>();
    var before = of(from);
    var after = of(to);
    after.forEach((key, value) -> {
      if (!key.equals(TARIFFS) && !value.equals(before.get(key))) {
        lines.add("~ sessions.%s: %s, was %s".formatted(key, value, before.get(key)));
      }
    });
    tariffs(from)
        .filter(each -> !to.tariffs().rules().contains(each))
        .map(SessionRules::of)
        .forEach(each -> lines.add("- tariff " + each));
    tariffs(to)
        .filter(each -> !from.tariffs().rules().contains(each))
        .map(SessionRules::of)
        .forEach(each -> lines.add("+ tariff " + each));
    if (lines.isEmpty()) {
      lines.add("~ the order of sessions.tariffs");
    }
    return lines;
  }

  private static Stream<Rule> tariffs(SessionPolicy policy) {
    return policy.tariffs().rules().stream();
  }

  /** The section as it is written. */
  static Map<String, Object> of(SessionPolicy policy) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("timeout", policy.rules().timeoutSeconds());
    shape.put("lateness", policy.rules().latenessSeconds());
    shape.put("forget", policy.rules().forgetSeconds());
    shape.put("plates", policy.clearPlates() ? "clear" : "pseudonym");
    shape.put("places", written(policy.places()));
    shape.put(TARIFFS, policy.tariffs().rules().stream().map(SessionRules::of).toList());
    return shape;
  }

  private static String written(List<Place> places) {
    if (places.isEmpty()) {
      return CAMPUS;
    }
    return places.equals(Places.systemC().all())
        ? SYSTEM_C
        : String.join(",", places.stream().map(Place::name).toList());
  }

  private static Map<String, Object> of(Rule rule) {
    Map<String, Object> shape = new LinkedHashMap<>();
    if (!rule.lot().isEmpty()) {
      shape.put("lot", rule.lot());
    }
    if (rule.from() != Long.MIN_VALUE) {
      shape.put("from", Instant.ofEpochSecond(rule.from()).toString());
    }
    shape.put("currency", rule.tariff().currency());
    shape.put("block", rule.tariff().blockSeconds());
    shape.put("price", rule.tariff().blockPrice());
    shape.put("free", rule.tariff().freeSeconds());
    shape.put("day-max", rule.tariff().dayPriceMax());
    return shape;
  }
}
