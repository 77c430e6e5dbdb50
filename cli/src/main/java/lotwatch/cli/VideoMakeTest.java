package lotwatch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lotwatch.ffmpeg.Ffmpeg;
import lotwatch.recordings.media.Limits;
import lotwatch.recordings.media.MediaException;
import lotwatch.recordings.media.Ratio;
import lotwatch.recordings.media.Sandbox;
import lotwatch.recordings.media.TestVideo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotwatch video make-test TARGET}: a video to try things with. */
@Command(
    name = "make-test",
    mixinStandardHelpOptions = true,
    description = "Make a video of a moving test pattern and a tone.")
final class VideoMakeTest implements Callable<Integer> {
  @Parameters(paramLabel = "TARGET", description = "a file .mp4, .mkv or .mov")
  Path target = Path.of("");

  @Option(names = "--seconds", paramLabel = "N", description = "how long (${DEFAULT-VALUE})")
  int seconds = 60;

  @Option(names = "--width", paramLabel = "N", description = "in pixels (${DEFAULT-VALUE})")
  int width = 1_280;

  @Option(names = "--height", paramLabel = "N", description = "in pixels (${DEFAULT-VALUE})")
  int height = 720;

  @Option(names = "--fps", paramLabel = "N", description = "frames per second (${DEFAULT-VALUE})")
  String fps = "30";

  @Option(names = "--ffmpeg", paramLabel = "FILE", description = "the ffmpeg to use")
  @Nullable Path ffmpeg;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    var rate = Ratio.parse(fps).orElseThrow(() -> new Failure(Exit.USAGE, "--fps " + fps));
    try {
      var sandbox = Sandbox.find(Ffmpeg.find(ffmpeg, Ffmpeg.defaultCache()), Limits.STANDARD);
      new TestVideo(seconds, width, height, rate).make(sandbox, target.toAbsolutePath());
      spec.commandLine().getOut().println(target);
      return Exit.OK;
    } catch (MediaException e) {
      throw new Failure(
          e.worthRetrying() ? Exit.UNAVAILABLE : Exit.USAGE, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(Exit.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }
}
