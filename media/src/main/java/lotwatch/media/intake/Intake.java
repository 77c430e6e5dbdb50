package lotwatch.media.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lotwatch.media.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Where cameras leave frames and workers fetch them. It holds one waiting frame per camera: a newer
 * one takes the place of an older one, which is dropped and counted, so that what is looked at is
 * never old. A camera's frames go to one worker at a time, and the camera that has waited longest
 * comes first.
 */
public final class Intake {
  /** Cameras that one intake serves. */
  public static final int CAMERAS_MAX = 2_000;

  /** As long as any period; a new frame ends the wait. */
  private static final Duration REST_MAX = Duration.ofMinutes(5);

  /** One camera's place. All fields are guarded by the intake's lock. */
  private static final class Place {
    final String camera;

    /** The least time from one take to the next. */
    final long periodNanos;

    @Nullable Frame waiting;
    long waitingSinceNanos;
    @Nullable Frame newest;
    boolean leased;

    /** When the next frame may be taken, by {@link System#nanoTime}. */
    long readyNanos;

    boolean removed;
    long turn;
    long offered;
    long dropped;
    long taken;
    long waitedNanos;
    long waitedNanosMax;

    Place(String camera, Duration period) {
      this.camera = camera;
      this.periodNanos = period.toNanos();
      this.readyNanos = System.nanoTime();
    }
  }

  /**
   * What went through one camera's place.
   *
   * @param offered frames that came
   * @param dropped frames that gave way to newer ones, never looked at
   * @param taken frames that a worker took
   * @param waited how long the last one taken had waited
   * @param waitedLongest how long any one taken had waited at most
   */
  public record Counts(
      long offered, long dropped, long taken, Duration waited, Duration waitedLongest) {}

  /** One frame in the hands of one worker. Closing it lets the camera's next frame go. */
  public final class Lease implements AutoCloseable {
    private final Place place;
    private final Frame frame;
    private final long arrivedNanos;

    private Lease(Place place, Frame frame, long arrivedNanos) {
      this.place = place;
      this.frame = frame;
      this.arrivedNanos = arrivedNanos;
    }

    /** Whose frame it is. */
    public String camera() {
      return place.camera;
    }

    /** The frame to look at. */
    public Frame frame() {
      return frame;
    }

    /** How long ago the frame came. */
    public Duration age() {
      return Duration.ofNanos(System.nanoTime() - arrivedNanos);
    }

    @Override
    public void close() {
      synchronized (lock) {
        place.leased = false;
        lock.notifyAll();
      }
    }
  }

  private final Object lock = new Object();

  /** Guarded by lock. */
  private final Map<String, Place> places = new LinkedHashMap<>();

  /** Counts the takes, to know whose turn it is; guarded by lock. */
  private long turns;

  /** Makes a place for a camera whose every frame may be taken. */
  public void add(String camera) {
    add(camera, Duration.ZERO);
  }

  /**
   * Makes a place for a camera.
   *
   * @param period the least time from one frame that is taken to the next
   * @throws IllegalArgumentException if it has one, or there are {@value #CAMERAS_MAX}
   */
  public void add(String camera, Duration period) {
    synchronized (lock) {
      if (places.size() >= CAMERAS_MAX) {
        throw new IllegalArgumentException("more than %d cameras".formatted(CAMERAS_MAX));
      }
      if (places.putIfAbsent(camera, new Place(camera, period)) != null) {
        throw new IllegalArgumentException("camera %s is there already".formatted(camera));
      }
    }
  }

  /** Takes a camera's place away, with the frame that waits in it. */
  public void remove(String camera) {
    synchronized (lock) {
      var place = places.remove(camera);
      if (place != null) {
        place.removed = true;
        place.waiting = null;
        lock.notifyAll();
      }
    }
  }

  /**
   * Leaves a frame, in place of an older one that still waits. Never blocks.
   *
   * @return whether the camera has a place
   */
  public boolean offer(String camera, Frame frame) {
    synchronized (lock) {
      var place = places.get(camera);
      if (place != null) {
        place.dropped += place.waiting == null ? 0 : 1;
        put(place, frame);
      }
      return place != null;
    }
  }

  /**
   * Leaves a frame once the one before it has been taken, so that none is dropped; for files that
   * are played faster than the world goes.
   */
  public void offerEach(String camera, Frame frame) throws InterruptedException {
    synchronized (lock) {
      var place = places.get(camera);
      while (place != null && place.waiting != null && !place.removed) {
        lock.wait();
      }
      if (place != null && !place.removed) {
        put(place, frame);
      }
    }
  }

  private void put(Place place, Frame frame) {
    place.offered++;
    place.waiting = frame;
    place.waitingSinceNanos = System.nanoTime();
    place.newest = frame;
    lock.notifyAll();
  }

  /** Waits for a frame and takes it. */
  public Lease take() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        var next = next();
        if (next != null) {
          return lease(next);
        }
        TimeUnit.NANOSECONDS.timedWait(lock, restNanos());
      }
    }
  }

  /** The camera with a waiting frame whose last turn is longest ago. */
  private @Nullable Place next() {
    Place next = null;
    var now = System.nanoTime();
    for (var place : places.values()) {
      var isReady = place.waiting != null && !place.leased && place.readyNanos - now <= 0;
      if (isReady && (next == null || place.turn < next.turn)) {
        next = place;
      }
    }
    return next;
  }

  /** How long it is until a frame that waits may be taken, if nothing else happens. */
  private long restNanos() {
    var now = System.nanoTime();
    var rest = REST_MAX.toNanos();
    for (var place : places.values()) {
      if (place.waiting != null && !place.leased) {
        rest = Math.min(rest, Math.max(1, place.readyNanos - now));
      }
    }
    return rest;
  }

  private Lease lease(Place place) {
    var frame = place.waiting;
    if (frame == null) {
      throw new IllegalStateException(place.camera + " has no frame");
    }
    place.waiting = null;
    place.leased = true;
    place.turn = ++turns;
    place.readyNanos = System.nanoTime() + place.periodNanos;
    place.taken++;
    place.waitedNanos = System.nanoTime() - place.waitingSinceNanos;
    place.waitedNanosMax = Math.max(place.waitedNanosMax, place.waitedNanos);
    lock.notifyAll();
    return new Lease(place, frame, place.waitingSinceNanos);
  }

  /** The last frame a camera gave, taken or not; empty if there is no such camera or frame. */
  public Optional<Frame> newest(String camera) {
    synchronized (lock) {
      return Optional.ofNullable(places.get(camera)).map(place -> place.newest);
    }
  }

  /** What went through a camera's place; empty if there is no such camera. */
  public Optional<Counts> counts(String camera) {
    synchronized (lock) {
      return Optional.ofNullable(places.get(camera))
          .map(place ->
              new Counts(
                  place.offered,
                  place.dropped,
                  place.taken,
                  Duration.ofNanos(place.waitedNanos),
                  Duration.ofNanos(place.waitedNanosMax)));
    }
  }

  /** The cameras that have a place, in the order they came. */
  public List<String> cameras() {
    synchronized (lock) {
      return new ArrayList<>(places.keySet());
    }
  }
}
