package lotwatch.lab.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench sight}: the whole path beside the bare loop, on one core. */
@Command(
    name = "sight",
    mixinStandardHelpOptions = true,
    header = "A 1080p camera with 101 spots on one core, beside a bare loop.",
    description = {
      "",
      "Bare loop: the same ffmpeg with the same arguments, its frames read from the pipe into one",
      "buffer, and per frame the same network on tensors that lie ready.",
      "Whole path: decode, cut the spots out, infer, decide in the ledger.",
      "Both run on one thread each for decoding and network, held to one core, in turns after a",
      "round of each to warm up. Medians over the rounds are compared. CPU time is that of this",
      "process and of ffmpeg; trust it more than the clock where other work shares the machine.",
      ""
    })
final class SightCommand implements Callable<Integer> {
  private static final String PINNED = "lotwatch.lab.bench.pinned";

  @Spec
  private picocli.CommandLine.Model.CommandSpec spec =
      picocli.CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "Length of the clip in s, 1 to 600; default ${DEFAULT-VALUE}.")
  private int seconds = 30;

  @Option(
      names = "--fps",
      defaultValue = "5",
      description = "Frames looked at per second of clip, 0.1 to 25; default ${DEFAULT-VALUE}.")
  private double fps = 5;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds of each that count, 1 to 100; default ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--json", description = "Print one line of JSON instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (seconds < 1 || seconds > 600 || rounds < 1 || rounds > 100) {
      throw new ParameterException(spec.commandLine(), "--seconds or --rounds is out of its range");
    }
    if (!(fps >= 0.1 && fps <= 25)) {
      throw new ParameterException(spec.commandLine(), "--fps is 0.1 to 25");
    }
    if (!Boolean.getBoolean(PINNED)) {
      return onOneCore();
    }
    var report = SightBench.run(seconds, fps, rounds);
    System.out.println(json ? report.json() : report.table());
    return 0;
  }

  /** Starts this again on one core, where the machine has taskset. */
  private int onOneCore() throws Exception {
    var words = new ArrayList<String>();
    if (new File("/usr/bin/taskset").canExecute()) {
      words.addAll(List.of("/usr/bin/taskset", "-c", "0"));
    } else {
      System.err.println("no taskset: not held to one core, only to one thread of each");
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:ActiveProcessorCount=1", "-XX:+UseSerialGC", "-Xmx1g"));
    words.addAll(List.of("-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED"));
    words.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-D" + PINNED + "=true"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    words.addAll(List.of("sight", "--seconds=" + seconds, "--fps=" + fps, "--rounds=" + rounds));
    if (json) {
      words.add("--json");
    }
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }
}
