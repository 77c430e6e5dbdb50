package lotwatch.node.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lotwatch.gateway.http.BrowserSettings;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.Policy;
import lotwatch.media.camera.CameraLimits;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.camera.Source;
import lotwatch.replica.Peer;
import lotwatch.replica.ReplicaSettings;

/**
 * Reads {@code lotwatch.yml} and the environment. Each key is read in one place below, with its
 * default and its limits; the shipped file says the same in words, and a test compares the two.
 */
public final class ConfigFile {
  /** The largest file that is read. */
  public static final int FILE_BYTES_MAX = 4 << 20;

  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int GRPC_PORTS_MAX = 16;
  private static final int CONNECTIONS_MAX = 1_000_000;

  private final Path folder;
  private final Problems problems;

  private ConfigFile(Path folder, Problems problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /** How a camera's clip is played. */
  enum Loop {
    FOREVER,
    ONCE
  }

  /**
   * Reads a file.
   *
   * @param environment the process's; names that begin with LOTWATCH_ count
   * @throws ConfigException with everything that is wrong in it
   */
  public static Config read(Path file, Map<String, String> environment) throws ConfigException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new ConfigException(
            List.of("%s is larger than %d bytes".formatted(file, FILE_BYTES_MAX)));
      }
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (FinderFile.is(file, text)) {
        return FinderFile.read(file.toString(), text, environment);
      }
      var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
      return parse(file.toString(), text, folder, environment);
    } catch (NoSuchFileException e) {
      throw new ConfigException(List.of("%s: there is no such file".formatted(file)));
    } catch (CharacterCodingException e) {
      throw new ConfigException(List.of("%s: is not UTF-8 text".formatted(file)));
    } catch (IOException e) {
      throw new ConfigException(List.of("cannot read %s: %s".formatted(file, e)));
    }
  }

  /** The defaults, changed only by the environment. */
  public static Config defaults(Map<String, String> environment) throws ConfigException {
    return parse("defaults", "", Path.of("."), environment);
  }

  /**
   * Reads a document.
   *
   * @param name what to call it in errors
   * @param folder where relative paths of spots and clips begin
   */
  static Config parse(String name, String yaml, Path folder, Map<String, String> environment)
      throws ConfigException {
    return parse(name, yaml, folder, environment, new TreeSet<>());
  }

  /**
   * The same.
   *
   * @param known is told every key that has a reader; a list's name ends with {@code []}
   */
  static Config parse(
      String name, String yaml, Path folder, Map<String, String> environment, Set<String> known)
      throws ConfigException {
    var problems = new Problems();
    var root = new Section(name, "", Document.compose(name, yaml), environment, known, problems);
    var config = new ConfigFile(folder, problems).config(root);
    root.close();
    refuseUnknown(environment, known, problems);
    problems.throwIfAny();
    return config.orElseThrow();
  }

  private static void refuseUnknown(
      Map<String, String> environment, Set<String> known, Problems problems) {
    var variables = new TreeSet<String>();
    known.stream().filter(key -> !key.contains("[")).map(Section::variable).forEach(variables::add);
    environment.keySet().stream()
        .filter(variable -> variable.startsWith(Section.VARIABLE))
        .filter(variable -> !variables.contains(variable) && !OTHERS.contains(variable))
        .sorted()
        .forEach(variable ->
            problems.add(
                variable,
                "is not a key"
                    + Names.nearest(variable, variables)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")));
  }

  /** Variables of ours that are no keys: the launcher's, the command's, the tests'. */
  private static final List<String> OTHERS =
      List.of("LOTWATCH_JAVA_HOME", "LOTWATCH_JAVA_OPTIONS", "LOTWATCH_URL", "LOTWATCH_TEST_DATA");

  private Optional<Config> config(Section root) {
    var node = root.section("node");
    var id = node.text("id", "n1");
    var data = node.path("data", "data");
    var advertise = node.text("advertise", "");
    node.close();
    var http = root.section("http");
    var server = server(http);
    var live = live(http);
    http.close();
    var grpc = root.section("grpc");
    var grpcPorts = ports(grpc);
    grpc.close();
    var tcp = FinderSettings.read(root);
    var policy = policy(root.section("ledger"), problems);
    var replica = replica(root.section("replica"), root.section("events"), id);
    var video = video(root.section("video"));
    var sim = root.section("sim");
    long seed = sim.integer("seed", 7, 0, Integer.MAX_VALUE);
    boolean campus = sim.flag("cameras", true);
    sim.close();
    var lotIds = new HashSet<String>();
    var lots = root.list("lots", lot -> lot(lot, lotIds));
    var cameraIds = new HashSet<String>();
    var cameras = root.list("cameras", camera -> camera(camera, video, cameraIds));
    return policy.flatMap(rules ->
        replica.map(copies ->
            new Config(
                data, advertise, server, grpcPorts, tcp, live, rules, copies, video, seed, campus,
                lots, cameras)));
  }

  private static HttpSettings server(Section http) {
    var limits = HttpSettings.Limits.DEFAULT;
    return new HttpSettings(
        http.text("host", HttpSettings.DEFAULT.host()),
        http.integer("port", HttpSettings.PORT, 0, 65_535),
        HttpSettings.DEFAULT.pages(),
        new HttpSettings.Limits(
            http.integer("connections-max", limits.connectionsMax(), 1, CONNECTIONS_MAX),
            limits.headBytesMax(),
            http.seconds("request-wait-max", limits.requestWaitMax(), SHORT, HOUR),
            http.seconds("idle-max", limits.idleMax(), SHORT, HOUR),
            limits.sendBufferBytes()),
        browsers(http));
  }

  private static BrowserSettings browsers(Section http) {
    var hosts = http.text("allowed-hosts", "");
    var origins = http.text("allowed-origins", "");
    var key = "allowed-hosts";
    try {
      BrowserSettings.of(hosts, "");
      key = "allowed-origins";
      return BrowserSettings.of(hosts, origins);
    } catch (IllegalArgumentException e) {
      http.problem(key, "names what cannot be used: " + e.getMessage());
      return BrowserSettings.DEFAULT;
    }
  }

  private static List<Integer> ports(Section grpc) {
    var text =
        grpc.text(
            "ports",
            Config.GRPC_PORTS.stream().map(String::valueOf).collect(Collectors.joining(",")));
    if (text.isEmpty() || text.equals("none")) {
      return List.of();
    }
    var ports = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (ports.size() > GRPC_PORTS_MAX || !ports.stream().allMatch(ConfigFile::isPort)) {
      grpc.problem(
          "ports",
          "is '%s', not none or 1 to %d ports from 0 to 65535 with commas between them"
              .formatted(text, GRPC_PORTS_MAX));
      return List.of();
    }
    return ports.stream().map(Integer::parseInt).toList();
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535;
  }

  private static LiveLimits live(Section http) {
    var limits = LiveLimits.DEFAULT;
    return new LiveLimits(
        http.integer("live-clients-max", limits.clientsMax(), 1, CONNECTIONS_MAX),
        http.integer(
            "live-clients-per-address-max", limits.clientsPerAddressMax(), 1, CONNECTIONS_MAX),
        limits.heartbeat());
  }

  static Optional<Policy> policy(Section ledger, Problems problems) {
    var rules = Policy.DEFAULT;
    double occupiedFrom = ledger.number("occupied-from", rules.occupiedFrom(), 0, 1);
    double freeUpTo = ledger.number("free-up-to", rules.freeUpTo(), 0, 1);
    int framesMin = ledger.integer("frames-min", rules.framesMin(), 1, 1000);
    var settle = ledger.seconds("settle", rules.settle(), Duration.ZERO, WEEK);
    var doubtMax = ledger.seconds("doubt-max", rules.doubtMax(), SHORT, WEEK);
    var blindAfter = ledger.seconds("blind-after", rules.blindAfter(), SHORT, WEEK);
    var silentAfter = ledger.seconds("silent-after", rules.silentAfter(), SHORT, WEEK);
    var hold = ledger.seconds("hold", rules.hold(), SHORT, WEEK);
    ledger.close();
    if (freeUpTo >= occupiedFrom) {
      ledger.problem(
          "free-up-to",
          "is %s, it must be below ledger.occupied-from, which is %s"
              .formatted(freeUpTo, occupiedFrom));
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Policy(
              occupiedFrom, freeUpTo, framesMin, settle, doubtMax, blindAfter, silentAfter, hold));
    } catch (IllegalArgumentException e) {
      problems.add("ledger", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<ReplicaSettings> replica(Section replica, Section events, String id) {
    try {
      var peers = replica.text("peers", "");
      var sane =
          peers.isEmpty() ? ReplicaSettings.single(id) : ReplicaSettings.of(id, Peer.list(peers));
      var interval = replica.seconds("snapshot-interval", sane.snapshotEvery(), SECOND, WEEK);
      int newest = replica.integer("events-max", sane.eventsMax(), 1, 10_000_000);
      int inFlight =
          replica.integer("in-flight-max", sane.inFlightMax(), 1, ReplicaSettings.IN_FLIGHT_LIMIT);
      int free = replica.integer("free-disk-min", (int) (sane.freeBytesMin() >> 20), 0, 1 << 20);
      int disk =
          events.integer("disk-max", (int) (ReplicaSettings.EVENTS_DISK_MAX >> 20), 1, 1 << 20);
      replica.close();
      events.close();
      return Optional.of(
          new ReplicaSettings(
              sane.name(),
              sane.peers(),
              sane.snapshotEntries(),
              interval,
              newest,
              inFlight,
              sane.busyWaitMax(),
              sane.answerWaitMax(),
              (long) free << 20,
              (long) disk << 20));
    } catch (IllegalArgumentException e) {
      problems.add("node.id or replica.peers", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Config.Video video(Section video) {
    var sane = CameraLimits.DEFAULT;
    var ffmpeg = video.path("ffmpeg", "");
    int workers = video.integer("workers", 1, 1, 256);
    double fps = video.number("fps", 1.0, CameraSettings.FPS_MIN, CameraSettings.FPS_MAX);
    int widthMax = video.integer("width-max", 1920, 16, 7680);
    var open = video.seconds("open-max", sane.openMax(), SHORT, HOUR);
    var stall = video.seconds("stall-max", sane.stallMax(), SHORT, HOUR);
    var first = video.seconds("back-off-min", sane.backOffMin(), SHORT, HOUR);
    var last = video.seconds("back-off-max", sane.backOffMax(), SHORT, HOUR);
    if (first.compareTo(last) > 0) {
      video.problem("back-off-min", "is longer than video.back-off-max");
      first = last;
    }
    video.close();
    return new Config.Video(
        ffmpeg.toString().isBlank() ? Optional.empty() : Optional.of(ffmpeg),
        workers,
        fps,
        widthMax,
        new CameraLimits(open, stall, first, last, sane.threadsMax()));
  }

  private Optional<Config.Lot> lot(Section lot, Set<String> ids) {
    var id = onlyOnce(lot, ids);
    var name = lot.text("name", "");
    int capacity = lot.integer("capacity", 0, 1, LotCommand.CAPACITY_MAX);
    int occupied = lot.integer("occupied", -1, 0, LotCommand.CAPACITY_MAX);
    if (occupied > capacity) {
      lot.problem("occupied", "is %d, more than its capacity".formatted(occupied));
    }
    return Optional.of(
        new Config.Lot(
            id,
            name.isEmpty() ? Optional.empty() : Optional.of(name),
            capacity == 0 ? OptionalInt.empty() : OptionalInt.of(capacity),
            occupied < 0 ? OptionalInt.empty() : OptionalInt.of(occupied)));
  }

  static String onlyOnce(Section section, Set<String> ids) {
    var id = section.text("id");
    if (!id.isEmpty() && !ids.add(id)) {
      section.problem("id", "is '%s', as an entry before it".formatted(id));
    }
    return id;
  }

  private Optional<Config.Camera> camera(Section camera, Config.Video video, Set<String> ids) {
    var id = onlyOnce(camera, ids);
    var source = camera.text("source");
    var spots = camera.path("spots", "");
    var lot = camera.text("lot", id);
    double fps = camera.number("fps", video.fps(), CameraSettings.FPS_MIN, CameraSettings.FPS_MAX);
    var loop = camera.choice("loop", Loop.FOREVER, Loop.class);
    var pace = camera.choice("pace", Pace.OWN, Pace.class);
    try {
      var settings =
          new CameraSettings(
              id,
              near(source(source)),
              fps,
              loop == Loop.FOREVER,
              pace,
              video.widthMax(),
              video.limits());
      return Optional.of(
          new Config.Camera(
              settings,
              spots.toString().isEmpty() ? Optional.empty() : Optional.of(folder.resolve(spots)),
              lot));
    } catch (IllegalArgumentException e) {
      if (!id.isEmpty() && !source.isEmpty()) {
        camera.problem("source", String.valueOf(e.getMessage()));
      }
      return Optional.empty();
    }
  }

  /**
   * Where a camera's pictures come from, as a person wrote it.
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

  /** A clip's path begins where the file lies that names it. */
  private Source near(Source source) {
    return source instanceof Source.VideoFile(var path)
        ? new Source.VideoFile(folder.resolve(path))
        : source;
  }
}
