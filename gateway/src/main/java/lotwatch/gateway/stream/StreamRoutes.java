package lotwatch.gateway.stream;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.SessionState.Ended;
import lotwatch.wire.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * System C's reads, with their keys sorted as it sends them. Plates are as the sessions have them.
 */
public final class StreamRoutes {
  /** Rows of ended sessions unless asked otherwise. */
  static final int CLOSED_DEFAULT = 50;

  private final EventLog eventLog;
  private final InstantSource clock;

  /**
   * @param clock until which durations and costs of open sessions run
   */
  public StreamRoutes(EventLog eventLog, InstantSource clock) {
    this.eventLog = eventLog;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/status", ctx -> answer(ctx, status()));
    config.routes.get("/api/statistics", ctx -> answer(ctx, now().statistics()));
    config.routes.get(
        "/api/locations/free", ctx -> answer(ctx, list("free_locations", now().free())));
    config.routes.get(
        "/api/locations/busy", ctx -> answer(ctx, list("busy_locations", now().busy())));
    config.routes.get(
        "/api/sessions/active", ctx -> answer(ctx, list("active_sessions", now().active())));
    config.routes.get(
        "/api/sessions/closed", ctx -> answer(ctx, list("closed_sessions", closed(ctx))));
    config.routes.get("/api/location/<id>", this::location);
  }

  private StreamView now() {
    return new StreamView(eventLog.view(), clock.instant().getEpochSecond());
  }

  private Map<String, Object> status() {
    var status = now().statistics();
    status.put("status", "running");
    return status;
  }

  private static Map<String, Object> list(String name, List<?> items) {
    return Map.of(name, items, "count", items.size());
  }

  private List<Map<String, Object>> closed(Context ctx) {
    var ended = eventLog.view().endedSessions().stream().map(Ended::session).toList();
    return StreamView.rows(ended, limit(ctx.queryParam("limit")));
  }

  /** What is no whole number counts as not given. */
  private static int limit(@Nullable String asked) {
    try {
      return asked == null ? CLOSED_DEFAULT : Integer.parseInt(asked.strip());
    } catch (NumberFormatException e) {
      return CLOSED_DEFAULT;
    }
  }

  private void location(Context ctx) {
    var location = now().location(ctx.pathParam("id"));
    if (location == null) {
      ctx.status(404);
      answer(ctx, Map.of("error", "Invalid location"));
    } else {
      answer(ctx, location);
    }
  }

  private static void answer(Context ctx, Object shape) {
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("application/json").result(Json.bytes(sorted(shape)));
  }

  /** The same with the keys of every object in it sorted. */
  private static Object sorted(Object shape) {
    return switch (shape) {
      case Map<?, ?> map -> {
        var sorted = new TreeMap<String, Object>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), sorted(value)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(StreamRoutes::sorted).toList();
      default -> shape;
    };
  }
}
