package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Comparator;
import java.util.function.LongSupplier;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpRequesters;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.RecordingCommand.Cancel;
import lotwatch.ledger.RecordingCommand.Delete;
import lotwatch.ledger.RecordingCommand.Pin;
import lotwatch.ledger.RecordingCommand.Retry;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.View;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.json.RecordingShape;

/** Recordings over HTTP: they are listed, changed, and their videos fetched. */
public final class RecordingRoutes {
  private static final Comparator<RecordingState> NEWEST_FIRST =
      Comparator.comparing(RecordingState::createdAt).reversed().thenComparing(RecordingState::id);

  private final Gate gate;
  private final EventLog eventLog;
  private final Blobs blobs;
  private final UploadRoutes uploads;

  /** Takes videos in by {@code uploads}, and gives them out from {@code blobs}. */
  public RecordingRoutes(Gate gate, EventLog eventLog, Uploads uploads, Blobs blobs) {
    this(gate, eventLog, uploads, blobs, System::nanoTime);
  }

  /** The same, whose uploads are silent by another clock. */
  RecordingRoutes(Gate gate, EventLog eventLog, Uploads uploads, Blobs blobs, LongSupplier nanos) {
    this.gate = gate;
    this.eventLog = eventLog;
    this.blobs = blobs;
    this.uploads = new UploadRoutes(gate, uploads, nanos);
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    uploads.mount(config);
    config.routes.get("/api/recordings", this::list);
    config.routes.get("/api/recordings/{id}", this::one);
    config.routes.get("/api/recordings/{id}/video", this::video);
    config.routes.delete("/api/recordings/{id}", ctx -> change(ctx, new Delete(id(ctx))));
    config.routes.post("/api/recordings/{id}/cancel", ctx -> change(ctx, new Cancel(id(ctx))));
    config.routes.post("/api/recordings/{id}/retry", ctx -> change(ctx, new Retry(id(ctx))));
    config.routes.post("/api/recordings/{id}/pin", ctx -> change(ctx, new Pin(id(ctx), true)));
    config.routes.post("/api/recordings/{id}/unpin", ctx -> change(ctx, new Pin(id(ctx), false)));
  }

  private void list(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.freshen(ctx, eventLog);
    var view = eventLog.view();
    var label = ctx.queryParam("label");
    var asked =
        view.recordings().stream()
            .filter(each -> label == null || each.label().equals(label))
            .sorted(NEWEST_FIRST)
            .toList();
    LotRoutes.answer(
        ctx,
        Pages.page(
            ctx, asked, RecordingState::id, each -> RecordingShape.listed(each, view), "label"));
  }

  private void one(Context ctx) throws ProblemException, UnavailableException {
    LotRoutes.freshen(ctx, eventLog);
    var view = eventLog.view();
    LotRoutes.answer(ctx, RecordingShape.whole(asked(ctx, view), view));
  }

  /** The recording that is asked for. */
  static RecordingState asked(Context ctx, View view) throws ProblemException {
    var recording = view.recording(id(ctx));
    if (recording == null) {
      throw noSuchRecording();
    }
    return recording;
  }

  private static String id(Context ctx) {
    return ctx.pathParam("id");
  }

  private static ProblemException noSuchRecording() {
    return new ProblemException(
        Problem.of(404, "No such recording", "there is no recording of this id")
            .because("NOT_FOUND"));
  }

  private void video(Context ctx) throws ProblemException, UnavailableException, IOException {
    LotRoutes.freshen(ctx, eventLog);
    var view = eventLog.view();
    VideoFile.answer(ctx, asked(ctx, view), result(ctx, view), blobs);
  }

  /** The video that was made of the recording that is asked for. */
  static BlobId result(Context ctx, View view) throws ProblemException {
    var recording = asked(ctx, view);
    var result = recording.result();
    if (recording.status() != RecordingState.Status.COMPLETED || result == null) {
      throw new ProblemException(
          Problem.of(409, "Not completed", "the video is not there yet, or could not be made")
              .because("NOT_COMPLETED"));
    }
    return result;
  }

  private void change(Context ctx, RecordingCommand command)
      throws ProblemException, DeniedException, UnavailableException {
    var request = HttpRequesters.of(ctx).asks(Action.CHANGE_RECORDINGS, command.recording());
    var outcome = gate.submit(request, command, null);
    if (outcome instanceof Rejected rejected) {
      if (rejected.reason() == Reason.NOT_FOUND) {
        throw noSuchRecording();
      }
      throw new ProblemException(
          Problem.of(409, "Not changed", rejected.detail())
              .because(rejected.reason() == Reason.EXISTS ? "PINNED" : rejected.reason().name()));
    }
    ctx.status(204);
  }
}
