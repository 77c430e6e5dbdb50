package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Outcome.Seen;
import lotwatch.ledger.Plate;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.PlateMatch;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;

/**
 * Reserve, cancel and count over HTTP. Errors leave as {@link ProblemException} or {@link
 * UnavailableException}; whoever runs the server answers them.
 */
public final class WriteRoutes {
  private final Gate gate;
  private final IdempotencyKeys keys = new IdempotencyKeys();

  /** Submits what is asked and allowed. */
  public WriteRoutes(Gate gate) {
    this.gate = gate;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.post("/api/lots/{lot}/reservations", this::reserve);
    config.routes.delete("/api/lots/{lot}/reservations/{plate}", this::cancel);
    config.routes.post("/api/lots/{lot}/counts", this::count);
  }

  private void reserve(Context ctx)
      throws ProblemException, DeniedException, UnavailableException, IOException {
    LotId lot = lot(ctx);
    Plate plate = plate(Body.of(ctx, Set.of("plate")).text("plate"));
    var request = HttpRequesters.of(ctx).asks(Action.RESERVE, lot + " " + plate);
    switch (gate.submit(
        request, new Reserve(lot, plate, match(plate)), keys.of(ctx, plate.text()))) {
      case Held held -> {
        ctx.status(201).contentType("application/json").header("Cache-Control", "no-store");
        ctx.result(Json.bytes(new Reservation(lot.value(), "OK", held.until())));
      }
      case Rejected rejected -> throw Answers.of(rejected);
      case Accepted _, Seen _ ->
          throw new IllegalStateException("a reservation without an end: " + lot);
    }
  }

  private void cancel(Context ctx) throws ProblemException, DeniedException, UnavailableException {
    Plate plate = plate(ctx.pathParam("plate"));
    LotId lot = lot(ctx);
    var request = HttpRequesters.of(ctx).asks(Action.CANCEL, lot + " " + plate);
    Answers.done(ctx, gate.submit(request, new Cancel(lot, plate, match(plate)), keys.of(ctx, "")));
  }

  private void count(Context ctx)
      throws ProblemException, DeniedException, UnavailableException, IOException {
    LotId lot = lot(ctx);
    Body body = Body.of(ctx, Set.of("delta", "occupied"));
    if (body.has("delta") == body.has("occupied")) {
      throw ProblemException.wrong("delta", "or occupied must be given, and not both");
    }
    Command command =
        body.has("delta")
            ? new Count(lot, body.number("delta"))
            : new SetCount(lot, body.number("occupied"));
    var request = HttpRequesters.of(ctx).asks(Action.COUNT, lot.value());
    Answers.done(ctx, gate.submit(request, command, keys.of(ctx, command.toString())));
  }

  private static LotId lot(Context ctx) throws ProblemException {
    try {
      return new LotId(ctx.pathParam("lot"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("lot", e);
    }
  }

  private static Plate plate(String text) throws ProblemException {
    try {
      return new Plate(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("plate", e);
    }
  }

  private static Plate match(Plate plate) throws ProblemException {
    try {
      return PlateMatch.of(plate);
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("plate", e);
    }
  }

  /** A reservation as it is answered. */
  record Reservation(String lot, String status, Instant until) {}
}
