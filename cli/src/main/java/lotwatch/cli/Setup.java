package lotwatch.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lotwatch.media.camera.CameraSettings;
import lotwatch.media.camera.CameraSettings.Pace;
import lotwatch.media.camera.CameraSettings.Playback;
import lotwatch.node.ConfigurationFile;
import lotwatch.node.Listening;
import lotwatch.node.SitePlan;
import lotwatch.node.config.CampusSettings;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import lotwatch.node.config.ConfigFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a node's configuration comes from: a file, the environment, and flags over both. */
final class Setup {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "the configuration; every key is explained in lotwatch.yml beside the command, which is"
              + " read unless another file is named")
  @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the folder that holds the state (data); made if there is none")
  @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "the port of page and API (8080); 0 takes a free one")
  @Nullable Integer port;

  @Option(
      names = "--camera",
      paramLabel = "ID=SOURCE",
      description = {
        "a camera: north=file:CLIP, north=rtsp://HOST/PATH, north=http://HOST/PATH (motion JPEG),"
            + " north=grpc:N (images are sent to us, docs/cameras.md) or north=sim:north; may be"
            + " given several times"
      })
  List<String> written = new ArrayList<>();

  /** Sources by camera. */
  private final Map<String, String> cameras = new LinkedHashMap<>();

  @Option(
      names = "--spots",
      paramLabel = "[ID=]FILE",
      description =
          "where the parking spots are in a camera's image, a file as docs/spots.md says;"
              + " ID= may be left out with one camera")
  List<String> spots = new ArrayList<>();

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "frames of each --camera that are looked at per second (1)")
  @Nullable Double fps;

  @Option(names = "--once", description = "play the files of --camera once instead of for ever")
  boolean once;

  @Option(names = "--fast", description = "play the files of --camera as fast as they decode")
  boolean fast;

  @Option(names = "--sim", description = "also run the simulated campus beside the cameras")
  boolean sim;

  /**
   * What all of it comes to.
   *
   * @throws Failure with everything that is wrong
   */
  Config read() throws Failure {
    try {
      return merged();
    } catch (ConfigException e) {
      throw new Failure(
          Exit.USAGE,
          "the configuration cannot be used:\n"
              + e.getMessage()
              + e.rest().map(Setup::moreOf).orElse(""));
    }
  }

  /** What is wrong beyond the keys: files that are not there, ports that meet. */
  private static String moreOf(Config rest) {
    var more = new ArrayList<>(Listening.of(rest).problems());
    try {
      SitePlan.of(rest);
    } catch (ConfigException e) {
      more.add(String.valueOf(e.getMessage()));
    }
    return more.stream().map(line -> "\n" + line).collect(Collectors.joining());
  }

  /** The file, for whoever reads it again when it changes; null if there is none. */
  @Nullable ConfigurationFile watched() {
    return file().map(path -> new ConfigurationFile(path, this::merged)).orElse(null);
  }

  private synchronized Config merged() throws ConfigException {
    try {
      cameras.clear();
      written.forEach(this::take);
      var read =
          file().isPresent()
              ? ConfigFile.read(file().get(), System.getenv())
              : ConfigFile.defaults(System.getenv());
      read = data == null ? read : read.withData(data);
      read = port == null ? read : read.withHttp(read.servers().http().on(port));
      if (fps != null && !(fps >= CameraSettings.FPS_MIN && fps <= CameraSettings.FPS_MAX)) {
        throw new IllegalArgumentException(
            "--fps is %s, the limits are %s and %s frames a second"
                .formatted(fps, CameraSettings.FPS_MIN, CameraSettings.FPS_MAX));
      }
      if (port != null && (port < 0 || port > 65_535)) {
        throw new IllegalArgumentException(
            "--port is %d, the limits are 0 and 65535".formatted(port));
      }
      var more = new ArrayList<CampusSettings.Camera>(sim ? SitePlan.simulated(read) : List.of());
      more.addAll(flagged(read));
      return read.withCameras(more);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(String.valueOf(e.getMessage())));
    }
  }

  /** The file that counts, if there is one. */
  Optional<Path> file() {
    if (config != null) {
      return Optional.of(config);
    }
    return Optional.ofNullable(System.getProperty("lotwatch.home"))
        .map(home -> Path.of(home, "lotwatch.yml"))
        .filter(Files::exists);
  }

  /**
   * One {@code --camera}; what is wrong with it is said without the source, which may be secret.
   */
  private void take(String camera) {
    int equals = camera.indexOf('=');
    if (equals < 1 || camera.substring(0, equals).contains(":")) {
      throw new IllegalArgumentException(
          "--camera must be ID=SOURCE, such as north=file:lot.mp4: the ID is missing");
    }
    var id = camera.substring(0, equals);
    if (cameras.put(id, camera.substring(equals + 1)) != null) {
      throw new IllegalArgumentException("--camera %s is there twice".formatted(id));
    }
  }

  private List<CampusSettings.Camera> flagged(Config read) {
    var files = spotsByCamera();
    var flagged = new ArrayList<CampusSettings.Camera>();
    cameras.forEach((id, source) ->
        flagged.add(
            new CampusSettings.Camera(
                new CameraSettings(
                    id,
                    CampusSettings.source(source),
                    new Playback(
                        fps == null ? read.video().fps() : fps, !once, fast ? Pace.FAST : Pace.OWN),
                    read.video().widthMax(),
                    read.video().limits()),
                Optional.ofNullable(files.remove(id)),
                id)));
    if (!files.isEmpty()) {
      throw new IllegalArgumentException(
          "--spots names %s, which no --camera is called".formatted(files.keySet()));
    }
    return flagged;
  }

  private Map<String, Path> spotsByCamera() {
    var files = new HashMap<String, Path>();
    for (var file : spots) {
      int equals = file.indexOf('=');
      if (equals > 0 && cameras.containsKey(file.substring(0, equals))) {
        files.put(file.substring(0, equals), Path.of(file.substring(equals + 1)));
      } else if (cameras.size() == 1) {
        files.put(cameras.keySet().iterator().next(), Path.of(file));
      } else {
        throw new IllegalArgumentException(
            "--spots %s: say for which camera with --spots ID=FILE, one of %s"
                .formatted(file, cameras.keySet()));
      }
    }
    return files;
  }
}
