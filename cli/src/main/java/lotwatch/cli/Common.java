package lotwatch.cli;

import lotwatch.client.Address;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** What every command takes that asks a running server and prints the answer. */
final class Common {
  @Mixin Server server = new Server();

  @Option(names = "--json", description = "print JSON instead of text")
  boolean json;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  /**
   * Where lots are shown and reservations are made.
   *
   * @throws Failure if {@code --url} names a port that cannot do that
   */
  LotCalls desk() throws Failure {
    return switch (server.scheme()) {
      case "http", "https" -> new RestLotCalls(server);
      case "rpc" -> new RpcLotCalls(FinderUrl.at(server.url, Address.RPC_PORT));
      case "text" -> new TextLotCalls(FinderUrl.at(server.url, Address.TEXT_PORT));
      default -> throw server.wrong("http", "rpc", "text");
    };
  }

  void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  void print(JsonNode answer, String text) {
    print(json ? answer.toString() : text);
  }
}
