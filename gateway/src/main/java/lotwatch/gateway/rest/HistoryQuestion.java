package lotwatch.gateway.rest;

import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import lotwatch.ledger.LotId;
import lotwatch.wire.history.Cursor;
import lotwatch.wire.history.HistoryFilter;
import lotwatch.wire.history.HistorySpan;
import lotwatch.wire.history.HistorySpan.By;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/** What a request asks of the history; each parameter is checked, and none is passed over. */
final class HistoryQuestion {
  /** Characters of a parameter. */
  static final int LENGTH_MAX = 160;

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final int HOURLY_DAYS = 2;
  private static final int DAILY_DAYS = 31;
  private static final int YEAR_MIN = 1970;
  private static final int YEAR_MAX = 2199;

  private static final Set<String> FILTERS = Set.of("lot", "from", "to", "limit", "cursor");

  /** Part of a location, which people may not know whole. */
  private static final String PLACE = "place";

  private final Context ctx;

  private HistoryQuestion(Context ctx) {
    this.ctx = ctx;
  }

  /**
   * Reads a request.
   *
   * @param known the parameters that it may have
   */
  static HistoryQuestion of(Context ctx, Set<String> known) throws ProblemException {
    Parameters.check(ctx, known);
    return new HistoryQuestion(ctx);
  }

  /**
   * Which rows are asked for.
   *
   * @param place the parameter that says where, and {@code kind} the one that says what; empty if
   *     there is none
   * @param kinds what {@code kind} may be
   */
  static HistoryFilter filter(
      Context ctx, String place, boolean plates, String kind, List<String> kinds)
      throws ProblemException {
    var known = new TreeSet<>(FILTERS);
    known.addAll(List.of(place, kind));
    if (place.equals("location")) {
      known.add(PLACE);
    }
    if (plates) {
      known.add("plate");
    }
    known.remove("");
    var question = of(ctx, known);
    var from = question.time("from");
    var to = question.time("to");
    checkOrder(from, to);
    return new HistoryFilter(
        question.lot(),
        question.text(place),
        known.contains(PLACE) ? question.text(PLACE) : null,
        question.text("plate"),
        question.choice(kind, kinds),
        from,
        to,
        Pages.limit(ctx.queryParam("limit")),
        question.cursor());
  }

  private static void checkOrder(@Nullable Instant from, @Nullable Instant to)
      throws ProblemException {
    if (from != null && to != null && !from.isBefore(to)) {
      throw ProblemException.wrong("to", "is not after from");
    }
  }

  /** A text; null if it is not given. */
  @Nullable String text(String name) throws ProblemException {
    var text = name.isEmpty() ? null : ctx.queryParam(name);
    if (text != null && (text.isBlank() || text.length() > LENGTH_MAX)) {
      throw ProblemException.wrong(
          name, "has %d characters, the limits are 1 and %d".formatted(text.length(), LENGTH_MAX));
    }
    return text;
  }

  /** The id of a lot, or of what was one; null if none is given. */
  @Nullable String lot() throws ProblemException {
    var lot = text("lot");
    try {
      return lot == null ? null : new LotId(lot).value();
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("lot", e);
    }
  }

  /** The id of a lot, which must be given. */
  String lotNeeded() throws ProblemException {
    var lot = lot();
    if (lot == null) {
      throw ProblemException.wrong("lot", "is missing");
    }
    return lot;
  }

  private @Nullable String choice(String name, List<String> choices) throws ProblemException {
    var text = text(name);
    if (text != null && !choices.isEmpty() && !choices.contains(text)) {
      throw ProblemException.wrong(name, "must be one of " + choices);
    }
    return text;
  }

  private @Nullable Cursor cursor() throws ProblemException {
    var text = ctx.queryParam("cursor");
    if (text == null) {
      return null;
    }
    var cursor = Cursor.parse(text);
    if (cursor == null) {
      throw ProblemException.wrong("cursor", "is not the 'next' of an answer");
    }
    return cursor;
  }

  /** A time with its offset, or a date, which begins at midnight UTC; null if it is not given. */
  @Nullable Instant time(String name) throws ProblemException {
    var text = text(name);
    if (text == null) {
      return null;
    }
    try {
      var time =
          text.contains("T")
              ? OffsetDateTime.parse(text.replace(' ', '+'), DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                  .toInstant()
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      int year = time.atZone(ZoneOffset.UTC).getYear();
      if (year >= YEAR_MIN && year <= YEAR_MAX) {
        return time;
      }
    } catch (DateTimeException _) {
      // told below
    }
    throw ProblemException.wrong(
        name,
        "must be a date, which begins at midnight UTC, or a time with its offset, as 2027-01-01T08:30:00Z, from 1970 to 2199");
  }

  /** A number from 1 on. */
  int number(String name, int otherwise, int max) throws ProblemException {
    var text = text(name);
    try {
      int number = text == null ? otherwise : Integer.parseInt(text);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw ProblemException.wrong(name, "must be a number from 1 to " + max);
  }

  /** The time zone whose hours and days are asked for; UTC unless it is given. */
  ZoneId zone() throws ProblemException {
    var text = text("zone");
    try {
      return text == null ? UTC : ZoneId.of(text.replace(' ', '+'));
    } catch (DateTimeException _) {
      throw ProblemException.wrong("zone", "is no time zone, such as Europe/Berlin or UTC");
    }
  }

  /**
   * A stretch of time in hours or days; of days by default the last 31, of hours the last 48.
   *
   * @param lot null for all
   */
  HistorySpan span(@Nullable String lot, Instant now) throws ProblemException {
    var by = by();
    var zone = zone();
    var to = Objects.requireNonNullElse(time("to"), now);
    var usual = Duration.ofDays(by == By.HOUR ? HOURLY_DAYS : DAILY_DAYS);
    var from = Objects.requireNonNullElse(time("from"), to.minus(usual));
    checkOrder(from, to);
    var span = new HistorySpan(lot, from, to, by, zone);
    if (span.points() > HistorySpan.POINTS_MAX) {
      throw ProblemException.wrong(
          "from",
          "to 'to' are %d points, the limit is %d"
              .formatted(span.points(), HistorySpan.POINTS_MAX));
    }
    return span;
  }

  private By by() throws ProblemException {
    var words =
        Arrays.stream(By.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    var text = choice("by", words);
    return text == null ? By.HOUR : By.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
