package lotwatch.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.media.Frame;
import lotwatch.media.Polygon;

/**
 * One camera of the simulated campus. Its image at a moment follows from the campus's seed and the
 * seconds since an epoch alone.
 *
 * <p>{@link #spots()} and {@link #truth} may be asked by any thread; images are drawn by one thread
 * at a time.
 */
public final class SimCamera {
  private final String id;
  private final Size size;
  private final int fps;
  private final Lens lens;
  private final Site site;
  private final Day day;
  private final Traffic traffic;
  private final List<SimSpot> spots;
  private final Object easel = new Object();
  private @org.jspecify.annotations.Nullable Painter painter;

  /**
   * How large an image is, in pixels.
   *
   * @param width even
   * @param height even
   */
  public record Size(int width, int height) {}

  SimCamera(String id, Size size, int fps, Lens lens, Site site, long seed, double north) {
    this.id = id;
    this.size = size;
    this.fps = fps;
    this.lens = lens;
    this.site = site;
    day = new Day(seed, north);
    traffic = new Traffic(site, seed ^ id.hashCode());
    spots =
        site.spots().stream()
            .map(spot -> new SimSpot(spot.id(), spot.lot(), outline(lens, spot)))
            .toList();
  }

  /** Where a spot lies in an image. */
  static Polygon outline(Lens lens, Spot spot) {
    var corners = new ArrayList<Polygon.Point>();
    for (double[] corner : spot.corners()) {
      double depth = lens.depth(corner[0], corner[1], 0);
      corners.add(
          new Polygon.Point(
              lens.column(corner[0], corner[1], 0, depth) / lens.width,
              lens.row(corner[0], corner[1], 0, depth) / lens.height));
    }
    return new Polygon(corners);
  }

  /** The camera's name, unique on its campus. */
  public String id() {
    return id;
  }

  /** The size of every image. */
  public Size size() {
    return size;
  }

  /** Images per simulated second. */
  public int fps() {
    return fps;
  }

  /** The spots this camera sees, in an order that never changes. */
  public List<SimSpot> spots() {
    return spots;
  }

  /**
   * What is really the case, in the order of {@link #spots()}.
   *
   * @param seconds since the epoch of the simulation, 0 is a bright morning
   */
  public List<Truth> truth(double seconds) {
    return List.of(traffic.truth(seconds));
  }

  /**
   * The cars that stand in its spots.
   *
   * @param seconds since the epoch of the simulation
   */
  public List<ParkedCar> parked(double seconds) {
    return traffic.parked(seconds);
  }

  /**
   * Draws one image.
   *
   * @param number of the image since the epoch; it shows the moment {@code number / fps} seconds
   * @param planes filled with an image as {@link Frame} holds it
   * @throws IllegalArgumentException if {@code planes} is not as long as {@link Frame#bytes} says
   */
  public void draw(long number, byte[] planes) {
    if (planes.length != Frame.bytes(size.width, size.height)) {
      throw new IllegalArgumentException("%d bytes for %s".formatted(planes.length, size));
    }
    double seconds = (double) number / fps;
    long step = Day.step(seconds);
    synchronized (easel) {
      Light light = day.light(step);
      easel().paint(step, light, traffic.standing(seconds), traffic.moving(seconds), planes);
      Grain.add(planes, size.width * size.height, number, light);
    }
  }

  private Painter easel() {
    Painter ready = painter;
    if (ready == null) {
      var backdrop = new Backdrop(lens, site.ground(), site.scenery(), 2);
      ready = new Painter(backdrop, site.scenery(), ShadeMap.around(site));
      painter = ready;
    }
    return ready;
  }

  /**
   * Writes image after image as raw yuv420p until told to stop.
   *
   * @param out takes the planes of one image after the other without any header
   * @param running asked before each image
   * @param pace {@link Pace#REAL_TIME} begins with the image of now and leaves out the images that
   *     a slow reader makes late; {@link Pace#UNBOUNDED} writes every image since the epoch
   * @param epoch the moment that is second 0, a bright morning
   * @throws IOException when {@code out} takes no more
   */
  public void writeFrames(OutputStream out, BooleanSupplier running, Pace pace, Instant epoch)
      throws IOException {
    var planes = new byte[Frame.bytes(size.width, size.height)];
    long number = pace == Pace.REAL_TIME ? due(epoch) : 0;
    while (running.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
      if (pace == Pace.REAL_TIME) {
        await(epoch, number);
        number = Math.max(number, due(epoch));
      }
      draw(number, planes);
      out.write(planes);
      out.flush();
      number++;
    }
  }

  private long due(Instant epoch) {
    long nanos = Math.max(0, Duration.between(epoch, Instant.now()).toNanos());
    return Math.floorDiv(nanos / 1_000 * fps, 1_000_000L);
  }

  private void await(Instant epoch, long number) {
    Instant due = epoch.plusNanos(number * 1_000_000_000L / fps);
    long left = Duration.between(Instant.now(), due).toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = Duration.between(Instant.now(), due).toNanos();
    }
  }
}
