package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /healthz}: the process lives. {@code /readyz}: it can answer. */
public final class HealthRoutes {
  private final Readiness readiness;

  /** Asks the readiness each time. */
  public HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  /** What stands in the way of answering. */
  @FunctionalInterface
  public interface Readiness {
    /** One sentence each, such as {@code the ledger has no leader}; none when ready. */
    List<String> obstacles();

    /** What an operator should mend although it answers, one sentence each. */
    default List<String> degraded() {
      return List.of();
    }

    /** What else an operator may want to know; told when asked for with {@code ?verbose}. */
    default List<String> details() {
      return List.of();
    }
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get(
        "/healthz", ctx -> LotRoutes.answer(ctx, new Shape("alive", List.of(), null)));
    config.routes.get("/readyz", this::ready);
  }

  private void ready(Context ctx) {
    List<String> obstacles = readiness.obstacles();
    List<String> degraded = readiness.degraded();
    List<String> details = ctx.queryParam("verbose") == null ? null : readiness.details();
    if (!obstacles.isEmpty()) {
      ctx.status(503);
      LotRoutes.answer(ctx, new Shape("not ready", obstacles, details));
    } else {
      var status = degraded.isEmpty() ? "ready" : "degraded";
      LotRoutes.answer(ctx, new Shape(status, degraded, details));
    }
  }

  /** What both answer. */
  record Shape(String status, List<String> reasons, @Nullable List<String> details) {}
}
