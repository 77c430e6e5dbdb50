package lotwatch.media;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import lotwatch.media.camera.BadImage;
import lotwatch.media.camera.BusyException;
import lotwatch.media.camera.Camera;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraState;
import lotwatch.media.camera.Decoders;
import lotwatch.media.camera.Filming;
import lotwatch.media.camera.Films;
import lotwatch.media.camera.Playing;
import lotwatch.media.camera.SentCamera;
import lotwatch.media.camera.Source;
import lotwatch.media.camera.Still;
import lotwatch.media.intake.Intake;
import lotwatch.media.intake.Jpeg;
import lotwatch.media.spots.Spot;
import lotwatch.media.worker.Looker;
import lotwatch.media.worker.Workers;
import lotwatch.wire.Observation;
import lotwatch.wire.Observation.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * All cameras of this node: they are added and taken away, what is seen comes out, and anybody may
 * ask how a camera does and for its newest image.
 */
public final class Cameras implements AutoCloseable {
  private final Decoders decoders;
  private final Function<List<Spot>, Looker> eyes;
  private final InstantSource clock;
  private final Films films;
  private final Instant epoch;
  private final Intake intake = new Intake();
  private final Workers workers;

  /** Ids to cameras; written under the monitor of this, read by anybody. */
  private final Map<String, Station> stations = new ConcurrentHashMap<>();

  private record Station(
      Playing camera,
      List<Spot> spots,
      Looker looker,
      Condition condition,
      Jpeg jpeg,
      @Nullable Filming filming) {}

  /**
   * How one camera does.
   *
   * @param settings as it was added; its source prints itself without credentials
   * @param spots that it watches
   * @param state what it is doing
   * @param intake what became of its frames
   * @param workers how they were looked at
   */
  public record Report(
      CameraSettings settings,
      List<Spot> spots,
      CameraState state,
      Intake.Counts intake,
      Workers.Counts workers) {}

  /** Starts without a camera, and records none. */
  public Cameras(
      Decoders decoders,
      Function<List<Spot>, Looker> eyes,
      Consumer<Observation> seen,
      int workers,
      InstantSource clock) {
    this(decoders, eyes, seen, workers, clock, Films.NONE);
  }

  /**
   * Starts without a camera.
   *
   * @param eyes makes what looks at one camera's frames from that camera's spots
   * @param seen is given each observation; see {@link Workers#start}
   * @param workers how many threads look at frames
   * @param clock tells when frames arrive
   * @param films takes what is recorded
   */
  public Cameras(
      Decoders decoders,
      Function<List<Spot>, Looker> eyes,
      Consumer<Observation> seen,
      int workers,
      InstantSource clock,
      Films films) {
    this.decoders = decoders;
    this.films = films;
    this.eyes = eyes;
    this.clock = clock;
    this.epoch = clock.instant();
    this.workers = Workers.start(intake, this::look, seen, workers);
  }

  /** Second 0 of what simulated cameras show: when this was opened. */
  public Instant epoch() {
    return epoch;
  }

  /**
   * Starts a camera.
   *
   * @throws IllegalArgumentException if there is one of that id, or there are too many
   */
  public synchronized void add(CameraSettings settings, List<Spot> spots) {
    var id = settings.id();
    var sent = settings.source().sentNumber().isPresent();
    intake.add(id, sent ? settings.period() : Duration.ZERO);
    var copy = List.copyOf(spots);
    try {
      var looker = eyes.apply(copy);
      var filming = settings.kept().isOn() ? new Filming(decoders, settings, films, clock) : null;
      Playing playing;
      if (sent) {
        playing =
            new SentCamera(
                settings,
                frame -> {
                  film(filming, frame);
                  return intake.offer(id, frame);
                },
                clock);
      } else {
        var sink = sink(settings);
        Camera.Sink filmed =
            frame -> {
              film(filming, frame);
              sink.take(frame);
            };
        playing = new Camera(decoders, settings, filmed, clock, epoch);
      }
      var condition = new Condition(settings);
      stations.put(id, new Station(playing, copy, looker, condition, new Jpeg(), filming));
      if (playing instanceof Camera camera) {
        camera.start();
      }
      if (filming != null) {
        filming.start();
      }
    } catch (RuntimeException e) {
      intake.remove(id);
      throw e;
    }
  }

