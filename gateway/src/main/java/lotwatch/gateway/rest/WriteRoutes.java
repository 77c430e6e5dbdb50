package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Accepted;
import lotwatch.ledger.Outcome.Held;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Plate;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;

/**
 * Reserve, cancel and count over HTTP. Errors leave as {@link ProblemException} or {@link
 * UnavailableException}; whoever runs the server answers them.
 */
public final class WriteRoutes {
  private final Inbox inbox;
  private final IdempotencyKeys keys = new IdempotencyKeys();

  /** Puts what is asked into the inbox. */
  public WriteRoutes(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.post("/api/lots/{lot}/reservations", this::reserve);
    config.routes.delete("/api/lots/{lot}/reservations/{plate}", this::cancel);
    config.routes.post("/api/lots/{lot}/counts", this::count);
  }

  private void reserve(Context ctx) throws ProblemException, UnavailableException, IOException {
    LotId lot = lot(ctx);
    Plate plate = plate(Body.of(ctx, Set.of("plate")).text("plate"));
    switch (ask(ctx, new Reserve(lot, plate), plate.text())) {
      case Held held -> {
        ctx.status(201).contentType("application/json").header("Cache-Control", "no-store");
        ctx.result(Json.bytes(new Reservation(lot.value(), "OK", held.until())));
      }
      case Rejected refused -> throw Answers.of(refused);
      case Accepted _ -> throw new IllegalStateException("a reservation without an end: " + lot);
    }
  }

  private void cancel(Context ctx) throws ProblemException, UnavailableException {
    Plate plate = plate(ctx.pathParam("plate"));
    done(ctx, ask(ctx, new Cancel(lot(ctx), plate), ""));
  }

  private void count(Context ctx) throws ProblemException, UnavailableException, IOException {
    LotId lot = lot(ctx);
    Body body = Body.of(ctx, Set.of("delta", "occupied"));
    if (body.has("delta") == body.has("occupied")) {
      throw ProblemException.wrong("delta", "or occupied must be given, and not both");
    }
    Command command =
        body.has("delta")
            ? new Count(lot, body.number("delta"))
            : new SetCount(lot, body.number("occupied"));
    done(ctx, ask(ctx, command, command.toString()));
  }

  private Outcome ask(Context ctx, Command command, String what)
      throws ProblemException, UnavailableException {
    return inbox.submit(command, keys.of(ctx, what));
  }

  private static void done(Context ctx, Outcome outcome) throws ProblemException {
    switch (outcome) {
      case Accepted _ -> ctx.status(204);
      case Rejected refused -> throw Answers.of(refused);
      case Held _ -> throw new IllegalStateException("held without a reservation");
    }
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

  /** A reservation as it is answered. */
  record Reservation(String lot, String status, Instant until) {}
}
