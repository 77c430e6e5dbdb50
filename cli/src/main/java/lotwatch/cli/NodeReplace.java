package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotwatch node replace ID HOST:PORT}. */
@Command(
    name = "replace",
    description = {
      "Let a new machine take the id of one that is gone: the old one is taken out of the cluster, and",
      "only the node at the new address may come in with this id. Start that one afterwards, with an",
      "empty data folder and its address in --peers; it gets everything from the others. The leader keeps the",
      "id for it: if another node comes to lead before the new one is in, say it once more.",
      "Not needed for a node that lost its disk and starts again at its old address."
    },
    mixinStandardHelpOptions = true)
final class NodeReplace implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(index = "0", paramLabel = "ID", description = "of the node that is gone, such as n3")
  String id = "";

  @Parameters(
      index = "1",
      paramLabel = "HOST:PORT",
      description = "where the other nodes reach the new one")
  String address = "";

  @Override
  public Integer call() throws Failure {
    common.print(
        common.server.put(
            "/api/nodes/%s/replacement/%s".formatted(Server.segment(id), Server.segment(address))),
        "OK: %s is out; start the new one at %s".formatted(id, address));
    return Exit.OK;
  }
}
