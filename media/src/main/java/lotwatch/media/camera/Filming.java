package lotwatch.media.camera;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import lotwatch.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Records a camera, by a child of its own: what the camera sees goes on whatever becomes of this.
 * Video that comes encoded is copied from a second connection; else the frames that are looked at
 * are encoded.
 */
public final class Filming implements AutoCloseable {
  /** So long no piece may come of a child that has something to record; then it is started anew. */
  static final Duration STALL_MAX = Duration.ofMinutes(2);

  /**
   * Pieces with less time between them, and two periods of the camera, follow each other: clocks
   * and keyframes are not exact.
   */
  private static final Duration GAP_MIN = Duration.ofMillis(1_500);

  private static final Pattern LINE = Pattern.compile("([0-9]+\\.mp4),([0-9.]+),([0-9.]+)");

  private final Decoders decoders;
  private final CameraSettings camera;
  private final Films films;
  private final InstantSource clock;
  private final Duration gapMin;
  private final boolean isCopied;
  private final Thread thread;
  private final SynchronousQueue<Frame> frames = new SynchronousQueue<>();

  /** When the last piece came, or the child was started, by {@link System#nanoTime}. */
  private final AtomicLong aliveNanos = new AtomicLong();

  private @Nullable Instant endOfLast;
  private volatile @Nullable Child child;

  /** Which run of a child this is; 0 between two of them. */
  private volatile long run;

  private volatile boolean closed;

  /** One that has not begun. */
  public Filming(Decoders decoders, CameraSettings camera, Films films, InstantSource clock) {
    this.decoders = decoders;
    this.camera = camera;
    this.films = films;
    this.clock = clock;
    gapMin = GAP_MIN.plus(camera.pause().multipliedBy(2));
    isCopied = FilmRecipe.isCopied(camera.source());
    thread = Thread.ofVirtual().name("film-" + camera.id()).unstarted(this::run);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /** A frame that is looked at; nobody waits, and one that comes too soon is left out. */
  public void offer(Frame frame) {
    if (!isCopied) {
      var _ = frames.offer(frame);
    }
  }

  private void run() {
    var wait = camera.limits().backOffMin();
    while (!closed) {
      boolean worked = false;
      String reason;
      try {
        var folder = films.folder(camera.id());
        try {
          var first = isCopied ? null : frames.take();
          try (var started = start(first, folder)) {
            worked = pieces(started, folder);
            reason = started.lastWords();
          }
        } finally {
          remove(folder);
        }
      } catch (IOException | RuntimeException e) { // without it nothing would be recorded any more
        reason = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        return;
      }
      if (closed) {
        return;
      }
      films.stands(camera.id(), masked(reason.isEmpty() ? "the stream ended" : reason));
      wait = worked ? camera.limits().backOffMin() : longer(wait);
      try {
        Thread.sleep(wait);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Duration longer(Duration wait) {
    var longest = camera.limits().backOffMax();
    var twice = wait.multipliedBy(2);
    return twice.compareTo(longest) < 0 ? twice : longest;
  }

  private String masked(String said) {
    return switch (camera.source()) {
      case Source.Rtsp rtsp -> Credentials.masked(said, rtsp.url());
      case Source.Http http -> Credentials.masked(said, http.url());
      case Source.VideoFile _, Source.Simulated _, Source.Sent _, Source.SentText _ -> said;
    };
  }

  private Child start(@Nullable Frame first, Path folder) throws IOException {
    Child started;
    if (first == null) {
      var recipe = FilmRecipe.copied(camera, folder);
      started = GuardedChild.start(decoders.ffmpeg().command(recipe.arguments()), recipe.said());
    } else {
      var words = FilmRecipe.encoded(first.width(), first.height(), folder);
      started =
          FedChild.start(
              decoders.ffmpeg().command(words), new FrameStream(first, frames), camera.id());
    }
    child = started;
    long number = System.nanoTime();
    run = number;
    aliveNanos.set(number);
    Thread.ofVirtual().name("film-watchdog-" + camera.id()).start(() -> watch(started, number));
    if (closed) {
      started.close();
    }
    return started;
  }

  /** Ends a child from which no piece comes. */
  private void watch(Child watched, long number) {
    try {
      while (run == number && !closed) {
        long left = STALL_MAX.toNanos() - (System.nanoTime() - aliveNanos.get());
        if (left <= 0) {
          watched.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(Math.min(left, 1_000_000_000L)));
      }
    } catch (InterruptedException _) {
      // nobody interrupts it
    }
  }

  /** Hands on each piece as it becomes whole; returns at the end, with whether there was one. */
  private boolean pieces(Child started, Path folder) throws IOException {
    boolean any = false;
    try {
      var lines = new BufferedReader(new InputStreamReader(started.output(), UTF_8));
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var piece = LINE.matcher(line.strip());
        if (piece.matches()) {
          any = true;
          aliveNanos.set(System.nanoTime());
          double seconds = Double.parseDouble(piece.group(3)) - Double.parseDouble(piece.group(2));
          take(folder.resolve(piece.group(1)), Duration.ofNanos(Math.round(seconds * 1e9)));
        }
      }
    } catch (IOException e) {
      if (!closed && !any) {
        throw e;
      }
    } finally {
      child = null;
      run = 0;
    }
    started.join();
    return any;
  }

  /** Says when a piece was, by when it is whole. It never begins before the last one ended. */
  private void take(Path file, Duration length) {
    var now = clock.instant();
    var from = now.minus(length);
    var last = endOfLast;
    if (last != null && Duration.between(last, from).compareTo(gapMin) < 0) {
      from = last;
    }
    var to = from.plus(length).isAfter(now) ? now : from.plus(length);
    if (to.isAfter(from)) {
      endOfLast = to;
      films.piece(camera.id(), new Films.Piece(file, from, Duration.between(from, to)));
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Ends it; the piece that is being written is lost. */
  @Override
  public void close() {
    closed = true;
    var running = child;
    if (running != null) {
      running.close();
    }
    thread.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    films.stands(camera.id(), "");
  }
}
