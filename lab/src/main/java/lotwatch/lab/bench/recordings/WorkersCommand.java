package lotwatch.lab.bench.recordings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.Machine;
import lotwatch.lab.bench.Scratch;
import lotwatch.lab.bench.servers.LaunchedNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench workers}: how much sooner two workers are done than one. */
@Command(
    name = "workers",
    mixinStandardHelpOptions = true,
    header = "From the first lease to the last piece, with one worker and with two.",
    description = {
      "",
      "A video at 1080p, 30 frames a second, with sound and grain, made of --video again and again,",
      "is encoded to 640x360 H.264. The node encodes nothing; each worker has one slot.",
      ""
    })
public final class WorkersCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration JOIN_MAX = Duration.ofMinutes(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--video", required = true, description = "What the video is made of.")
  private Path video = Path.of("");

  @Option(
      names = "--seconds",
      defaultValue = "600",
      description = "Of the video that is made; default ${DEFAULT-VALUE}.")
  private int seconds = 600;

  @Mixin private FolderOption folder = new FolderOption();

  /** Makes the command that picocli fills. */
  public WorkersCommand() {}

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(video) || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--video is a file, --seconds are 1 or more");
    }
    LaunchedNode.build();
    System.out.println(Machine.text());
    try (var scratch = Scratch.in(folder.path())) {
      var source = scratch.resolve("grain.mp4");
      Files.createDirectories(source.getParent());
      Made.grainy(video, source, seconds);
      double one = measured(source, scratch.resolve("one"), 1);
      double two = measured(source, scratch.resolve("two"), 2);
      System.out.printf(Locale.ROOT, "two are %.2f times as fast as one%n", one / two);
    }
    return 0;
  }

  private double measured(Path source, Path folder, int count) throws Exception {
    var workers = new ArrayList<Process>();
    try (var node = Node.start(folder, 0)) {
      for (int i = 1; i <= count; i++) {
        workers.add(join(node, folder.resolve("worker-" + i)));
      }
      long end = System.nanoTime() + JOIN_MAX.toNanos();
      while (node.get("/api/workers").path("items").size() < count) {
        if (System.nanoTime() > end) {
          throw new IOException("the workers do not join");
        }
        Thread.sleep(LOOK);
      }
      var path = "/api/recordings/" + node.upload(source, "&width=640");
      while (node.get(path).path("pieces").asInt() == 0) {
        Thread.sleep(LOOK); // it is split
      }
      long begun = System.nanoTime();
      var now = node.get(path);
      while (now.path("done").asInt() < now.path("pieces").asInt()) {
        Thread.sleep(LOOK);
        now = node.get(path);
      }
      double took = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%d worker(s): %d pieces in %.1f s%n",
          count,
          now.path("pieces").asInt(),
          took);
      return took;
    } finally {
      for (var each : workers) {
        each.destroy();
        each.waitFor();
      }
    }
  }

  private static Process join(Node node, Path data) throws IOException {
    var words =
        List.of(
            LaunchedNode.launcher(),
            "worker",
            "--join",
            "127.0.0.1:" + node.launched().grpcPort(),
            "--slots",
            "1",
            "--data",
            data.toString());
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(data.getParent(), "worker", ".log").toFile())
        .start();
  }
}
