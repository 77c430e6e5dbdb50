package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.PositionCommand.AcknowledgePosition;
import lotwatch.ledger.PositionCommand.ClosePosition;
import lotwatch.ledger.PositionCommand.OpenPosition;
import lotwatch.ledger.PositionState;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/** Named consumers of events: who they are, how far each is, and what they acknowledge. */
public final class ConsumerRoutes {
  private final Gate gate;
  private final EventLog eventLog;

  /** Reads from the event log's view and submits what is asked through the gate. */
  public ConsumerRoutes(Gate gate, EventLog eventLog) {
    this.gate = gate;
    this.eventLog = eventLog;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/consumers", this::list);
    config.routes.put("/api/consumers/{name}", this::open);
    config.routes.delete("/api/consumers/{name}", this::close);
    config.routes.post("/api/consumers/{name}/position", this::acknowledge);
  }

  private void list(Context ctx) throws UnavailableException {
    eventLog.catchUp();
    var view = eventLog.view();
    long oldest = eventLog.oldest();
    LotRoutes.answer(
        ctx,
        new Consumers(
            view.history(),
            oldest,
            view.sequence(),
            view.positions().stream().map(each -> shape(each, view.sequence(), oldest)).toList()));
  }

  private static Consumer shape(PositionState position, long newest, long oldest) {
    return new Consumer(
        position.name(),
        position.sequence(),
        Math.max(0, newest - position.sequence()),
        Math.max(0, oldest - 1 - position.sequence()),
        position.since(),
        position.acknowledgedAt());
  }

  private void open(Context ctx) throws ProblemException, DeniedException, UnavailableException {
    var after = after(ctx);
    done(ctx, command(ctx, name -> new OpenPosition(name, after)));
  }

  /** What {@code after} says: a number, {@code oldest}, or nothing for the newest event. */
  private @Nullable Long after(Context ctx) throws ProblemException {
    var text = ctx.queryParam("after");
    if (text == null) {
      return null;
    }
    if (text.equals("oldest")) {
      return eventLog.oldest() - 1;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException _) {
      throw ProblemException.wrong("after", "is neither 'oldest' nor the number of an event");
    }
  }

  private void close(Context ctx) throws ProblemException, DeniedException, UnavailableException {
    done(ctx, command(ctx, ClosePosition::new));
  }

  private void acknowledge(Context ctx)
      throws ProblemException, DeniedException, UnavailableException, IOException {
    long sequence = Body.of(ctx, Set.of("sequence")).number("sequence");
    done(ctx, command(ctx, name -> new AcknowledgePosition(name, sequence)));
  }

  private interface Made {
    PositionCommand by(String name);
  }

  private static PositionCommand command(Context ctx, Made made) throws ProblemException {
    try {
      return made.by(ctx.pathParam("name"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.wrong("name", e);
    }
  }

  private void done(Context ctx, PositionCommand command)
      throws ProblemException, DeniedException, UnavailableException {
    var request = HttpRequesters.of(ctx).asks(Action.SUBSCRIBE, "consumer " + command.name());
    var outcome = gate.submit(request, command, null);
    if (outcome instanceof Rejected rejected && rejected.reason() == Reason.NOT_FOUND) {
      throw noSuchConsumer(command.name());
    }
    Answers.done(ctx, outcome);
  }

  static ProblemException noSuchConsumer(String name) {
    return new ProblemException(
        Problem.of(404, "No such consumer", "there is no consumer " + name).because("NOT_FOUND"));
  }

  /**
   * All consumers.
   *
   * @param history which history the numbers are of
   * @param oldest the oldest event that this node keeps
   * @param newest the newest event
   */
  record Consumers(String history, long oldest, long newest, List<Consumer> items) {}

  /**
   * One consumer.
   *
   * @param sequence the last event that it acknowledged
   * @param behind how many events it has not acknowledged
   * @param lost how many of these are no longer kept
   * @param since when it was opened
   */
  record Consumer(
      String name,
      long sequence,
      long behind,
      long lost,
      Instant since,
      @Nullable Instant acknowledgedAt) {}
}
