package lotwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotwatch node kill NAME}: for trying what a local cluster survives. */
@Command(
    name = "kill",
    description =
        "Kill a node of a local cluster (lotwatch up --nodes 3) as a power cut would; it is started"
            + " again after 5 seconds.",
    mixinStandardHelpOptions = true)
final class NodeKill implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "n1, n2, ...")
  String name = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "the folder of the cluster (${DEFAULT-VALUE})")
  Path data = Path.of("data");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure {
    var lock = LocalCluster.folder(data, name).resolve("lock");
    try {
      var process = Holder.of(Files.readString(lock));
      if (process.isEmpty() || !process.get().destroyForcibly()) {
        throw new Failure(Exit.NOT_FOUND, "%s does not run".formatted(name));
      }
      spec.commandLine().getOut().println("OK: %s is killed".formatted(name));
      return Exit.OK;
    } catch (IOException e) {
      throw new Failure(
          Exit.NOT_FOUND,
          "there is no node %s in %s: start a cluster with lotwatch up --nodes 3"
              .formatted(name, data.toAbsolutePath().normalize()));
    }
  }
}
