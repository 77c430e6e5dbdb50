package lotwatch.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import lotwatch.node.ConfigurationFile;
import lotwatch.node.Node;
import lotwatch.node.NodeException;
import lotwatch.node.SitePlan;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** One node in this process, until Ctrl-C. */
final class Serving {
  /** How long a start that is to be stopped may take to be done. */
  private static final Duration START_WAIT_MAX = Duration.ofSeconds(5);

  private Serving() {}

  /** Runs it and says where it is. */
  static int run(Config config, @Nullable ConfigurationFile file, PrintWriter out)
      throws Failure, InterruptedException {
    Logs.toStandardError();
    var stop = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    var up = new CountDownLatch(1);
    try (var _ = Signals.on(() -> stop(up, stop));
        var node = start(config, file, out)) {
      up.countDown();
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

  /**
   * Stops it when it is up. A start that waits for other nodes is not waited for: nothing was
   * acknowledged here that is not on disk.
   */
  private static void stop(CountDownLatch up, CountDownLatch stop) {
    stop.countDown();
    Thread.ofVirtual()
        .name("stop-of-a-start")
        .start(() -> {
          try {
            if (!up.await(START_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
              Runtime.getRuntime().halt(Signals.INTERRUPTED);
            }
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static Node start(Config config, @Nullable ConfigurationFile file, PrintWriter out)
      throws Failure {
    try {
      var plan = SitePlan.of(config);
      var node = Node.start(config, plan, file, step -> out.println("  " + step + " ..."));
      tell(config, node, out);
      return node;
    } catch (ConfigException e) {
      throw new Failure(Exit.USAGE, "the configuration cannot be used:\n" + e.getMessage());
    } catch (NodeException e) {
      throw new Failure(Exit.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private static void tell(Config config, Node node, PrintWriter out) {
    out.println();
    out.println(
        "  lots     "
            + node.view().lots().stream()
                .map(lot -> "%s (capacity %d)".formatted(lot.id(), lot.tally().capacity()))
                .collect(Collectors.joining(", ")));
    node.cameras()
        .forEach(camera ->
            out.println(
                "  camera   %s: %s, %d spots"
                    .formatted(
                        camera.settings().id(),
                        camera.settings().source(),
                        camera.spots().size())));
    node.tcpPorts().forEach((name, at) -> out.println("  %-8s %s".formatted(name, at)));
    out.println("  state    " + config.node().data().toAbsolutePath().normalize());
    out.println("  API      " + node.uri().resolve("/api/docs"));
    if (!node.grpcPorts().isEmpty()) {
      out.println(
          "  gRPC     "
              + node.grpcPorts().stream()
                  .map(grpc -> node.uri().getHost() + ":" + grpc)
                  .collect(Collectors.joining(", ")));
    }
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
