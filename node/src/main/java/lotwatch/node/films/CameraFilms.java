package lotwatch.node.films;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.ledger.Inbox;
import lotwatch.media.camera.Films;
import lotwatch.wire.blobs.Blobs;

/** Takes what the cameras of this node record: each has a line of pieces of its own. */
public final class CameraFilms implements Films, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  private final Blobs blobs;
  private final Inbox inbox;
  private final Runnable makeSpace;
  private final Map<String, FilmLine> lines = new ConcurrentHashMap<>();

  /** Why each camera is not recorded, if it is not. */
  private final Map<String, String> standing = new ConcurrentSkipListMap<>();

  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /**
   * @param makeSpace deletes the oldest recording that may go
   */
  public CameraFilms(Blobs blobs, Inbox inbox, Runnable makeSpace) {
    this.blobs = blobs;
    this.inbox = inbox;
    this.makeSpace = makeSpace;
  }

  @Override
  public Path folder(String camera) throws IOException {
    return blobs.folder("film");
  }

  @Override
  public void piece(String camera, Piece piece) {
    try {
      // the folder that it is in goes when the child does that wrote it
      var own = blobs.folder("piece").resolve("piece.mp4");
      Files.move(piece.file(), own);
      lines
          .computeIfAbsent(camera, name -> new FilmLine(name, this))
          .add(new Piece(own, piece.from(), piece.length()));
    } catch (IOException e) {
      lost.incrementAndGet();
      stands(camera, "a piece cannot be moved: " + e.getMessage());
    }
  }

  @Override
  public void stands(String camera, String reason) {
    say(camera, reason);
  }

  /** Says once when a condition begins, and when it ends. */
  void say(String camera, String reason) {
    var before = reason.isEmpty() ? standing.remove(camera) : standing.put(camera, reason);
    if (reason.isEmpty() && before != null) {
      LOG.log(INFO, "camera {0} is recorded again", camera);
    } else if (!reason.isEmpty() && before == null) {
      LOG.log(WARNING, "camera {0} is not recorded: {1}", camera, reason);
    }
  }

  Blobs blobs() {
    return blobs;
  }

  Inbox inbox() {
    return inbox;
  }

  void makeSpace() {
    makeSpace.run();
  }

  void countKept() {
    kept.incrementAndGet();
  }

  void countLost() {
    lost.incrementAndGet();
  }

  /** What an operator should mend, one sentence each. */
  public List<String> degraded() {
    return standing.entrySet().stream()
        .map(each -> "camera %s is not recorded: %s".formatted(each.getKey(), each.getValue()))
        .toList();
  }

  /** Pieces that were kept since this node started. */
  public long kept() {
    return kept.get();
  }

  /** Pieces that were recorded and could not be kept. */
  public long lost() {
    return lost.get();
  }

  /** What waits is kept as far as that is possible in a moment. */
  @Override
  public void close() {
    lines.values().forEach(FilmLine::close);
  }
}
