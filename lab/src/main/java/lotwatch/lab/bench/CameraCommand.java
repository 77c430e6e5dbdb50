package lotwatch.lab.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench camera}: what one camera at one frame per second costs. */
@Command(
    name = "camera",
    mixinStandardHelpOptions = true,
    header = "CPU seconds per minute of one 1080p camera with 101 spots at 1 frame per second.",
    description = {
      "",
      "Video at 25 frames per second and 4 Mbit/s is decoded as fast as it goes, one frame per",
      "second of it is looked at. Counts this process and ffmpeg, after a minute to warm up.",
      ""
    })
final class CameraCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Length of the clip in s, 10 to 600; default ${DEFAULT-VALUE}.")
  private int seconds = 60;

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (seconds < 10 || seconds > 600) {
      throw new ParameterException(spec.commandLine(), "--seconds is 10 to 600");
    }
    var cost = SightBench.camera(seconds);
    System.out.printf(
        Locale.ROOT,
        json
            ? "{\"cpuSecondsPerMinute\":%.3f,\"ofThemDecoding\":%.3f}%n"
            : "%.2f CPU seconds per minute of video, %.2f of them for decoding alone%n",
        cost.allCpuSeconds(),
        cost.decodeCpuSeconds());
    return 0;
  }
}
