package lotwatch.broker;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The {@code lotwatch kafka} command. */
@Command(
    name = "lotwatch kafka",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "A Kafka broker of its own, for trying Lotwatch with Kafka.",
    subcommands = Up.class)
public final class Broker implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Without a command there is only help to give. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** Runs one command and ends the process: 0 done, 2 wrong command line, 3 it does not start. */
  public static void main(String[] args) {
    var line = new CommandLine(new Broker()).setOut(terminal(System.out));
    line.setErr(terminal(System.err));
    line.setExecutionExceptionHandler((exception, command, _) -> {
      if (exception instanceof Failure failure) {
        command.getErr().println("lotwatch: " + failure.getMessage());
        return failure.exit();
      }
      throw exception;
    });
    System.exit(line.execute(args));
  }

  private static PrintWriter terminal(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }
}
