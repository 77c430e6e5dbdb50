package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.gateway.pseudonyms.SeenPlates;
import lotwatch.gateway.sightings.SightingSink;
import lotwatch.gateway.sightings.UnusedSightings;
import lotwatch.gateway.sightings.UnusedSightings.Unused;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.SessionCommand;
import lotwatch.ledger.SessionCommand.See;
import lotwatch.ledger.UnavailableException;
import lotwatch.records.Fingerprint;
import lotwatch.records.Reason;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.wire.PlateMatch;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sightings of cars in. A batch counts whole or not at all; each sighting counts once, however
 * often it comes.
 */
public final class SightingRoutes {
  /** Bytes in the body of one batch. */
  static final int BATCH_BYTES_MAX = 512 << 10;

  /**
   * What is seen now cannot be seen later than this from now: a wrong clock keeps no session open.
   */
  static final Duration AHEAD_MAX = Duration.ofHours(1);

  private static final Set<String> FIELDS = Set.of("id", "plate", "location", "status", "time");

  private final Gate gate;
  private final SightingSink sink;
  private final UnusedSightings unused;
  private final SeenPlates plates;
  private final InstantSource clock;
  private final IdempotencyKeys keys = new IdempotencyKeys();

  /** The same with sightings that go into the ledger. */
  public SightingRoutes(Gate gate, EventLog eventLog, InstantSource clock) {
    this(gate, SightingSink.ledger(gate), eventLog, new UnusedSightings(clock), clock);
  }

  /**
   * @param sink takes the sightings
   * @param eventLog whose view tells what becomes of plates
   * @param unused is told what counts for nothing, and tells it
   * @param clock that no sighting of now may be far ahead of
   */
  public SightingRoutes(
      Gate gate,
      SightingSink sink,
      EventLog eventLog,
      UnusedSightings unused,
      InstantSource clock) {
    this.gate = gate;
    this.sink = sink;
    this.unused = unused;
    this.plates = new SeenPlates(gate, eventLog);
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.post("/api/sightings", this::see);
    config.routes.get("/api/sightings/unused", this::unused);
  }

  private void unused(Context ctx) {
    LotRoutes.answer(ctx, new UnusedShape(unused.since(), unused.newestFirst()));
  }

  private void see(Context ctx)
      throws ProblemException, DeniedException, UnavailableException, IOException {
    try {
      var seen = seen(ctx);
      unused.add(UnusedSightings.REST, UnusedSightings.STRAY, seen.strays());
      LotRoutes.answer(ctx, SeenShape.of(seen));
    } catch (ProblemException e) {
      unused.add(UnusedSightings.REST, reason(e.problem()), 1);
      throw e;
    }
  }

  /** As dead letters have it, as far as they know it. */
  private static String reason(Problem problem) {
    var field = problem.field();
    if (problem.reason() != null) {
      return problem.reason().toLowerCase(Locale.ROOT);
    }
    if (problem.status() == 413) {
      return Reason.TOO_LONG.word();
    }
    if (field == null) {
      return "request";
    }
    return switch (field.substring(field.lastIndexOf('.') + 1)) {
      case "plate" -> Reason.PLATE.word();
      case "location" -> Reason.LOCATION.word();
      case "status" -> Reason.STATUS_UNKNOWN.word();
      case "time" -> Reason.TIME_RANGE.word();
      case "id" -> Reason.ID.word();
      case "body" -> Reason.NOT_JSON.word();
      default -> Reason.FIELD_TYPE.word();
    };
  }

  private Seen seen(Context ctx)
      throws ProblemException, DeniedException, UnavailableException, IOException {
    var body = Body.of(ctx, Set.of("sightings", "stream"), BATCH_BYTES_MAX);
    var stream = body.has("stream") ? body.text("stream") : "";
    if (!stream.isEmpty() && !sink.takesRecordings()) {
      throw ProblemException.wrong(
          "stream",
          "names a recording, which goes to the topic of sightings here: lotwatch produce --replay");
    }
    if (stream.indexOf('/') >= 0) {
      throw ProblemException.wrong(
          "stream", "contains '/', which only the names of partitions of topics have");
    }
    var nodes = body.list("sightings", SessionCommand.SIGHTINGS_MAX);
    var request = HttpRequesters.of(ctx).asks(Action.SIGHT, "%d sightings".formatted(nodes.size()));
    gate.ask(request);
    var read = read(nodes, plates.hide(request));
    if (stream.isEmpty()) {
      checkAhead(read);
    }
    var asked =
        stream + read.stream().map(SightingRoutes::written).collect(Collectors.joining("\n\n"));
    var id = keys.of(ctx, asked);
    if (id == null && !stream.isEmpty()) { // a recording's time runs as fast as it is sent
      id = new RequestId("stream-" + Fingerprint.of(asked));
    }
    See command;
    try {
      command = new See(stream, read);
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("stream", e);
    }
    return switch (sink.take(request, command, id)) {
      case Seen seen -> seen;
      case Rejected rejected -> throw Answers.of(rejected);
      case Accepted _, Held _ -> throw new IllegalStateException("sightings without a count");
    };
  }

