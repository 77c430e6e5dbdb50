package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.EventLog;
import lotwatch.ledger.RecordingState;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.blobs.Blobs;
import lotwatch.wire.json.Problem;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.recordings.Fragments;
import lotwatch.wire.recordings.Hls;
import lotwatch.wire.recordings.HlsException;

/** Recordings as HLS: a play list, and the file of fragments that it names. */
public final class HlsRoutes {
  private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
  private static final String FRAGMENTS_TYPE = "video/mp4";

  private final EventLog eventLog;
  private final Hls hls;
  private final Blobs blobs;

  /** Gives out what {@code hls} makes, and from {@code blobs} what cameras are recording. */
  public HlsRoutes(EventLog eventLog, Hls hls, Blobs blobs) {
    this.eventLog = eventLog;
    this.hls = hls;
    this.blobs = blobs;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/recordings/{id}/hls/{file}", this::file);
  }

  private void file(Context ctx) throws ProblemException, UnavailableException, IOException {
    var file = ctx.pathParam("file");
    if (file.equals(Hls.PLAYLIST)) {
      LotRoutes.freshen(ctx, eventLog); // fragments are asked for often: no leader is asked
    }
    var recording = RecordingRoutes.asked(ctx, eventLog.view());
    if (FilmPlaylist.isOf(recording)) {
      film(ctx, recording, file);
    } else {
      switch (file) {
        case Hls.PLAYLIST -> answer(ctx, file, PLAYLIST_TYPE);
        case Hls.VIDEO -> answer(ctx, file, FRAGMENTS_TYPE);
        default -> throw noSuchFile();
      }
    }
  }

  private void film(Context ctx, RecordingState recording, String file)
      throws ProblemException, IOException {
    if (file.equals(Hls.PLAYLIST)) {
      ctx.header("Cache-Control", "no-cache");
      ctx.contentType(PLAYLIST_TYPE).result(FilmPlaylist.text(recording));
      return;
    }
    var header = FilmPlaylist.header(file);
    var number = header.isPresent() ? header : FilmPlaylist.piece(file);
    var pieces = Objects.requireNonNull(recording.footage()).pieces();
    if (number.isEmpty() || number.getAsInt() >= pieces.size()) {
      throw noSuchFile();
    }
    var blob = pieces.get(number.getAsInt()).blob();
    try (var channel = VideoFile.open(blobs, blob)) {
      long headerBytes = Fragments.of(blobs.fetch(blob)).headerBytes();
      long from = header.isPresent() ? 0 : headerBytes;
      long to = header.isPresent() ? headerBytes : channel.size();
      ctx.header("ETag", "\"%s-%s\"".formatted(blob.sha256(), file));
      ctx.header("Cache-Control", "no-cache");
      ctx.res().setCharacterEncoding(null);
      ctx.contentType(FRAGMENTS_TYPE);
      ServedFile.send(ctx, channel, new ByteRange(from, to));
    }
  }

  private void answer(Context ctx, String file, String type) throws ProblemException, IOException {
    var video = RecordingRoutes.result(ctx, eventLog.view());
    new ServedFile("\"%s-%s\"".formatted(video.sha256(), file), type, null, null)
        .answer(ctx, () -> open(video, file.equals(Hls.PLAYLIST)));
  }

  private FileChannel open(BlobId video, boolean isPlaylist) throws ProblemException, IOException {
    for (int attempts = 0; ; attempts++) {
      try {
        var files = hls.of(video);
        return read(isPlaylist ? files.playlist() : files.video());
      } catch (NoSuchFileException e) { // it made room for another one just now
        if (attempts > 0) {
          throw problem(new HlsException(HlsException.Why.BUSY, "try again in a moment"));
        }
      } catch (HlsException e) {
        throw problem(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the server stops", e);
      }
    }
  }

  private static FileChannel read(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  private static ProblemException noSuchFile() {
    return new ProblemException(
        Problem.of(
                404, "No such file", "the play list is " + Hls.PLAYLIST + ", and names the others")
            .because("NOT_FOUND"));
  }

  private static ProblemException problem(HlsException e) {
    var detail = String.valueOf(e.getMessage());
    return new ProblemException(
        switch (e.why()) {
          case UNFIT -> Problem.of(422, "Not for HLS", detail).because("UNFIT");
          case BUSY -> Problem.of(503, "Not ready yet", detail).because("BUSY");
          case FULL -> Problem.of(507, "No space", detail).because("FULL");
          case UNAVAILABLE -> Problem.of(503, "Not here", detail).because("UNAVAILABLE");
        });
  }
}
