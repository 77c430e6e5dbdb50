package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotwatch node add HOST:PORT}. */
@Command(
    name = "add",
    description =
        "Let a node vote. It must run already; one that is started with all nodes in --peers joins by itself.",
    mixinStandardHelpOptions = true)
final class NodeAdd implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "HOST:PORT", description = "where the other nodes reach it")
  String address = "";

  @Override
  public Integer call() throws Failure {
    common.print(
        common.server.put("/api/nodes/" + Server.segment(address)),
        "OK: %s votes now".formatted(address));
    return Exit.OK;
  }
}
