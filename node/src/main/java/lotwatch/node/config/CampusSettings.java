package lotwatch.node.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionPolicy;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraSettings.Playback;
import lotwatch.media.camera.KeptVideo;
import lotwatch.media.camera.Source;
import lotwatch.media.camera.VideoSettings;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.sim.SimSettings;
import lotwatch.wire.settings.Section;

/**
 * The campus as the operator's file describes it.
 *
 * @param lots in the order of the file
 * @param cameras none means the simulated campus, if it is wanted
 */
public record CampusSettings(
    Policy policy, SessionPolicy sessions, SimSettings sim, List<Lot> lots, List<Camera> cameras) {
  /** What the simulated campus charges unless the file says otherwise. */
  private static final SessionPolicy SIMULATED =
      new SessionPolicy(
          SessionPolicy.DEFAULT.rules(),
          Tariffs.of(new Tariff("EUR", 900, 50, 600, 800)),
          List.of(),
          false);

  public CampusSettings {
    lots = List.copyOf(lots);
    cameras = List.copyOf(cameras);
  }

  /** How a camera's clip is played. */
  enum Loop {
    FOREVER,
    ONCE
  }

  /**
   * Reads the sections {@code ledger} and {@code sim} and the lists.
   *
   * @param folder where relative paths of spots and clips begin
   * @return empty if the policy is a problem
   */
  static Optional<CampusSettings> read(Section root, VideoSettings video, Path folder) {
    var policy = Rules.read(root.section("ledger"));
    var sim = SimSettings.read(root.section("sim"));
    var lotIds = new HashSet<String>();
    var lots = root.list("lots", lot -> Optional.of(Lot.read(lot, lotIds)));
    var cameraIds = new HashSet<String>();
    var cameras = root.list("cameras", camera -> Camera.read(camera, video, folder, cameraIds));
    boolean isSimulated = cameras.isEmpty() && sim.cameras();
    var sessions =
        SessionRules.read(
            root.section("sessions"), isSimulated ? SIMULATED : SessionPolicy.DEFAULT);
    return policy.flatMap(
        rules -> sessions.map(stays -> new CampusSettings(rules, stays, sim, lots, cameras)));
  }

  /** The same with these lots. */
  CampusSettings withLots(List<Lot> others) {
    return new CampusSettings(policy, sessions, sim, others, cameras);
  }

  /** The same with more cameras; one that has the id of an old one takes its place. */
  CampusSettings withCameras(List<Camera> more) {
    var all = new ArrayList<>(cameras);
    for (var camera : more) {
      all.removeIf(old -> old.settings().id().equals(camera.settings().id()));
      all.add(camera);
    }
    return new CampusSettings(policy, sessions, sim, lots, all);
  }

  /** Reads the id of an entry, which none before it may have. */
  static String onlyOnce(Section section, Set<String> ids) {
    var id = section.text("id");
    if (!id.isEmpty() && !ids.add(id)) {
      section.problem("id", "is '%s', as an entry before it".formatted(id));
    }
    return id;
  }

  /**
   * Where a camera's frames come from, as a person wrote it.
   *
   * @throws IllegalArgumentException for the operator; never with what may hold a password
   */
  public static Source source(String written) {
    try {
      return Source.parse(written);
    } catch (IllegalArgumentException e) {
      var said = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(
          written.contains("@") ? said.replace(written.strip(), "***") : said, e);
    }
  }

  /**
   * The same source, called as the keys {@code transport}, {@code insecure} and {@code poll} say.
   *
   * @throws IllegalArgumentException if one of them says nothing about this kind of source
   */
  static UnaryOperator<Source> called(Section camera) {
    var transport = camera.choice("transport", Source.Transport.TCP, Source.Transport.class);
    var insecure = camera.flag("insecure", false);
    var poll = camera.seconds("poll", Duration.ZERO, Duration.ZERO, Section.HOUR_MAX);
    return source ->
        source.with(transport, insecure, poll.isZero() ? Optional.empty() : Optional.of(poll));
  }

  /** How a camera of the file is looked at. */
  static Playback playback(Section camera, double fps) {
    return new Playback(
        camera.number("fps", fps, CameraSettings.FPS_MIN, CameraSettings.FPS_MAX),
        camera.choice("loop", Loop.FOREVER, Loop.class) == Loop.FOREVER,
        camera.choice("pace", Playback.DEFAULT.pace(), CameraSettings.Pace.class));
  }

  /**
   * A lot that the operator named.
   *
   * @param capacity empty takes the number of its watched spots
   * @param occupied cars in a counted lot when it is opened for the first time; empty if unknown
   */
  public record Lot(String id, Optional<String> name, OptionalInt capacity, OptionalInt occupied) {
    private static Lot read(Section lot, Set<String> ids) {
      var id = onlyOnce(lot, ids);
      var name = lot.text("name", "");
      int capacity = lot.integer("capacity", 0, 1, LotCommand.CAPACITY_MAX);
      int occupied = lot.integer("occupied", -1, 0, LotCommand.CAPACITY_MAX);
      if (occupied > capacity) {
        lot.problem("occupied", "is %d, more than its capacity".formatted(occupied));
      }
      return new Lot(
          id,
          name.isEmpty() ? Optional.empty() : Optional.of(name),
          capacity == 0 ? OptionalInt.empty() : OptionalInt.of(capacity),
          occupied < 0 ? OptionalInt.empty() : OptionalInt.of(occupied));
    }
  }

  /**
   * A camera that the operator named.
   *
   * @param spots the file that says where its spots are; none for a simulated camera
   * @param lot the lot of spots that name none
   */
  public record Camera(CameraSettings settings, Optional<Path> spots, String lot) {
    private static Optional<Camera> read(
        Section camera, VideoSettings video, Path folder, Set<String> ids) {
      var id = onlyOnce(camera, ids);
      var written = camera.text("source");
      var spots = camera.path("spots", "");
      var lot = camera.text("lot", id);
      var playback = playback(camera, video.fps());
      var called = called(camera);
      var kept = KeptVideo.read(camera);
      try {
        var source = called.apply(near(source(written), folder, lot));
        return Optional.of(
            new Camera(
                new CameraSettings(id, source, playback, video.widthMax(), video.limits(), kept),
                spots.toString().isEmpty() ? Optional.empty() : Optional.of(folder.resolve(spots)),
                lot));
      } catch (IllegalArgumentException e) {
        if (!id.isEmpty() && !written.isEmpty()) {
          camera.problem("source", String.valueOf(e.getMessage()));
        }
        return Optional.empty();
      }
    }

    /** A clip's path begins where the file lies that names it; text is of the camera's lot. */
    private static Source near(Source source, Path folder, String lot) {
      return switch (source) {
        case Source.VideoFile(var path) -> new Source.VideoFile(folder.resolve(path));
        case Source.SentText text when text.lot().isEmpty() ->
            new Source.SentText(text.number(), lot);
        default -> source;
      };
    }
  }
}
