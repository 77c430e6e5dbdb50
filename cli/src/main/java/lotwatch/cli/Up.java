package lotwatch.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch up}: one node, or several to try a cluster, until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Start a node and show where its page is; Ctrl-C stops it.",
    footer = {
      "",
      "Without a camera it shows the simulated campus. Your own video:",
      "  lotwatch up --camera north=file:lot.mp4 --spots north.spots.json",
      "A camera on the network, and a second one:",
      "  lotwatch up --camera north=rtsp://10.0.0.5/main --spots north=n.json \\",
      "              --camera south=file:south.mp4 --spots south=s.json",
      "",
      "Three nodes that keep each other's state, on this machine, to see one die:",
      "  lotwatch up --nodes 3        and beside it:  lotwatch node kill n2",
      "",
      "Then open http://127.0.0.1:8080/ in a browser; the API is described at /api/docs.",
      "A data folder that was used before goes on where it stopped. Lots and cameras",
      "that are no longer configured are closed, unless reservations would end. Flags",
      "win over LOTWATCH_... variables, those over the file."
    })
final class Up implements Callable<Integer> {
  @Mixin Setup setup = new Setup();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "try a cluster: N nodes as N processes on this machine, 1 to 9, each with a folder below"
              + " --data, and a page and gRPC on --port and grpc.ports and the ports after them"
              + " (${DEFAULT-VALUE})")
  int nodes = 1;

  /** Where a node keeps its state in its folder. */
  private static final String STATE = "raft";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    var config = setup.read();
    var out = spec.commandLine().getOut();
    if (nodes < 1 || nodes > LocalCluster.NODES_MAX) {
      throw new Failure(
          Exit.USAGE,
          "--nodes is %d, the limits are 1 and %d".formatted(nodes, LocalCluster.NODES_MAX));
    }
    checkFolder(config.node().data());
    if (nodes == 1) {
      return Serving.run(config, setup.watched(), out);
    }
    return new LocalCluster(config, nodes, spec.commandLine().getParseResult().originalArgs(), out)
        .run();
  }

  /** The other kind of start would begin an empty campus beside the one that is there. */
  private void checkFolder(Path data) throws Failure {
    boolean isOne = Files.exists(data.resolve(STATE));
    boolean isCluster = Files.exists(LocalCluster.folder(data, "n1").resolve(STATE));
    if (nodes == 1 && isCluster && !isOne) {
      throw new Failure(
          Exit.USAGE,
          "%s holds several nodes: start them with --nodes 3, or whatever their number was, or begin anew with --data DIR"
              .formatted(data));
    }
    if (nodes > 1 && isOne && !isCluster) {
      throw new Failure(
          Exit.USAGE,
          "%s holds a node on its own, which --nodes would not use: leave --nodes away, or begin anew with --data DIR"
              .formatted(data));
    }
  }
}
