package lotwatch.node.films;

import static java.time.temporal.ChronoUnit.HOURS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingDeque;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.Footage;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Outcome.Reason;
import lotwatch.ledger.Outcome.Rejected;
import lotwatch.ledger.RecordingCommand.AddFootage;
import lotwatch.ledger.UnavailableException;
import lotwatch.media.camera.Films.Piece;
import lotwatch.wire.blobs.BlobsFullException;
import lotwatch.wire.recordings.Fragments;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one camera, on their way to the blobs and the ledger, in order, on a thread of
 * their own. Those of an hour are one recording, as long as they can be joined.
 */
final class FilmLine implements AutoCloseable {
  /** Pieces that wait while no majority answers; the oldest are dropped beyond: ten minutes. */
  static final int WAITING_MAX = 60;

  private static final Duration AGAIN = Duration.ofSeconds(2);
  private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);

  /** What a recording of a camera is made into, as {@code Wanted} writes it. */
  private static final String WANTED = "{\"container\":\"mp4\",\"codec\":\"copy\"}";

  private static final DateTimeFormatter LABEL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH-mm-ss").withZone(ZoneOffset.UTC);

  private final String camera;
  private final CameraFilms films;
  private final LinkedBlockingDeque<Piece> waiting = new LinkedBlockingDeque<>(WAITING_MAX);
  private final Thread thread;
  private @Nullable Current current;
  private volatile boolean closed;

  /**
   * The recording that the camera's pieces are of now.
   *
   * @param hour it is of
   * @param configuration of its pieces, see {@link Fragments}
   * @param to when its last piece ended
   */
  private record Current(
      String id, String label, Instant hour, String configuration, int pieces, Instant to) {
    boolean takes(Piece piece, String other) {
      return hour.equals(piece.from().truncatedTo(HOURS))
          && configuration.equals(other)
          && pieces < Footage.PIECES_MAX
          && !piece.from().isBefore(to);
    }
  }

  FilmLine(String camera, CameraFilms films) {
    this.camera = camera;
    this.films = films;
    thread = Thread.ofVirtual().name("film-line-" + camera).start(this::run);
  }

  void add(Piece piece) {
    while (!waiting.offerLast(piece)) {
      var oldest = waiting.pollFirst();
      if (oldest != null) {
        films.countLost();
        drop(oldest.file());
      }
    }
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        keep(waiting.takeFirst());
      }
    } catch (InterruptedException _) {
      waiting.forEach(piece -> drop(piece.file()));
    }
  }

  /** Tries until it is done, or it is known that it cannot be done. */
  private void keep(Piece piece) throws InterruptedException {
    BlobId blob = null;
    Fragments content = null;
    while (true) {
      try {
        if (blob == null) {
          content = Fragments.of(piece.file());
          if (content.frames() == 0) {
            drop(piece.file());
            return;
          }
          blob = films.blobs().keep(piece.file());
          drop(piece.file());
        }
        note(piece, blob, Objects.requireNonNull(content));
        films.countKept();
        films.say(camera, "");
        return;
      } catch (BlobsFullException e) {
        films.say(camera, e.getMessage() + "; the oldest recordings of cameras go");
        films.countLost();
        drop(piece.file());
        films.makeSpace();
        return;
      } catch (IOException | UnavailableException e) {
        films.say(camera, "it cannot be kept: " + e.getMessage());
        if (waiting.remainingCapacity() == 0 || (!Files.exists(piece.file()) && blob == null)) {
          films.countLost();
          drop(piece.file());
          return;
        }
      }
      Thread.sleep(AGAIN);
    }
  }

  private void note(Piece piece, BlobId blob, Fragments content)
      throws IOException, UnavailableException {
    var configuration = content.configuration();
    var now = current;
    if (now == null || !now.takes(piece, configuration)) {
      now = begun(piece, configuration);
    }
    var outcome = submit(now, piece, blob, content);
    if (outcome instanceof Rejected no && no.reason() == Reason.EXISTS) {
      now = begun(piece, configuration); // it was ended meanwhile
      outcome = submit(now, piece, blob, content);
    }
    if (outcome instanceof Rejected no) {
      if (no.reason() == Reason.LIMIT) {
        films.makeSpace();
      }
      throw new IOException(no.detail());
    }
    current =
        new Current(
            now.id,
            now.label,
            now.hour,
            configuration,
            now.pieces + 1,
            piece.from().plus(piece.length()));
  }

  private Current begun(Piece piece, String configuration) {
    var label = "%s %sZ".formatted(camera, LABEL.format(piece.from()));
    return new Current(
        UUID.randomUUID().toString(),
        label,
        piece.from().truncatedTo(HOURS),
        configuration,
        0,
        piece.from());
  }

  private Outcome submit(Current to, Piece piece, BlobId blob, Fragments content)
      throws UnavailableException {
    int millis = Math.toIntExact(Math.max(1, piece.length().toMillis()));
    var footage = new Footage.Piece(blob, piece.from(), millis, content.frames());
    return films.inbox().submit(new AddFootage(to.id, to.label, WANTED, camera, footage), null);
  }

  /** The file, if it is still there, and its folder. */
  private static void drop(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(Objects.requireNonNull(file.getParent()));
    } catch (IOException _) {
      // it goes with the next start
    }
  }

  @Override
  public void close() {
    closed = true;
    boolean interrupted = Thread.interrupted();
    try {
      if (waiting.isEmpty()) {
        thread.interrupt();
      }
      if (!thread.join(CLOSE_WAIT_MAX)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
