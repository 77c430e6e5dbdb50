package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.history.History;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** Reads of what happened. Plates are masked; a search sees no more of them than is shown. */
public final class HistoryRoutes {
  private static final int WEEKS_DEFAULT = 4;

  private static final List<String> SESSION_STATES =
      List.of("active", "closed", "timeout", "ended");
  private static final List<String> RESERVATION_KINDS =
      List.of("made", "cancelled", "expired", "ended");
  private static final List<String> SPOT_STATES = List.of("free", "occupied", "unknown");
  private static final List<String> STAY_STATES = List.of("active", "ended");

  private final History history;
  private final InstantSource clock;

  /**
   * @param clock until which spans run that have no end
   */
  public HistoryRoutes(History history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/history/sessions", this::sessions);
    config.routes.get("/api/history/sessions/{id}", this::session);
    config.routes.get("/api/history/reservations", this::reservations);
    config.routes.get("/api/history/spots", this::spots);
    config.routes.get("/api/history/stays", this::stays);
    config.routes.get("/api/history/audit", this::audit);
    config.routes.get("/api/history/occupancy", this::occupancy);
    config.routes.get("/api/history/revenue", this::revenue);
    config.routes.get("/api/history/heatmap", this::heatmap);
  }

  private void sessions(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.answer(
        ctx,
        history.sessions(HistoryQuestion.filter(ctx, "location", true, "state", SESSION_STATES)));
  }

  private void session(Context ctx) throws ProblemException, UnavailableException {
    HistoryQuestion.of(ctx, Set.of());
    LotRoutes.answer(
        ctx,
        history
            .session(ctx.pathParam("id"))
            .orElseThrow(() ->
                new ProblemException(
                    Problem.of(404, "No such session", "the history has no session of this id")
                        .because("NOT_FOUND"))));
  }

  private void reservations(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.answer(
        ctx,
        history.reservations(HistoryQuestion.filter(ctx, "", true, "kind", RESERVATION_KINDS)));
  }

  private void spots(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.answer(
        ctx, history.spots(HistoryQuestion.filter(ctx, "spot", false, "state", SPOT_STATES)));
  }

  private void stays(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.answer(
        ctx, history.stays(HistoryQuestion.filter(ctx, "spot", false, "state", STAY_STATES)));
  }

  private void audit(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.answer(
        ctx, history.audit(HistoryQuestion.filter(ctx, "object", false, "action", List.of())));
  }

  private void occupancy(Context ctx) throws ProblemException, UnavailableException {
    var question = HistoryQuestion.of(ctx, Set.of("lot", "from", "to", "by", "zone"));
    LotRoutes.answer(ctx, history.occupancy(question.span(question.lotNeeded(), clock.instant())));
  }

  private void revenue(Context ctx) throws ProblemException, UnavailableException {
    var question = HistoryQuestion.of(ctx, Set.of("lot", "from", "to", "by", "zone", "currency"));
    LotRoutes.answer(
        ctx,
        history.revenue(question.span(question.lot(), clock.instant()), question.text("currency")));
  }

  private void heatmap(Context ctx) throws ProblemException, UnavailableException {
    var question = HistoryQuestion.of(ctx, Set.of("lot", "weeks", "zone"));
    LotRoutes.answer(
        ctx,
        history.heatmap(
            question.lotNeeded(),
            question.number("weeks", WEEKS_DEFAULT, History.WEEKS_MAX),
            question.zone()));
  }
}
