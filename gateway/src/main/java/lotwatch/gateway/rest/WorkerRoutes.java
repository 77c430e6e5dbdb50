package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.WorkCommand.Steer;
import lotwatch.ledger.WorkCommand.Steering;
import lotwatch.ledger.WorkState.Worker;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.json.WorkerShape;

/** The workers that encode: who there is, and whether each gets work. */
public final class WorkerRoutes {
  private final Gate gate;
  private final EventLog eventLog;

  /** Steers them where {@code gate} allows it. */
  public WorkerRoutes(Gate gate, EventLog eventLog) {
    this.gate = gate;
    this.eventLog = eventLog;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/workers", this::list);
    config.routes.post("/api/workers/{name}/drain", ctx -> steer(ctx, Steering.DRAINING));
    config.routes.post("/api/workers/{name}/pause", ctx -> steer(ctx, Steering.PAUSED));
    config.routes.post("/api/workers/{name}/resume", ctx -> steer(ctx, Steering.RUNNING));
  }

  private void list(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.freshen(ctx, eventLog);
    LotRoutes.answer(
        ctx, Pages.page(ctx, eventLog.view().workers(), Worker::name, WorkerShape::of));
  }

  private void steer(Context ctx, Steering steering)
      throws ProblemException, DeniedException, UnavailableException {
    Steer command;
    try {
      command = new Steer(ctx.pathParam("name"), steering);
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("name", e);
    }
    var request = HttpRequesters.of(ctx).asks(Action.STEER_WORKERS, command.worker());
    if (gate.submit(request, command, null) instanceof Rejected rejected) {
      throw new ProblemException(
          Problem.of(404, "No such worker", rejected.detail()).because(rejected.reason().name()));
    }
    ctx.status(204);
  }
}
