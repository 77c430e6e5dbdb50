package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotwatch node remove HOST:PORT}. */
@Command(
    name = "remove",
    description = "Take a node out of the cluster; the others go on without it.",
    mixinStandardHelpOptions = true)
final class NodeRemove implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "HOST:PORT", description = "where the other nodes reach it")
  String address = "";

  @Override
  public Integer call() throws Failure {
    common.print(
        common.server.delete("/api/nodes/" + Server.segment(address)),
        "OK: %s is out".formatted(address));
    return Exit.OK;
  }
}
