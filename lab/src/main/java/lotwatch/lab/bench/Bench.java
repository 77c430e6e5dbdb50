package lotwatch.lab.bench;

import java.util.logging.Level;
import java.util.logging.Logger;
import lotwatch.lab.bench.cluster.ClusterCommand;
import lotwatch.lab.bench.crowd.ConnectionsCommand;
import lotwatch.lab.bench.finder.EvaluateCommand;
import lotwatch.lab.bench.finder.FanoutCommand;
import lotwatch.lab.bench.finder.RpcCommand;
import lotwatch.lab.bench.finder.StressCommand;
import lotwatch.lab.bench.peers.CompareCommand;
import lotwatch.lab.bench.recordings.LeasesCommand;
import lotwatch.lab.bench.recordings.TransferCommand;
import lotwatch.lab.bench.recordings.WorkersCommand;
import lotwatch.lab.bench.sessions.SessionsCommand;
import lotwatch.lab.bench.sessions.SocketCommand;
import lotwatch.lab.bench.startup.StartupCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code lotwatch bench} command. */
@Command(
    name = "lotwatch bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Measures what Lotwatch costs, beside the least that the same work could cost.",
    footer = {"", "And of the Spark job: lotwatch bench spark --help"},
    subcommands = {
      StartupCommand.class,
      SightCommand.class,
      CameraCommand.class,
      ClusterCommand.class,
      LotsCommand.class,
      RpcCommand.class,
      StressCommand.class,
      FanoutCommand.class,
      EvaluateCommand.class,
      CompareCommand.class,
      ConnectionsCommand.class,
      SessionsCommand.class,
      SocketCommand.class,
      TransferCommand.class,
      LeasesCommand.class,
      WorkersCommand.class
    })
public final class Bench implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Without a command there is only help to give. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which measurement?");
  }

  /** Runs one measurement and ends the process: 0 done, 1 it failed, 2 wrong command line. */
  public static void main(String[] args) {
    Logger.getLogger("").setLevel(Level.SEVERE); // libraries would talk into the tables
    System.exit(
        new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }
}
