package lotwatch.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import lotwatch.node.Node;
import lotwatch.node.NodeException;
import lotwatch.node.SitePlan;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lotwatch up}: one node, until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start a node and show where its page is; Ctrl-C stops it.",
    footer = {
      "",
      "Without a camera it shows the simulated campus. Your own video:",
      "  lotwatch up --camera north=file:lot.mp4 --spots north.spots.json",
      "A camera on the network, and a second one:",
      "  lotwatch up --camera north=rtsp://10.0.0.5/stream --spots north=north.spots.json \\",
      "              --camera south=file:south.mp4 --spots south=south.spots.json",
      "",
      "Then open http://127.0.0.1:8080/ in a browser; the API is described at /api/docs.",
      "A data folder that was used before goes on where it stopped. Lots and cameras that are no",
      "longer configured are closed. Flags win over LOTWATCH_... variables, those over the file."
    })
final class Up implements Callable<Integer> {
  @Mixin Setup setup = new Setup();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    Logs.toStandardError();
    var config = setup.read();
    var out = spec.commandLine().getOut();
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    try (var node = start(config, out)) {
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("stop")
                  .unstarted(() -> {
                    stop.countDown();
                    awaitQuietly(stopped);
                  }));
      out.println("Lotwatch is at " + node.uri() + "  (Ctrl-C stops it)");
      stop.await();
      out.println("stopping");
    } finally {
      stopped.countDown();
    }
    return Exit.OK;
  }

  private static Node start(Config config, PrintWriter out) throws Failure {
    try {
      var plan = SitePlan.of(config);
      var node = Node.start(config, plan, step -> out.println("  " + step + " ..."));
      tell(config, plan, node, out);
      return node;
    } catch (ConfigException e) {
      throw new Failure(Exit.USAGE, "the configuration cannot be used:\n" + e.getMessage());
    } catch (NodeException e) {
      throw new Failure(Exit.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private static void tell(Config config, SitePlan plan, Node node, PrintWriter out) {
    out.println();
    out.println(
        "  lots     "
            + plan.lots().stream()
                .map(lot -> "%s (%d places)".formatted(lot.lot(), lot.capacity()))
                .collect(Collectors.joining(", ")));
    plan.cameras()
        .forEach(camera ->
            out.println(
                "  camera   %s: %s, %d spots"
                    .formatted(
                        camera.settings().id(),
                        camera.settings().source(),
                        camera.spots().size())));
    out.println("  state    " + config.data().toAbsolutePath().normalize());
    out.println("  API      " + node.uri().resolve("/api/docs"));
    out.println();
  }

  /** The process ends when its shutdown hooks have run: the node must be closed by then. */
  private static void awaitQuietly(CountDownLatch stopped) {
    try {
      stopped.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
