package lotwatch.cli;

import java.util.concurrent.Callable;
import lotwatch.node.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch node}: one node of a cluster, and what can be done with nodes. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    description = "Run one node of a cluster, until Ctrl-C; or, with a command, work on its nodes.",
    footer = {
      "",
      "Three machines, one line each, with the same --peers:",
      "  lotwatch node --id n1 --peers n1=10.0.0.1:7070,n2=10.0.0.2:7070,n3=10.0.0.3:7070",
      "A new cluster begins when all its nodes are up. After that, most of them suffice; one that",
      "lost its disk is started with the same line and gets everything from the others.",
      "A fourth machine: start it with all four in --peers; it joins by itself.",
      "Another machine in the place of one that is gone: lotwatch node replace, then start it."
    },
    subcommands = {
      NodeList.class,
      NodeAdd.class,
      NodeRemove.class,
      NodeReplace.class,
      NodeKill.class
    })
final class NodeCommand implements Callable<Integer> {
  @Mixin Setup setup = new Setup();

  @Option(names = "--id", paramLabel = "NAME", description = "this node's name; also node.id")
  @Nullable String id;

  @Option(
      names = "--peers",
      paramLabel = "NAME=HOST:PORT,...",
      description = "all nodes, this one included; also replica.peers")
  @Nullable String peers;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    return Serving.run(member(setup.read()), setup.watched(), spec.commandLine().getOut());
  }

  private Config member(Config config) throws Failure {
    try {
      return config.asMember(id, peers);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, "--id and --peers: " + e.getMessage());
    }
  }
}
