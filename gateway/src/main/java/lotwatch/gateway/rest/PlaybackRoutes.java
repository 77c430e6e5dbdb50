package lotwatch.gateway.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
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
import lotwatch.wire.recordings.Playback;
import lotwatch.wire.recordings.Playback.File;
import lotwatch.wire.recordings.PlaybackException;

/** Recordings for players: the lists of HLS and DASH, the fragments that they name, thumbnails. */
public final class PlaybackRoutes {
  private final EventLog eventLog;
  private final Playback playback;
  private final Blobs blobs;

  /** Gives out what {@code playback} makes, and from {@code blobs} what cameras are recording. */
  public PlaybackRoutes(EventLog eventLog, Playback playback, Blobs blobs) {
    this.eventLog = eventLog;
    this.playback = playback;
    this.blobs = blobs;
  }

  /** Adds the routes. */
  public void mount(JavalinConfig config) {
    config.routes.get("/api/recordings/{id}/hls/{file}", this::file);
  }

  private void file(Context ctx) throws ProblemException, UnavailableException, IOException {
    var name = ctx.pathParam("file");
    var file = File.named(name);
    if (file.isPresent() && file.get().isList()) {
      LotRoutes.freshen(ctx, eventLog); // the others are asked for often: no leader is asked
    }
    var recording = RecordingRoutes.asked(ctx, eventLog.view());
    if (FilmPlaylist.isOf(recording)) {
      film(ctx, recording, name);
    } else {
      answer(ctx, file.orElseThrow(PlaybackRoutes::noSuchFile));
    }
  }

  private void film(Context ctx, RecordingState recording, String file)
      throws ProblemException, IOException {
    if (file.equals(File.PLAYLIST.fileName())) {
      ctx.header("Cache-Control", "no-cache");
      ctx.contentType(File.PLAYLIST.mediaType()).result(FilmPlaylist.text(recording));
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
      ctx.contentType(File.VIDEO.mediaType());
      ServedFile.send(ctx, channel, new ByteRange(from, to));
    }
  }

  private void answer(Context ctx, File file) throws ProblemException, IOException {
    var video = RecordingRoutes.result(ctx, eventLog.view());
    var tag = "\"%s-%s\"".formatted(video.sha256(), file.fileName());
    new ServedFile(tag, file.mediaType(), null, null).answer(ctx, () -> open(video, file));
  }

  private FileChannel open(BlobId video, File file) throws ProblemException, IOException {
    for (int attempts = 0; ; attempts++) {
      try {
        return FileChannel.open(playback.of(video, file), StandardOpenOption.READ);
      } catch (NoSuchFileException e) { // it made room for another one just now
        if (attempts > 0) {
          throw problem(new PlaybackException(PlaybackException.Why.BUSY, "try again in a moment"));
        }
      } catch (PlaybackException e) {
        throw problem(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("the server stops", e);
      }
    }
  }

  private static ProblemException noSuchFile() {
    return new ProblemException(
        Problem.of(
                404,
                "No such file",
                "there are %s, for what is completed also %s and %s, and what they name"
                    .formatted(
                        File.PLAYLIST.fileName(),
                        File.MANIFEST.fileName(),
                        File.THUMBNAILS.fileName()))
            .because("NOT_FOUND"));
  }

  private static ProblemException problem(PlaybackException e) {
    var detail = String.valueOf(e.getMessage());
    return new ProblemException(
        switch (e.why()) {
          case ABSENT -> Problem.of(404, "No such file", detail).because("NOT_FOUND");
          case UNFIT -> Problem.of(422, "Not for players", detail).because("UNFIT");
          case BUSY -> Problem.of(503, "Not ready yet", detail).because("BUSY");
          case FULL -> Problem.of(507, "No space", detail).because("FULL");
          case UNAVAILABLE -> Problem.of(503, "Not here", detail).because("UNAVAILABLE");
        });
  }
}
