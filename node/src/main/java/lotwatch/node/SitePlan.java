package lotwatch.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraCommand.PlaceCamera;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.SimulatedSource;
import lotwatch.media.camera.Source;
import lotwatch.media.camera.Source.Simulated;
import lotwatch.media.camera.Source.VideoFile;
import lotwatch.media.spots.Spot;
import lotwatch.media.spots.SpotsFile;
import lotwatch.node.config.CampusSettings;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import lotwatch.node.placement.CameraPlan;
import lotwatch.sim.Campus;
import lotwatch.sim.SimCamera;
import lotwatch.sim.SimulatedChild;

/**
 * The campus as the configuration describes it, in the words of the ledger and of video.
 *
 * @param lots every lot with its watched spots
 * @param placements every camera with what it watches
 * @param cameras every camera with where its frames come from
 * @param counts how many cars are in a counted lot when it is opened for the first time
 */
public record SitePlan(
    List<OpenLot> lots,
    List<PlaceCamera> placements,
    List<CameraPlan> cameras,
    List<SetCount> counts) {
  /** What plays the simulated cameras of a plan. */
  public static final SimulatedSource SIMULATED = SimulatedChild::start;

  /** A camera whose images come this seldom needs rules that wait for it. */
  private static final Duration SLOW_FROM = Duration.ofMillis(5_001);

  public SitePlan {
    counts = List.copyOf(counts);
    lots = List.copyOf(lots);
    placements = List.copyOf(placements);
    cameras = List.copyOf(cameras);
  }

  /**
   * Reads the spots of every camera and gathers the lots.
   *
   * @throws ConfigException with everything that is wrong in the spots files and between them and
   *     the lots
   */
  public static SitePlan of(Config config) throws ConfigException {
    var problems = new ArrayList<String>();
    var cameras = new ArrayList<CameraPlan>();
    boolean campus = config.campus().cameras().isEmpty() && config.campus().sim().cameras();
    for (var camera : campus ? simulated(config) : config.campus().cameras()) {
      check(camera, problems, () -> checkSource(camera.settings().source()));
      check(camera, problems, () -> cameras.add(new CameraPlan(camera.settings(), spots(camera))));
    }
    limit("cameras", cameras.size(), CameraCommand.CAMERAS_MAX, problems);
    checkNumbers(cameras, problems);
    checkPaces(cameras, config.campus().policy(), problems);
    var lots = lots(config, cameras, problems);
    var placements = new ArrayList<PlaceCamera>();
    for (var camera : problems.isEmpty() ? cameras : List.<CameraPlan>of()) {
      placements.add(new PlaceCamera(new CameraId(camera.settings().id()), watches(camera)));
    }
    var counts = counts(config, lots, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new SitePlan(lots, placements, cameras, counts);
  }

  /** The cameras of the simulated campus. */
  public static List<CampusSettings.Camera> simulated(Config config) {
    long seed = config.campus().sim().seed();
    return Campus.of(seed).cameras().stream()
        .map(camera -> {
          var source = new Simulated(camera.id(), seed);
          var settings =
              CameraSettings.of(camera.id(), source)
                  .withFramesPerSecond(config.video().fps())
                  .withWidthMax(config.video().widthMax())
                  .withLimits(config.video().limits());
          return new CampusSettings.Camera(settings, Optional.empty(), camera.id());
        })
        .toList();
  }

  @FunctionalInterface
  private interface Reading {
    void read() throws IOException;
  }

  private static void check(CampusSettings.Camera camera, List<String> problems, Reading reading) {
    var id = camera.settings().id();
    try {
      reading.read();
    } catch (NoSuchFileException e) {
      problems.add("camera %s: there is no file %s".formatted(id, e.getMessage()));
    } catch (IOException | IllegalArgumentException e) {
      var problem = "camera %s: %s".formatted(id, e.getMessage());
      if (!problems.contains(problem)) { // a simulated camera that there is none is both
        problems.add(problem);
      }
    }
  }

  /** What can be known of a source before it is opened. */
  private static void checkSource(Source source) throws IOException {
    switch (source) {
      case VideoFile(Path path) -> {
        if (!Files.exists(path)) {
          throw new NoSuchFileException(path.toString());
        }
        if (Files.isDirectory(path) || !Files.isReadable(path)) {
          throw new IOException(path + " is not a file that can be read");
        }
      }
      case Simulated sim -> simulated(sim);
      case Source.Rtsp _, Source.Http _, Source.Sent _, Source.SentText _ -> {}
    }
  }

  /** A number that two cameras had would leave open whose a frame is. */
  private static void checkNumbers(List<CameraPlan> cameras, List<String> problems) {
    var ids = new HashMap<Integer, String>();
    for (var camera : cameras) {
      var source = camera.settings().source();
      var id = camera.settings().id();
      var number = source.sentNumber();
      var other = number.isPresent() ? ids.putIfAbsent(number.getAsInt(), id) : null;
      if (other != null) {
        problems.add(
            "camera %s: camera %s has the source %s already; each needs a number of its own"
                .formatted(id, other, source));
      }
    }
  }

  /**
   * Between two images of a slow camera it must not count as silent, nor its spots as forgotten.
   */
  private static void checkPaces(List<CameraPlan> cameras, Policy policy, List<String> problems) {
    for (var camera : cameras) {
      var every = camera.settings().pause();
      var needed = every.multipliedBy(2).plusSeconds(1);
      if (every.compareTo(SLOW_FROM) >= 0) {
        var id = camera.settings().id();
        var wanted = "camera %s: gives an image every %s s, so ledger.%s must be %d at least";
        if (policy.silentAfter().compareTo(needed) < 0) {
          problems.add(
              wanted.formatted(id, every.toMillis() / 1e3, "silent-after", needed.toSeconds()));
        }
        if (policy.doubtMax().compareTo(needed) < 0) {
          problems.add(
              wanted.formatted(id, every.toMillis() / 1e3, "doubt-max", needed.toSeconds()));
        }
      }
    }
  }

  private static SimCamera simulated(Simulated sim) {
    var all = Campus.of(sim.seed()).cameras();
    return all.stream()
        .filter(camera -> camera.id().equals(sim.name()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the simulated campus has no camera %s, only %s"
                    .formatted(
                        sim.name(), String.join(", ", all.stream().map(SimCamera::id).toList()))));
  }

  private static void limit(String what, int count, int max, List<String> problems) {
    if (count > max) {
      problems.add("%d %s, the limit is %d".formatted(count, what, max));
    }
  }

  private static List<Spot> spots(CampusSettings.Camera camera) throws IOException {
    if (camera.settings().source() instanceof Source.SentText) {
      if (camera.spots().isPresent()) {
        throw new IllegalArgumentException("sends text, in which there are no spots");
      }
      return List.of();
    }
    if (camera.spots().isPresent()) {
      return inLots(SpotsFile.read(camera.spots().get()).spots(), camera.lot());
    }
    if (camera.settings().source() instanceof Simulated sim) {
      return simulated(sim).spots().stream()
          .map(spot -> new Spot(spot.id(), Optional.of(spot.lot()), spot.outline()))
          .toList();
    }
    throw new IllegalArgumentException(
        "has no spots: say where they are in its image with a spots file (docs/spots.md)");
  }

  private static List<Spot> inLots(List<Spot> spots, String lot) {
    return spots.stream()
        .map(spot -> new Spot(spot.id(), Optional.of(spot.lot().orElse(lot)), spot.outline()))
        .toList();
  }

  private static List<OpenLot> lots(
      Config config, List<CameraPlan> cameras, ArrayList<String> problems) {
    Map<String, Set<SpotId>> watched = new LinkedHashMap<>();
    config.campus().lots().forEach(lot -> watched.put(lot.id(), new LinkedHashSet<>()));
    for (var camera : cameras) {
      for (var spot : camera.spots()) {
        watched
            .computeIfAbsent(spot.lot().orElseThrow(), _ -> new LinkedHashSet<>())
            .add(new SpotId(spot.id()));
      }
    }
    var lots = new ArrayList<OpenLot>();
    watched.forEach((id, spots) -> {
      var named = config.campus().lots().stream().filter(lot -> lot.id().equals(id)).findFirst();
      var name = named.flatMap(CampusSettings.Lot::name).orElse(id);
      int capacity =
          named.map(CampusSettings.Lot::capacity).orElse(OptionalInt.empty()).orElse(spots.size());
      if (capacity < 1) {
        problems.add("lot %s: needs a capacity, since no camera watches it".formatted(id));
      } else if (capacity < spots.size()) {
        problems.add(
            "lot %s: capacity is %d, but cameras watch %d places there"
                .formatted(id, capacity, spots.size()));
      } else {
        try {
          lots.add(new OpenLot(new LotId(id), name, capacity, List.copyOf(spots)));
        } catch (IllegalArgumentException e) {
          problems.add("lot '%s': %s".formatted(id, e.getMessage()));
        }
      }
      limit("watched spots in lot " + id, spots.size(), LotCommand.SPOTS_MAX, problems);
    });
    limit("lots", watched.size(), LotCommand.LOTS_MAX, problems);
    checkTexts(cameras, watched, problems);
    return lots;
  }

  /** A camera that sends text tells the free spaces of a lot in which cars are counted. */
  private static void checkTexts(
      List<CameraPlan> cameras, Map<String, Set<SpotId>> watched, List<String> problems) {
    for (var camera : cameras) {
      if (camera.settings().source() instanceof Source.SentText text) {
        var spots = watched.get(text.lot());
        if (spots == null || !spots.isEmpty()) {
          problems.add(
              "camera %s: its text tells how many spaces of lot %s are free, so lots must name that with a capacity, and no other camera watch it"
                  .formatted(camera.settings().id(), text.lot()));
        }
      }
    }
  }

  private static List<SetCount> counts(
      Config config, List<OpenLot> lots, ArrayList<String> problems) {
    var counts = new ArrayList<SetCount>();
    for (var named : config.campus().lots()) {
      for (var lot : lots) {
        if (named.occupied().isPresent() && lot.lot().value().equals(named.id())) {
          if (!lot.spots().isEmpty()) {
            problems.add("lot %s: cameras see what is occupied there".formatted(named.id()));
          }
          counts.add(new SetCount(lot.lot(), named.occupied().getAsInt()));
        }
      }
    }
    return counts;
  }

  private static List<Watch> watches(CameraPlan camera) {
    return camera.spots().stream()
        .map(spot ->
            new Watch(
                new LotId(spot.lot().orElseThrow()),
                new SpotId(spot.id()),
                spot.outline().corners().stream()
                    .map(corner -> new Corner(corner.x(), corner.y()))
                    .toList()))
        .toList();
  }

  /** Whether any camera is simulated. */
  public boolean isSimulated() {
    return cameras.stream()
        .map(camera -> camera.settings().source())
        .anyMatch(source -> source instanceof Source.Simulated);
  }
}
