package lotwatch.node.placement;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.gateway.lanes.Complaints;
import lotwatch.ledger.UnavailableException;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.Child;
import lotwatch.media.camera.LastWords;
import lotwatch.media.camera.SimulatedSource;
import lotwatch.media.camera.Source;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import lotwatch.sim.ParkedCar;
import lotwatch.sim.SimCamera;
import lotwatch.sim.SimulatedChild;

/**
 * Plays simulated cameras, and for as long as one plays reports the cars that it shows: they come,
 * stand and leave as seen in its frames.
 */
public final class SimulatedCars implements SimulatedSource {
  /** Often enough for any time-out that can be configured. */
  private static final Duration PARKED_EVERY = Duration.ofSeconds(30);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final System.Logger LOG = System.getLogger("lotwatch.node");

  private final Reports reports;
  private final InstantSource clock;
  private final Complaints complaints = new Complaints(LOG);

  /** Takes the sightings, whose plates are nobody's. */
  @FunctionalInterface
  public interface Reports {
    /** Returns when they are safe. */
    void take(List<Sighting> sightings) throws UnavailableException;
  }

  /** Reports to {@code reports}. */
  public SimulatedCars(Reports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @Override
  public Child start(Ffmpeg ffmpeg, CameraSettings settings, Source.Simulated source, Instant epoch)
      throws IOException {
    var child = SimulatedChild.start(ffmpeg, settings, source, epoch);
    if (settings.pace() == CameraSettings.Pace.FAST) {
      return child; // its time is not ours
    }
    var report = new Report(SimulatedChild.camera(source), epoch);
    var thread = Thread.ofVirtual().name("cars-" + source.name()).start(report::run);
    return new Watched(child, thread);
  }

  /** What one camera's cars do. */
  private final class Report {
    private final SimCamera camera;
    private final Instant epoch;

    /** When each car that stands was told of last. */
    private Map<ParkedCar, Instant> told = Map.of();

    Report(SimCamera camera, Instant epoch) {
      this.camera = camera;
      this.epoch = epoch;
    }

    void run() {
      while (!Thread.currentThread().isInterrupted()) {
        look(clock.instant());
        LockSupport.parkNanos(this, LOOK_EVERY.toNanos());
      }
    }

    private void look(Instant now) {
      var sightings = new ArrayList<Sighting>();
      var telling = new HashMap<>(told);
      var standing = camera.parked(Duration.between(epoch, now).toMillis() / 1e3);
      for (var car : told.keySet()) {
        if (!standing.contains(car)) {
          sightings.add(sighting(car, Status.MOVING, now));
          sightings.add(sighting(car, Status.EXITING, now));
          telling.remove(car);
        }
      }
      for (var car : standing) {
        var before = told.get(car);
        if (before == null || !now.isBefore(before.plus(PARKED_EVERY))) {
          sightings.add(sighting(car, before == null ? Status.ENTERING : Status.PARKED, now));
          telling.put(car, now);
        }
      }
      if (sightings.isEmpty() || submit(sightings)) {
        told = telling;
      }
    }

    private Sighting sighting(ParkedCar car, Status status, Instant now) {
      return new Sighting(
          "sim-%s-%s-%d".formatted(car.spot(), status, now.toEpochMilli()),
          new SessionKey(car.plate(), car.lot() + '/' + car.spot()),
          status,
          now.getEpochSecond());
    }

    /** What cannot be told now is told at the next look. */
    private boolean submit(List<Sighting> sightings) {
      try {
        reports.take(sightings);
        complaints.settled();
        return true;
      } catch (UnavailableException e) {
        complaints.say("simulated cars are not reported: " + e.getMessage());
        return false;
      }
    }
  }

  /** A camera's child, with the thread that reports its cars. */
  private record Watched(Child child, Thread thread) implements Child {
    @Override
    public InputStream output() {
      return child.output();
    }

    @Override
    public void join() {
      child.join();
    }

    @Override
    public String lastWords() {
      return child.lastWords();
    }

    @Override
    public LastWords decoderWords() {
      return child.decoderWords();
    }

    @Override
    public void close() {
      thread.interrupt();
      child.close();
    }
  }
}