  private static void film(@Nullable Filming filming, Frame frame) {
    if (filming != null) {
      filming.offer(frame);
    }
  }

  private Camera.Sink sink(CameraSettings settings) {
    var id = settings.id();
    return settings.pace() == CameraSettings.Pace.FAST
        ? frame -> intake.offerEach(id, frame)
        : frame -> intake.offer(id, frame);
  }

  /**
   * Takes an image that somebody sent for a camera of the source {@link Source.Sent}; it has been
   * taken at the time it comes here, whatever its sender says.
   *
   * @param image a JPEG or PNG file
   * @return whether it waits to be looked at; not if no such camera is open here
   * @throws BadImage if it is none that we take
   * @throws BusyException if too many others are being decoded
   */
  public boolean offer(String id, byte[] image)
      throws BadImage, BusyException, InterruptedException {
    var station = stations.get(id);
    return station != null
        && station.camera instanceof SentCamera camera
        && camera.take(Still.decode(image, camera.settings().widthMax()));
  }

  /** How many threads look at frames. */
  public int workers() {
    return workers.count();
  }

  /** The numbers, from 1, of the threads that do not come to an end with their frame. */
  public List<Integer> stuckWorkers() {
    return workers.stuck(Workers.FRAME_WAIT_MAX);
  }

  /**
   * Stops a camera and forgets it.
   *
   * @return whether there was one
   */
  public synchronized boolean remove(String id) {
    var station = stations.get(id);
    if (station == null) {
      return false;
    }
    intake.remove(id);
    station.camera.close();
    if (station.filming != null) {
      station.filming.close();
    }
    stations.remove(id);
    workers.forget(id);
    return true;
  }

  /** The ids of all cameras. */
  public Set<String> ids() {
    return Set.copyOf(stations.keySet());
  }

  /** How each camera does, by id. */
  public Map<String, Report> states() {
    var states = new LinkedHashMap<String, Report>();
    stations.keySet().stream()
        .sorted()
        .forEach(id -> state(id).ifPresent(state -> states.put(id, state)));
    return states;
  }

  /** How one camera does; empty if there is none of that id. */
  public Optional<Report> state(String id) {
    var station = stations.get(id);
    var counts = intake.counts(id);
    if (station == null || counts.isEmpty()) {
      return Optional.empty();
    }
    var looked = workers.counts(id).orElse(Workers.Counts.NONE);
    return Optional.of(
        new Report(
            station.camera.settings(),
            station.spots,
            station.camera.state().although(station.condition.reason()),
            counts.get(),
            looked));
  }

  /**
   * An image to show.
   *
   * @param number of the frame, to tell whether it is a new one
   * @param at when it was taken
   * @param jpeg shared: do not write to it
   */
  @SuppressWarnings("ArrayRecordComponent") // an image is handed on, never compared
  public record View(long number, Instant at, byte[] jpeg) {}

  /** A camera's newest image; empty if there is no such camera or it has given none yet. */
  public Optional<View> newestJpeg(String id) {
    var station = stations.get(id);
    return station == null
        ? Optional.empty()
        : intake
            .newest(id)
            .map(frame -> new View(frame.number(), frame.at(), station.jpeg.of(frame)));
  }

  /** Stops all cameras and then the workers; waits until no child process is left. */
  @Override
  public void close() {
    for (var id : new ArrayList<>(stations.keySet())) {
      remove(id);
    }
    workers.close();
  }

  private Observation look(String camera, Frame frame) {
    var station = stations.get(camera);
    if (station == null) {
      throw new IllegalStateException("camera %s is gone".formatted(camera));
    }
    return switch (station.condition.of(frame)) {
      case WHOLE -> station.looker.look(camera, frame);
      case DAMAGED -> new Observation(camera, frame.at(), Visibility.DAMAGED, List.of());
      case FROZEN -> new Observation(camera, frame.at(), Visibility.FROZEN, List.of());
    };
  }
}
