package lotwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.ffmpeg.FfmpegException;
import lotwatch.recordings.media.Codec;
import lotwatch.recordings.media.Container;
import lotwatch.recordings.media.Crop;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.LocalEncode;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.media.Preset;
import lotwatch.recordings.media.Progress;
import lotwatch.recordings.media.Quality;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.Wanted;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotwatch video encode SOURCE TARGET}: encodes a file on this machine, in pieces. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = "Encode a video on this machine, piece by piece, without losing a frame.",
    footer = {
      "",
      "The name of TARGET says the container: .mp4, .mkv, .webm or .mov. A run that was stopped goes",
      "on where it was when it is started again. Exit code 1: the source is refused, and why."
    })
final class VideoEncode implements Callable<Integer> {
  /** More children than that are of no use on any machine. */
  private static final int SLOTS_MAX = 256;

  @Parameters(paramLabel = "SOURCE", description = "the video")
  Path source = Path.of("");

  @Parameters(paramLabel = "TARGET", description = "where the result goes, when it is right")
  Path target = Path.of("");

  @Option(names = "--codec", description = "${COMPLETION-CANDIDATES}")
  @Nullable Codec codec;

  @Option(names = "--width", paramLabel = "N", description = "of the stored frames, even")
  @Nullable Integer width;

  @Option(names = "--height", paramLabel = "N", description = "of the stored frames, even")
  @Nullable Integer height;

  @Option(names = "--fps", paramLabel = "N", description = "25, 29.97 or 30000/1001")
  @Nullable String fps;

  @Option(
      names = "--crop",
      paramLabel = "WxH+X+Y",
      description = "the part of each frame that is kept, before all else")
  @Nullable String crop;

  @Option(names = "--rotate", paramLabel = "N", description = "90, 180 or 270 degrees clockwise")
  int rotate;

  @Option(names = "--deinterlace", description = "make frames of fields")
  boolean deinterlace;

  @Option(names = "--crf", paramLabel = "N", description = "constant quality, 0 the best")
  @Nullable Integer crf;

  @Option(names = "--bit-rate", paramLabel = "N", description = "bits per second instead")
  @Nullable Long bitRate;

  @Option(names = "--preset", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  Preset preset = Preset.VERYFAST;

  @Option(
      names = "--keyframes",
      paramLabel = "S",
      description = "one at least every S seconds, 0 for the encoder's own (${DEFAULT-VALUE})")
  int keySeconds = Wanted.USUAL.keySeconds();

  @Option(names = "--slots", paramLabel = "N", description = "pieces at a time (the CPUs)")
  int slots = Runtime.getRuntime().availableProcessors();

  @Option(names = "--piece-seconds", paramLabel = "S", description = "about how long pieces are")
  @Nullable Integer pieceSeconds;

  @Option(names = "--ffmpeg", paramLabel = "FILE", description = "the ffmpeg to use")
  @Nullable Path ffmpeg;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    var wanted = wanted();
    if (slots < 1 || slots > SLOTS_MAX) {
      throw new Failure(Exit.USAGE, "--slots %d: 1 to %d".formatted(slots, SLOTS_MAX));
    }
    if (!Files.isReadable(source)) {
      throw new Failure(Exit.NOT_FOUND, source + " is not there or may not be read");
    }
    var began = System.nanoTime();
    var outcome = encode(wanted);
    var seconds = (System.nanoTime() - began) / 1e9;
    var frames =
        outcome.plan().windows().isEmpty()
            ? outcome.plan().probed().frames().count()
            : outcome.plan().frames();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d frames in %d pieces, %.1f s%n",
            target,
            frames,
            outcome.pieces().size(),
            seconds);
    return Exit.OK;
  }

  private LocalEncode.Outcome encode(Wanted wanted) throws Failure, InterruptedException {
    var whole = target.toAbsolutePath();
    var folder = whole.resolveSibling("." + whole.getFileName() + ".work");
    var length = pieceSeconds == null ? null : Duration.ofSeconds(pieceSeconds);
    try (var bar = new Bar()) {
      var sandbox = Sandbox.find(Ffmpeg.find(ffmpeg, Ffmpeg.defaultCache()), Limits.STANDARD);
      return new LocalEncode(sandbox, slots, length)
          .run(source.toRealPath(), whole, folder, wanted, bar);
    } catch (MediaException e) {
      throw new Failure(
          e.worthRetrying() ? Exit.UNAVAILABLE : Exit.REFUSED, source + ": " + e.getMessage());
    } catch (FfmpegException e) {
      throw new Failure(Exit.UNAVAILABLE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(Exit.UNAVAILABLE, source + ": " + e.getMessage());
    }
  }

  private Wanted wanted() throws Failure {
    var container = container();
    var wanted =
        new Wanted(
            container,
            codec != null ? codec : container == Container.WEBM ? Codec.VP9 : Codec.H264,
            Optional.ofNullable(width),
            Optional.ofNullable(height),
            rate(),
            part(),
            rotate,
            deinterlace,
            quality(),
            preset,
            keySeconds);
    var problems = wanted.problems();
    if (!problems.isEmpty()) {
      throw new Failure(Exit.USAGE, String.join("; ", problems));
    }
    return wanted;
  }

  private Container container() throws Failure {
    var name = target.toString();
    var ending = name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
    try {
      return Container.valueOf(ending);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, target + ": the name must end in .mp4, .mkv, .webm or .mov");
    }
  }

  private Optional<Ratio> rate() throws Failure {
    if (fps == null) {
      return Optional.empty();
    }
    var rate = Ratio.parse(fps);
    if (rate.isEmpty()) {
      throw new Failure(Exit.USAGE, "--fps " + fps + ": a number such as 25 or 30000/1001");
    }
    return rate;
  }

  private Optional<Crop> part() throws Failure {
    if (crop == null) {
      return Optional.empty();
    }
    if (!crop.matches("\\d{1,5}x\\d{1,5}\\+\\d{1,5}\\+\\d{1,5}")) {
      throw new Failure(Exit.USAGE, "--crop " + crop + ": such as 640x360+100+50");
    }
    var words = crop.split("[x+]", -1);
    return Optional.of(
        new Crop(
            Integer.parseInt(words[0]),
            Integer.parseInt(words[1]),
            Integer.parseInt(words[2]),
            Integer.parseInt(words[3])));
  }

  private Quality quality() throws Failure {
    if (crf != null && bitRate != null) {
      throw new Failure(Exit.USAGE, "--crf or --bit-rate, not both");
    }
    if (crf != null) {
      return new Quality.Constant(crf);
    }
    return bitRate != null ? new Quality.BitRate(bitRate) : new Quality.Usual();
  }

  /** Frames that are done, on the terminal. */
  private static final class Bar implements Progress, AutoCloseable {
    private @Nullable ProgressBar bar;

    @Override
    public synchronized void report(Step step, long done, long of) {
      if (step == Step.ENCODE && bar == null) {
        bar = new ProgressBarBuilder().setTaskName("frames").setInitialMax(of).showSpeed().build();
      }
      if (bar != null) {
        bar.stepTo(done);
        if (step == Step.JOIN) {
          bar.setExtraMessage(" joining");
        }
      }
    }

    @Override
    public synchronized void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
