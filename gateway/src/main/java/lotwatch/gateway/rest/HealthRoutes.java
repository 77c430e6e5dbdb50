package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;

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
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/healthz", ctx -> LotRoutes.answer(ctx, new Shape("alive", List.of())));
    config.routes.get("/readyz", this::ready);
  }

  private void ready(Context ctx) {
    List<String> obstacles = readiness.obstacles();
    boolean ready = obstacles.isEmpty();
    ctx.status(ready ? 200 : 503);
    LotRoutes.answer(ctx, new Shape(ready ? "ready" : "not ready", obstacles));
  }

  /** What both answer. */
  record Shape(String status, List<String> reasons) {}
}