  private void checkAhead(List<Sighting> read) throws ProblemException {
    long last = clock.instant().plus(AHEAD_MAX).getEpochSecond();
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i).second() > last) {
        throw ProblemException.wrong(
            "sightings[%d].time".formatted(i),
            "is %d s ahead of now, the limit is %d s; a recording has a stream of its own"
                .formatted(
                    read.get(i).second() - clock.instant().getEpochSecond(),
                    AHEAD_MAX.toSeconds()));
      }
    }
  }

  private static String written(Sighting sighting) {
    return String.join(
        "\n",
        sighting.id(),
        sighting.key().plate(),
        sighting.key().location(),
        sighting.status().name(),
        Long.toString(sighting.second()));
  }

  private static List<Sighting> read(List<JsonNode> nodes, UnaryOperator<String> hide)
      throws ProblemException {
    var read = new ArrayList<Sighting>(nodes.size());
    for (int i = 0; i < nodes.size(); i++) {
      read.add(sighting("sightings[%d]".formatted(i), nodes.get(i), hide));
    }
    return read;
  }

  private static Sighting sighting(String at, JsonNode node, UnaryOperator<String> hide)
      throws ProblemException {
    if (!node.isObject()) {
      throw ProblemException.wrong(at, "must be an object");
    }
    for (var field : node.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw ProblemException.wrong(
            at + "." + field, "is not a field of a sighting; it has " + new TreeSet<>(FIELDS));
      }
    }
    var plate = plate(at, node, hide);
    var location = text(at, node, "location").strip();
    var status = status(at, text(at, node, "status"));
    long second = second(at + ".time", node.get("time"));
    var id =
        node.hasNonNull("id")
            ? text(at, node, "id")
            : Fingerprint.of(plate, location, status.name(), Long.toString(second));
    try {
      return new Sighting(id, new SessionKey(plate, location), status, second);
    } catch (IllegalArgumentException e) {
      var field = String.valueOf(e.getMessage()).split(" ", 2)[0];
      throw ProblemException.wrong(at + "." + field, e);
    }
  }

  private static String plate(String at, JsonNode node, UnaryOperator<String> hide)
      throws ProblemException {
    var plate = text(at, node, "plate").strip();
    if (plate.isEmpty() || plate.length() > Sighting.PLATE_LENGTH_MAX) {
      throw ProblemException.wrong(
          at + ".plate",
          "has %d characters, the limits are 1 and %d"
              .formatted(plate.length(), Sighting.PLATE_LENGTH_MAX));
    }
    try {
      PlateMatch.checkVisible(plate);
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong(at + ".plate", e);
    }
    return hide.apply(plate);
  }

  private static String text(String at, JsonNode node, String field) throws ProblemException {
    @Nullable JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw ProblemException.wrong(at + "." + field, "is missing");
    }
    if (!value.isString()) {
      throw ProblemException.wrong(at + "." + field, "must be a string");
    }
    return value.stringValue();
  }

  private static Status status(String at, String written) throws ProblemException {
    for (var status : Status.values()) {
      if (status.name().equals(written)) {
        return status;
      }
    }
    throw ProblemException.wrong(at + ".status", "must be one of " + List.of(Status.values()));
  }

  /** Seconds since 1970, or a time with its offset. */
  private static long second(String field, @Nullable JsonNode value) throws ProblemException {
    if (value == null || value.isNull()) {
      throw ProblemException.wrong(field, "is missing");
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isString()) {
      try {
        return OffsetDateTime.parse(value.stringValue()).toEpochSecond();
      } catch (DateTimeException e) {
        // told below
      }
    }
    throw ProblemException.wrong(
        field,
        "must be whole seconds since 1970, or a time with its offset, as 2027-01-01T08:30:00+01:00");
  }

  /** What became of a batch. */
  record SeenShape(int counted, int duplicates, int late, int orphanExits, int strays) {
    static SeenShape of(Seen seen) {
      return new SeenShape(
          seen.counted(), seen.duplicates(), seen.late(), seen.orphanExits(), seen.strays());
    }
  }

  /** What counted for nothing since then. */
  record UnusedShape(Instant since, List<Unused> items) {}
}
