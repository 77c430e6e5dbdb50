package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import lotwatch.ledger.Journal;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Picture.LotPicture;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.LotShape;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.json.SpotShape;
import org.jspecify.annotations.Nullable;

/** Reads of lots and their spots, from the picture of this machine. */
public final class LotRoutes {
  private final Journal journal;

  /** Reads from the journal's picture. */
  public LotRoutes(Journal journal) {
    this.journal = journal;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/lots", this::lots);
    config.routes.get("/api/lots/{lot}", this::lot);
    config.routes.get("/api/lots/{lot}/spots", this::spots);
  }

  /** Reads the newest state, or with {@code ?local=true} what this node knows already. */
  static void freshen(Context ctx, Journal journal) throws UnavailableException {
    if (!"true".equals(ctx.queryParam("local"))) {
      journal.catchUp();
    }
  }

  private void lots(Context ctx) throws ProblemException, UnavailableException {
    freshen(ctx, journal);
    var lots = journal.picture().lots();
    answer(ctx, Pages.page(ctx, lots, lot -> lot.id().value(), LotShape::of));
  }

  private void lot(Context ctx) throws ProblemException, UnavailableException {
    answer(ctx, LotShape.of(asked(ctx)));
  }

  private void spots(Context ctx) throws ProblemException, UnavailableException {
    var spots = asked(ctx).spots();
    answer(ctx, Pages.page(ctx, spots, spot -> spot.id().value(), SpotShape::of));
  }

  private LotPicture asked(Context ctx) throws ProblemException, UnavailableException {
    freshen(ctx, journal);
    @Nullable LotPicture lot;
    try {
      lot = journal.picture().lot(new LotId(ctx.pathParam("lot")));
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
