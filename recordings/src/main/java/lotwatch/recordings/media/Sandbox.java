package lotwatch.recordings.media;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.GuardedProcess;

/**
 * Where ffmpeg and ffprobe are let loose on files of strangers: a child sees one folder of its own
 * and the files that it is given to read, has no network and no environment, may use so much
 * memory, time and disk, and ends when we do.
 *
 * <p>Bubblewrap and prlimit do that; where a machine lacks them, which is said once, what is left
 * are the rules on ffmpeg's command line (formats, protocols, pixels), the time limit, and that no
 * child outlives us. No shell ever interprets a word of ours or of theirs.
 */
public final class Sandbox {
  private static final System.Logger LOG = System.getLogger("lotwatch.recordings");

  /** What programs and their libraries need of the system. */
  private static final List<String> SYSTEM =
      List.of("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives");

  /** The status of a child that SIGKILL ended. */
  private static final int KILLED = 128 + 9;

  private static final Duration TRIAL_MAX = Duration.ofSeconds(30);

  private final Ffmpeg ffmpeg;
  private final Limits limits;
  private final Optional<Path> bubblewrap;
  private final Optional<Path> prlimit;

  private Sandbox(Ffmpeg ffmpeg, Limits limits, Optional<Path> bubblewrap, Optional<Path> prlimit) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
    this.bubblewrap = bubblewrap;
    this.prlimit = prlimit;
  }

  /** The best one that starts on this machine; what it lacks is logged. */
  public static Sandbox find(Ffmpeg ffmpeg, Limits limits) throws InterruptedException {
    var found = new Sandbox(ffmpeg, limits, onPath("bwrap"), onPath("prlimit"));
    if (found.bubblewrap.isPresent() && !found.starts()) {
      LOG.log(WARNING, "{0} does not start here", found.bubblewrap.get());
      found = new Sandbox(ffmpeg, limits, Optional.empty(), found.prlimit);
    }
    if (found.bubblewrap.isEmpty()) {
      LOG.log(
          WARNING,
          "UNTRUSTED MEDIA IS OPENED WITHOUT A SANDBOX: no bubblewrap starts here. Install it"
              + " (Debian, Ubuntu: apt-get install bubblewrap) and allow user namespaces.");
    }
    if (found.prlimit.isEmpty()) {
      LOG.log(WARNING, "no prlimit here: children of ffmpeg have no limit on memory and disk");
    }
    LOG.log(INFO, "media is opened {0}", found);
    return found;
  }

  /** The same without bubblewrap, as on a machine that has none. */
  Sandbox withoutBubblewrap() {
    return new Sandbox(ffmpeg, limits, Optional.empty(), prlimit);
  }

  /** The same within other limits. */
  public Sandbox within(Limits other) {
    return new Sandbox(ffmpeg, other, bubblewrap, prlimit);
  }

  /** What children may use. */
  public Limits limits() {
    return limits;
  }

  /** The version of the ffmpeg in it. */
  public String version() {
    return ffmpeg.version();
  }

  /** What encodes in it: the same encoder, recipe and number of threads give the same bytes. */
  String encoder() {
    return "ffmpeg %s %s %s"
        .formatted(ffmpeg.version(), ffmpeg.build(), System.getProperty("os.arch"));
  }

  boolean hasBubblewrap() {
    return bubblewrap.isPresent();
  }

  boolean hasPrlimit() {
    return prlimit.isPresent();
  }

  @Override
  public String toString() {
    return "%s, %s"
        .formatted(
            bubblewrap.isPresent() ? "inside bubblewrap" : "without bubblewrap",
            prlimit.isPresent() ? "within prlimit" : "without prlimit");
  }

  /**
   * What a child is to do.
   *
   * @param isProbe ffprobe, else ffmpeg
   * @param arguments its words
   * @param folder the one folder it may write, where it stands
   * @param reads files outside that folder it may read
   * @param max how long it may take
   */
  record Work(
      boolean isProbe, List<String> arguments, Path folder, List<Path> reads, Duration max) {}

  /**
   * Runs a child to its end.
   *
   * @param lines gets each line that it writes to its standard output
   * @return how it ended
   * @throws MediaException if it does not start, or its time is over
   * @throws InterruptedException if we are interrupted; the child is gone then
   */
  Ended run(Work work, Consumer<String> lines) throws MediaException, InterruptedException {
    try (var child = GuardedProcess.start(program(work), List.of())) {
      var complaints = new Complaints(child.complaints());
      var output = new OutputLines(child.output(), lines);
      if (!output.join(work.max())) {
        throw new MediaException(
            MediaException.Kind.LIMIT,
            "%s took longer than %s: %s"
                .formatted(
                    work.isProbe() ? "reading it" : "a step of the work",
                    Spoken.duration(work.max()),
                    complaints.first()));
      }
      var status = child.join();
      output.rethrow();
      var ended = new Ended(status, complaints.lines(), complaints.count());
      if (ended.isFaultOfTheMachine()) {
        throw new MediaException(
            MediaException.Kind.MACHINE, "ffmpeg was not left to work: " + ended.first());
      }
      return ended;
    } catch (IOException e) {
      throw new MediaException(
          MediaException.Kind.MACHINE, "ffmpeg does not start: " + e.getMessage(), e);
    }
  }

  /**
   * How a child ended.
   *
   * @param status 0 if it says that all is well
   * @param complaints the first lines of what it complained of
   * @param complaintCount how many lines that were in all
   */
  record Ended(int status, List<String> complaints, long complaintCount) {
    boolean isWell() {
      return status == 0;
    }

    /** Whether it was killed, as by the kernel when memory is short, or never got to run. */
    boolean isFaultOfTheMachine() {
      return status == KILLED || complaints.stream().anyMatch(line -> line.startsWith("bwrap:"));
    }

    String first() {
      return complaints.isEmpty() ? "ended with status " + status : complaints.getFirst();
    }
  }

  private ProcessBuilder program(Work work) {
    var bare =
        work.isProbe() ? ffmpeg.probeCommand(work.arguments()) : ffmpeg.command(work.arguments());
    var words = new ArrayList<String>();
    bubblewrap.ifPresent(wrap -> words.addAll(walls(wrap, work)));
    prlimit.ifPresent(limit -> words.addAll(limited(limit, work)));
    words.addAll(bare.command());
    var builder = new ProcessBuilder(words).directory(work.folder().toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("SVT_LOG", "1");
    builder.environment().putAll(ffmpeg.environment());
    return builder;
  }

  private List<String> walls(Path wrap, Work work) {
    var words = new ArrayList<>(List.of(wrap.toString(), "--unshare-all", "--die-with-parent"));
    words.addAll(List.of("--new-session", "--clearenv", "--dev", "/dev", "--tmpfs", "/tmp"));
    words.addAll(List.of("--setenv", "SVT_LOG", "1"));
    ffmpeg.environment().forEach((name, value) -> words.addAll(List.of("--setenv", name, value)));
    SYSTEM.forEach(path -> words.addAll(List.of("--ro-bind-try", path, path)));
    var home = ffmpeg.program().toAbsolutePath().getParent();
    if (home != null) {
      words.addAll(List.of("--ro-bind", home.toString(), home.toString()));
    }
    work.reads().forEach(file -> words.addAll(List.of("--ro-bind", file + "", file + "")));
    var folder = work.folder().toString();
    words.addAll(List.of("--bind", folder, folder, "--chdir", folder, "--"));
    return words;
  }

  private List<String> limited(Path prlimit, Work work) {
    return List.of(
        prlimit.toString(),
        "--as=" + limits.memoryBytesMax(),
        "--cpu=" + work.max().plusSeconds(1).toSeconds() * 2,
        "--fsize=" + limits.fileBytesMax(),
        "--nofile=" + limits.openFilesMax(),
        "--core=0",
        "--");
  }

  private boolean starts() throws InterruptedException {
    try {
      var folder = Files.createTempDirectory("lotwatch-sandbox");
      try {
        var work = new Work(false, List.of("-version"), folder, List.of(), TRIAL_MAX);
        return run(work, _ -> {}).isWell();
      } finally {
        Files.delete(folder);
      }
    } catch (IOException | MediaException e) {
      return false;
    }
  }

  private static Optional<Path> onPath(String program) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      var file = Path.of(folder, program);
      if (!folder.isEmpty() && file.isAbsolute() && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
