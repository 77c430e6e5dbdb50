package lotwatch.cli;

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

  void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }

  void print(JsonNode answer, String text) {
    print(json ? answer.toString() : text);
  }
}
