package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.UnavailableException;
import lotwatch.sessions.Clone;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.json.SessionShape;

/** The parking sessions, and plates that are at two places at once. */
public final class SessionRoutes {
  /** So many are named; how many there are is said too. */
  static final int CLONES_MAX = 100;

  private final EventLog eventLog;

  /**
   * @param eventLog whose view tells the sessions
   */
  public SessionRoutes(EventLog eventLog) {
    this.eventLog = eventLog;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/sessions", this::sessions);
    config.routes.get("/api/sessions/clones", this::clones);
  }

  private void sessions(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.freshen(ctx, eventLog);
    var view = eventLog.view();
    var state = ctx.queryParam("state");
    if (state == null || state.equals("active")) {
      LotRoutes.answer(
          ctx,
          Pages.page(ctx, view.sessions(), session -> session.id(), SessionShape::of, "state"));
    } else if (state.equals("ended")) {
      LotRoutes.answer(
          ctx,
          Pages.page(
              ctx,
              view.endedSessions(),
              ended -> ended.session().id(),
              ended -> SessionShape.of(ended.session()),
              "state"));
    } else {
      throw ProblemException.wrong("state", "must be active or ended");
    }
  }

  private void clones(Context ctx) {
    var clones = Clone.among(eventLog.view().sessions());
    LotRoutes.answer(
        ctx,
        new ClonesShape(
            clones.size(), clones.stream().limit(CLONES_MAX).map(CloneShape::of).toList()));
  }

  /** How many there are, and the first of them by their places. */
  record ClonesShape(int count, List<CloneShape> items) {}

  /** The session at the place where the plate was and is seen, and that where it was meanwhile. */
  record CloneShape(SessionShape first, SessionShape second) {
    static CloneShape of(Clone clone) {
      return new CloneShape(SessionShape.of(clone.first()), SessionShape.of(clone.second()));
    }
  }
}
