package lotwatch.node.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.Configuration.DeclaredCamera;
import lotwatch.ledger.Configuration.DeclaredLot;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionPolicy;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.Watch;
import lotwatch.ledger.Watch.Corner;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.camera.CameraSettings.Playback;
import lotwatch.media.camera.Source;
import lotwatch.wire.settings.Section;

/**
 * The campus part of the configuration as one document, YAML or JSON: the sections {@code ledger},
 * {@code sessions}, {@code lots} and {@code cameras} of {@code lotwatch.yml}, but the spots of a
 * camera stand in it instead of in a file: {@code spots: [{id: s1, lot: north, outline: "0.1,0.2
 * 0.3,0.2 0.3,0.4"}]}.
 */
public final class CampusDocument {
  /** The largest document that is read. */
  public static final int DOCUMENT_BYTES_MAX = 16 << 20;

  private static final String NAME = "configuration";
  private static final Pattern CORNER = Pattern.compile("([^, ]{1,40}),([^, ]{1,40})");

  private final Map<CameraId, DeclaredCamera> inForce;
  private final Problems problems = new Problems();
  private final Map<Integer, String> sent = new HashMap<>();

  private CampusDocument(Configuration inForce) {
    this.inForce = inForce.camerasById();
  }

  /**
   * The document of a configuration, for JSON.
   *
   * @param source what to show of a camera's source
   */
  public static Map<String, Object> of(Configuration content, UnaryOperator<String> source) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("ledger", rules(content.policy()));
    document.put("sessions", SessionRules.of(content.sessions()));
    document.put("lots", content.lots().stream().map(CampusDocument::lot).toList());
    document.put(
        "cameras", content.cameras().stream().map(camera -> camera(camera, source)).toList());
    return document;
  }

  private static Map<String, Object> rules(Policy policy) {
    Map<String, Object> rules = new LinkedHashMap<>();
    rules.put("occupied-from", policy.occupiedFrom());
    rules.put("free-up-to", policy.freeUpTo());
    rules.put("frames-min", policy.framesMin());
    rules.put("settle", policy.settle().toMillis() / 1000.0);
    rules.put("doubt-max", policy.doubtMax().toMillis() / 1000.0);
    rules.put("blind-after", policy.blindAfter().toMillis() / 1000.0);
    rules.put("silent-after", policy.silentAfter().toMillis() / 1000.0);
    rules.put("hold", policy.hold().toMillis() / 1000.0);
    rules.put("reserve-unknown", policy.reserveUnknown() ? "allow" : "refuse");
    return rules;
  }

  private static Map<String, Object> lot(DeclaredLot lot) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("id", lot.id().value());
    shape.put("name", lot.name());
    shape.put("capacity", lot.capacity());
    if (lot.occupied() != null) {
      shape.put("occupied", lot.occupied());
    }
    return shape;
  }

  private static Map<String, Object> camera(DeclaredCamera camera, UnaryOperator<String> source) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("id", camera.id().value());
    shape.put("source", source.apply(camera.source()));
    known(camera).forEach((name, value) -> shape.put(name, option(name, value)));
    shape.put("fps", camera.fps());
    shape.put("loop", camera.loop() ? "forever" : "once");
    shape.put("pace", camera.fast() ? "fast" : "own");
    shape.put(
        "spots",
        camera.watches().stream()
            .map(watch ->
                Map.of(
                    "id",
                    watch.spot().value(),
                    "lot",
                    watch.lot().value(),
                    "outline",
                    watch.outline().stream()
                        .map(corner -> corner.x() + "," + corner.y())
                        .collect(Collectors.joining(" "))))
            .toList());
    return shape;
  }

  /** Those options of a camera that this program knows. */
  private static Map<String, String> known(DeclaredCamera camera) {
    try {
      return Source.parse(camera.source()).with(camera.options()).options();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
  }

  /** As a person writes it in a document. */
  private static Object option(String name, String value) {
    return switch (name) {
      case "insecure" -> Boolean.valueOf(value);
      case "poll" -> Double.valueOf(value);
      default -> value;
    };
  }

  /**
   * Reads a document.
   *
   * @param inForce whose camera sources stand for those that are masked in the document
   * @throws ConfigException with everything that is wrong in it
   */
  public static Configuration read(String text, Configuration inForce) throws ConfigException {
    return new CampusDocument(inForce).read(text);
  }

  private Configuration read(String text) throws ConfigException {
    var root =
        new YamlSection(
            NAME,
            "",
            Document.compose(NAME, text, DOCUMENT_BYTES_MAX),
            Map.of(),
            new TreeSet<>(),
            problems);
    if (!root.has("lots") && !root.has("cameras")) {
      throw new ConfigException(
          List.of(
              NAME + ": has neither lots nor cameras; an empty list, lots: [], closes all lots"));
    }
    var policy = Rules.read(root.section("ledger"));
    var sessions = SessionRules.read(root.section("sessions"), SessionPolicy.DEFAULT);
    Set<String> cameraIds = new HashSet<>();
    var cameras = root.list("cameras", camera -> camera(camera, cameraIds));
    Map<String, Set<String>> watched = new LinkedHashMap<>();
    for (var camera : cameras) {
      for (var watch : camera.watches()) {
        watched
            .computeIfAbsent(watch.lot().value(), _ -> new HashSet<>())
            .add(watch.spot().value());
      }
    }
    Set<String> lotIds = new HashSet<>();
    var lots = new ArrayList<>(root.list("lots", lot -> lot(lot, lotIds, watched)));
    root.close();
    problems.throwIfAny();
    watched.forEach((id, spots) -> {
      if (!lotIds.contains(id)) {
        lots.add(new DeclaredLot(new LotId(id), id, spots.size(), null));
      }
    });
    return new Configuration(policy.orElseThrow(), lots, cameras, sessions.orElseThrow());
  }

  private Optional<DeclaredLot> lot(
      Section lot, Set<String> ids, Map<String, Set<String>> watched) {
    var id = CampusSettings.onlyOnce(lot, ids);
    var name = lot.text("name", id);
    int spots = watched.getOrDefault(id, Set.of()).size();
    int capacity = lot.integer("capacity", spots, 1, LotCommand.CAPACITY_MAX);
    int occupied = lot.integer("occupied", -1, 0, LotCommand.CAPACITY_MAX);
    if (capacity < 1) {
      lot.problem("capacity", "is missing, and no camera watches the lot");
    }
    try {
      return Optional.of(
          new DeclaredLot(new LotId(id), name, capacity, occupied < 0 ? null : occupied));
    } catch (IllegalArgumentException e) {
      lot.problem("id", "or its name cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<DeclaredCamera> camera(Section camera, Set<String> ids) {
    var id = CampusSettings.onlyOnce(camera, ids);
    var written = camera.text("source");
    var playback = CampusSettings.playback(camera, Playback.DEFAULT.framesPerSecond());
    var called = CampusSettings.called(camera);
    var watches = camera.list("spots", spot -> watch(spot, id));
    if (id.isEmpty() || written.isEmpty()) {
      return Optional.empty();
    }
    try {
      var source = unmasked(id, written);
      check(id, source);
      var parsed = CampusSettings.source(source);
      return Optional.of(
          new DeclaredCamera(
              new CameraId(id),
              parsed.options().isEmpty() ? source : parsed.written(),
              playback.framesPerSecond(),
              playback.loop(),
              playback.pace() == Pace.FAST,
              called.apply(parsed).options(),
              watches));
    } catch (IllegalArgumentException e) {
      camera.problem("source", "or its id cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** The source in force, if this is how it is shown. */
  private String unmasked(String id, String written) {
    if (!written.contains("***")) {
      return written.strip();
    }
    var before = inForce.get(new CameraId(id));
    if (before == null || !Source.parse(before.source()).toString().equals(written.strip())) {
      throw new IllegalArgumentException(
          "*** stands for what is secret in the source in force, but the rest is another: write the source in full");
    }
    return before.source();
  }

  private void check(String id, String written) {
    var source = CampusSettings.source(written);
    CameraSettings.of(id, source);
    if (source instanceof Source.VideoFile(var path) && !path.isAbsolute()) {
      throw new IllegalArgumentException("the path of a file must begin with /");
    }
    if (source instanceof Source.SentText text && text.lot().isEmpty()) {
      throw new IllegalArgumentException("it names no lot: write %s&lot=LOT".formatted(text));
    }
    var number = source.sentNumber();
    var other = number.isPresent() ? sent.putIfAbsent(number.getAsInt(), id) : null;
    if (other != null) {
      throw new IllegalArgumentException("camera %s has it already".formatted(other));
    }
  }

  private static Optional<Watch> watch(Section spot, String camera) {
    var id = spot.text("id");
    var lot = spot.text("lot", camera);
    var outline = spot.text("outline");
    try {
      return Optional.of(new Watch(new LotId(lot), new SpotId(id), corners(outline)));
    } catch (IllegalArgumentException e) {
      spot.problem("outline", "or an id cannot be used: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Corner> corners(String outline) {
    var corners = new ArrayList<Corner>();
    for (var written : outline.strip().split(" +", Watch.CORNERS_MAX + 2)) {
      var corner = CORNER.matcher(written);
      if (!corner.matches()) {
        throw new IllegalArgumentException("an outline is written X,Y X,Y X,Y");
      }
      corners.add(new Corner(share(corner.group(1)), share(corner.group(2))));
    }
    return corners;
  }

  private static double share(String written) {
    double share = Double.parseDouble(written);
    if (!Double.isFinite(share)) {
      throw new IllegalArgumentException("a corner is not a number");
    }
    return share;
  }
}
