package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.Revision;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;

/** The configuration in force, and the next one. */
public final class ConfigRoutes {
  /** Bytes of a configuration that is put. */
  public static final int BODY_BYTES_MAX = 16 << 20;

  /** How long a configuration waits for those before it to be read. */
  static final Duration READING_WAIT_MAX = Duration.ofSeconds(5);

  private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"|(\\d{1,18})");
  private static final List<String> TYPES =
      List.of("application/json", "application/yaml", "text/yaml");

  private final Gate gate;
  private final EventLog eventLog;
  private final Documents documents;

  /** At the limit a document takes seconds of a core and 100 MB: one at a time is read. */
  private final ReentrantLock reading = new ReentrantLock();

  /** Configurations as documents; whoever runs the node knows how they are written. */
  public interface Documents {
    /** The document of a configuration, credentials masked. */
    Object shape(Configuration content);

    /**
     * Reads a document, YAML or JSON.
     *
     * @param inForce what stands behind what is masked
     * @throws ProblemException with everything that is wrong in it
     */
    Configuration read(String text, Configuration inForce) throws ProblemException;

    /** What the second changes, in lines for people, credentials masked. */
    List<String> difference(Configuration from, Configuration to);

    /** How this node's own file differs from what is in force. */
    List<String> ownDifference();
  }

  /** Reads from the view and submits what is asked through the gate. */
  public ConfigRoutes(Gate gate, EventLog eventLog, Documents documents) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.documents = documents;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/config", this::show);
    config.routes.put("/api/config", this::put);
  }

  private void show(Context ctx) throws UnavailableException {
    LotRoutes.freshen(ctx, eventLog);
    var inForce = eventLog.view().configuration();
    ctx.header("ETag", "\"%d\"".formatted(inForce.number()));
    LotRoutes.answer(
        ctx,
        new Shown(inForce.number(), documents.shape(inForce.content()), documents.ownDifference()));
  }

  private void put(Context ctx)
      throws ProblemException, DeniedException, UnavailableException, IOException {
    boolean dryRun = flag(ctx, "dry-run");
    var request =
        HttpRequesters.of(ctx).asks(dryRun ? Action.READ : Action.CHANGE_CONFIGURATION, "campus");
    gate.ask(request);
    eventLog.catchUp();
    var inForce = eventLog.view().configuration();
    var reserved = flag(ctx, "close-reserved") ? Reserved.ENDS : Reserved.STAYS;
    long base = base(ctx);
    Configuration content;
    List<String> difference;
    awaitTurn();
    try {
      var text = body(ctx);
      if (base != inForce.number()) {
        refuseUnlessSame(text, base, inForce);
      }
      content = documents.read(text, inForce.content());
      difference = documents.difference(inForce.content(), content);
    } finally {
      reading.unlock();
    }
    if (dryRun) {
      LotRoutes.answer(ctx, new Applied(inForce.number(), difference));
      return;
    }
    if (gate.submit(request, new ApplyConfiguration(base, content, reserved), null)
        instanceof Rejected rejected) {
      throw Answers.of(rejected);
    }
    eventLog.catchUp();
    Revision now = eventLog.view().configuration();
    ctx.header("ETag", "\"%d\"".formatted(now.number()));
    LotRoutes.answer(ctx, new Applied(now.number(), difference));
  }

  private void awaitTurn() throws UnavailableException {
    try {
      if (reading.tryLock(READING_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw new UnavailableException("another configuration is being read", false);
  }

  /** One that comes again, because its answer was lost, is in force already. */
  private void refuseUnlessSame(String text, long base, Revision inForce) throws ProblemException {
    boolean same;
    try {
      same = documents.read(text, inForce.content()).equals(inForce.content());
    } catch (ProblemException _) {
      same = false; // it may hold what was masked in the revision that it was made from
    }
    if (!same) {
      throw Answers.of(
          new Rejected(
              Reason.WRONG_REVISION,
              "If-Match is %d, but revision %d is in force".formatted(base, inForce.number())));
    }
  }

  private static long base(Context ctx) throws ProblemException {
    var tag = ctx.header("If-Match");
    if (tag == null) {
      throw new ProblemException(
          Problem.of(
              428,
              "Which revision?",
              "If-Match must say from which revision the configuration was made; GET /api/config"
                  + " says which is in force"));
    }
    var number = TAG.matcher(tag.strip());
    if (!number.matches()) {
      throw ProblemException.wrong("If-Match", "is not the number of a revision");
    }
    return Long.parseLong(number.group(1) != null ? number.group(1) : number.group(2));
  }

  private static boolean flag(Context ctx, String name) throws ProblemException {
    var written = ctx.queryParam(name);
    if (written == null || written.equals("false")) {
      return false;
    }
    if (!written.equals("true")) {
      throw ProblemException.wrong(name, "is neither true nor false");
    }
    return true;
  }

  /** Not sent by any form of another site, since no form has one of these types. */
  private static String body(Context ctx) throws ProblemException, IOException {
    String type = ctx.contentType();
    if (type == null || !TYPES.contains(type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT))) {
      throw new ProblemException(
          Problem.of(415, "Neither JSON nor YAML", "the Content-Type must be one of " + TYPES));
    }
    byte[] bytes = ctx.req().getInputStream().readNBytes(BODY_BYTES_MAX + 1);
    if (bytes.length > BODY_BYTES_MAX) {
      throw new ProblemException(
          Problem.of(413, "Body too long", "body is longer than %d bytes".formatted(BODY_BYTES_MAX))
              .at("body"));
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw ProblemException.wrong("body", "is not UTF-8");
    }
  }

  /**
   * What is in force.
   *
   * @param difference how the file of the node that answers differs from it; empty if it does not
   */
  record Shown(long revision, Object content, List<String> difference) {}

  /**
   * What a new configuration changed, or would change.
   *
   * @param revision that is in force afterwards
   */
  record Applied(long revision, List<String> difference) {}
}
