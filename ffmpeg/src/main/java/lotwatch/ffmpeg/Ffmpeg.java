package lotwatch.ffmpeg;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An ffmpeg that was seen to start on this machine: the program that decodes and encodes for us.
 *
 * @param program the path of {@code ffmpeg}
 * @param probe the path of {@code ffprobe}, of the same version where there is one beside it
 * @param environment what a child's environment needs on top of ours
 * @param version as it names itself, such as {@code 8.0.1}
 * @param build 16 hexadecimal digits: the same for the same version, compiler, configuration and
 *     libraries
 */
public record Ffmpeg(
    Path program, Path probe, Map<String, String> environment, String version, String build) {
  private static final System.Logger LOG = System.getLogger("lotwatch.ffmpeg");

  /** More missing libraries than this are not a matter of stubs. */
  private static final int STUBS_MAX = 8;

  /** On a busy machine, and the first time, its libraries are 80 MB from a slow disk. */
  private static final int START_SECONDS_MAX = 60;

  /** One that ends without a word was ended from outside, or ran out of memory. */
  private static final int SILENT_STARTS_MAX = 3;

  private static final int SAID_BYTES_MAX = 16_384;
  private static final Pattern MISSING =
      Pattern.compile("error while loading shared libraries: ([^:\\s]+): cannot open");
  private static final int BUILD_DIGITS = 16;

  /** What it says of itself, and not what the loader says of where its libraries are. */
  private static final Pattern BUILT =
      Pattern.compile("(?m)^\\s*(ffmpeg version|built with|configuration:|lib\\w+ +\\d).*$");

  private static final Pattern VERSION = Pattern.compile("(?m)^ffmpeg version (\\S+)");

  public Ffmpeg {
    environment = Map.copyOf(environment);
  }

  /**
   * Looks for one that starts: the configured one, else the one in the jar on the class path, else
   * the one on PATH.
   *
   * @param configured the path of an ffmpeg; it is this one or none; null to search
   * @param cache where the jar's programs are unpacked, 80 MB, on first use
   * @throws FfmpegException if none starts; the message says why and what to install
   */
  public static Ffmpeg find(@Nullable Path configured, Path cache) throws FfmpegException {
    var refusals = new ArrayList<String>();
    if (configured != null) {
      var found = tried("the configured " + configured, configured, List.of(), refusals);
      return found.orElseThrow(() -> none(refusals));
    }
    return inJar(cache, refusals).or(() -> onPath(refusals)).orElseThrow(() -> none(refusals));
  }

  /** Where {@link #find} unpacks to if nobody says otherwise: below the user's cache folder. */
  public static Path defaultCache() {
    var xdg = System.getenv("XDG_CACHE_HOME");
    var caches =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home", "."), ".cache")
            : Path.of(xdg);
    return caches.resolve("lotwatch");
  }

  /** A process of this ffmpeg, not started yet, with these arguments. */
  public ProcessBuilder command(List<String> arguments) {
    return command(program, arguments);
  }

  /** A process of the ffprobe beside this ffmpeg, not started yet, with these arguments. */
  public ProcessBuilder probeCommand(List<String> arguments) {
    return command(probe, arguments);
  }

  private ProcessBuilder command(Path what, List<String> arguments) {
    var words = new ArrayList<String>(arguments.size() + 1);
    words.add(what.toString());
    words.addAll(arguments);
    var builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return builder;
  }

  private static FfmpegException none(List<String> refusals) {
    return new FfmpegException(
        "No ffmpeg starts here. Install one (Debian, Ubuntu: apt-get install ffmpeg) or set"
            + " video.ffmpeg to its path. Tried: "
            + String.join("; ", refusals));
  }

  private static Optional<Ffmpeg> inJar(Path cache, List<String> refusals) {
    try {
      var home = FfmpegJar.unpack(cache);
      if (home == null) {
        refusals.add("the jar has none for this machine");
        return Optional.empty();
      }
      return tried("the jar's", home.resolve("ffmpeg"), List.of(home), refusals);
    } catch (IOException e) {
      refusals.add("the jar's cannot be unpacked into %s: %s".formatted(cache, e));
      return Optional.empty();
    }
  }

  private static Optional<Ffmpeg> onPath(List<String> refusals) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      var program = Path.of(folder.isEmpty() ? "." : folder, "ffmpeg");
      if (Files.isExecutable(program)) {
        var found = tried(program.toString(), program, List.of(), refusals);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    refusals.add("PATH has none");
    return Optional.empty();
  }

  /** Starts it, and again with a stub for each library that the loader misses. */
  private static Optional<Ffmpeg> tried(
      String who, Path program, List<Path> libraries, List<String> refusals) {
    var path = new ArrayList<>(libraries);
    try {
      for (int stubs = 0; stubs <= STUBS_MAX; stubs++) {
        var environment = environment(path);
        var said = said(program, environment);
        for (int starts = 1; said.isBlank() && starts < SILENT_STARTS_MAX; starts++) {
          said = said(program, environment);
        }
        var version = VERSION.matcher(said);
        if (version.find()) {
          var beside = program.resolveSibling("ffprobe");
          var probe = Files.isExecutable(beside) ? beside : Path.of("ffprobe");
          LOG.log(INFO, "ffmpeg {0} at {1}, {2} stubs", version.group(1), program, stubs);
          return Optional.of(
              new Ffmpeg(program, probe, environment, version.group(1), build(said)));
        }
        var stub = libraries.isEmpty() ? null : stub(libraries.getFirst(), said);
        if (stub == null) {
          refusals.add(who + " says: " + said.lines().findFirst().orElse(silence()));
          return Optional.empty();
        }
        path.add(stub);
      }
      refusals.add(who + " lacks too many libraries");
    } catch (IOException e) {
      refusals.add(who + " does not start: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String build(String said) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      BUILT.matcher(said).results().forEach(line -> digest.update(line.group().getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest()).substring(0, BUILD_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String silence() {
    return "nothing, %d times, each within %d s".formatted(SILENT_STARTS_MAX, START_SECONDS_MAX);
  }

  private static @Nullable Path stub(Path home, String said) throws IOException {
    var missing = missingLibrary(said);
    return missing == null ? null : FfmpegJar.stub(home, missing);
  }

  /** The library that the loader of glibc complains of, such as {@code libpulse.so.0}. */
  static @Nullable String missingLibrary(String said) {
    var missing = MISSING.matcher(said);
    return missing.find() ? missing.group(1) : null;
  }

  private static Map<String, String> environment(List<Path> libraries) {
    if (libraries.isEmpty()) {
      return Map.of();
    }
    var folders = new ArrayList<String>();
    libraries.forEach(folder -> folders.add(folder.toString()));
    var inherited = System.getenv("LD_LIBRARY_PATH");
    if (inherited != null && !inherited.isBlank()) {
      folders.add(inherited);
    }
    return Map.of("LD_LIBRARY_PATH", String.join(File.pathSeparator, folders));
  }

  private static String said(Path program, Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder(program.toString(), "-version").redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    var process = builder.start();
    var killer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                if (!process.waitFor(START_SECONDS_MAX, TimeUnit.SECONDS)) {
                  process.destroyForcibly();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    try (var out = process.getInputStream()) {
      return new String(out.readNBytes(SAID_BYTES_MAX), UTF_8);
    } finally {
      process.destroyForcibly();
      killer.interrupt();
    }
  }
}
