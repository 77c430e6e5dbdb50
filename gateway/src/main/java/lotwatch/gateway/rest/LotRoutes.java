package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.LotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View.LotView;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.LotShape;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.json.SimulatedLots;
import lotwatch.wire.json.SpotShape;
import org.jspecify.annotations.Nullable;

/** Reads of lots and their spots, from the view of this machine. */
public final class LotRoutes {
  private final EventLog eventLog;

  /** Reads from the view. */
  public LotRoutes(EventLog eventLog) {
    this.eventLog = eventLog;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/lots", this::lots);
    config.routes.get("/api/lots/{lot}", this::lot);
    config.routes.get("/api/lots/{lot}/spots", this::spots);
  }

  /** Reads the newest state, or with {@code ?local=true} what this node knows already. */
  static void freshen(Context ctx, EventLog eventLog) throws UnavailableException {
    if (!"true".equals(ctx.queryParam("local"))) {
      eventLog.catchUp();
    }
  }

  private void lots(Context ctx) throws ProblemException, UnavailableException {
    freshen(ctx, eventLog);
    var view = eventLog.view();
    var simulated = SimulatedLots.of(view);
    answer(
        ctx,
        Pages.page(ctx, view.lots(), lot -> lot.id().value(), lot -> LotShape.of(lot, simulated)));
  }

  private void lot(Context ctx) throws ProblemException, UnavailableException {
    answer(ctx, LotShape.of(asked(ctx), SimulatedLots.of(eventLog.view())));
  }

  private void spots(Context ctx) throws ProblemException, UnavailableException {
    var spots = asked(ctx).spots();
    answer(ctx, Pages.page(ctx, spots, spot -> spot.id().value(), SpotShape::of));
  }

  private LotView asked(Context ctx) throws ProblemException, UnavailableException {
    freshen(ctx, eventLog);
    @Nullable LotView lot;
    try {
      lot = eventLog.view().lot(new LotId(ctx.pathParam("lot")));
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("lot", e);
    }
    if (lot == null) {
      throw new ProblemException(
          Problem.of(404, "No such lot", "there is no lot of this id").because("UNKNOWN_LOT"));
    }
    return lot;
  }

  static void answer(Context ctx, Object shape) {
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("application/json").result(Json.bytes(shape));
  }
}
