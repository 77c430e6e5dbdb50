package lotwatch.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;

/** The {@code lotwatch} command. */
@Command(
    name = "lotwatch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.Numbers.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Live availability of parking lots from their cameras.",
    description = {
      "",
      "Start with:  lotwatch up",
      "It shows a simulated campus until you give it a camera of your own.",
      ""
    },
    footer = {
      "",
      "Also, from a source checkout:",
      "  train        Make the network's weights anew (lotwatch train --help).",
      "  bench        Compare speeds with peers (lotwatch bench --help).",
      "  chaos        Kill, pause and cut off members of a cluster, and check them (--help).",
      "  test         Build everything and run every test.",
      "  fix          Format the sources.",
      "",
      "Exit codes: 0 done, 1 refused (full, exists, dead, less accurate than asked),",
      "2 wrong command line or configuration, 3 no answer, 4 no such thing."
    },
    subcommands = {
      Up.class,
      NodeCommand.class,
      Lots.class,
      CameraList.class,
      Health.class,
      Watch.class,
      Export.class,
      Reserve.class,
      Cancel.class,
      Sensor.class,
      CheckConfig.class,
      Apply.class,
      Eval.class,
      Version.class
    })
public final class Lotwatch implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Without a command there is only help to give. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args, terminal(System.out), terminal(System.err)));
  }

  /** In the terminal's character set, line by line. */
  private static PrintWriter terminal(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, stream.charset()), true);
  }

  /**
   * Runs one command.
   *
   * @return one of the exit codes that {@code --help} lists
   */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    return new CommandLine(new Lotwatch())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(TOLD)
        .execute(args);
  }

  /** A failure is told in a line; anything else is a fault of ours and keeps its stack trace. */
  private static final IExecutionExceptionHandler TOLD =
      (exception, command, _) -> {
        if (exception instanceof Failure failure) {
          command.getErr().println("lotwatch: " + failure.getMessage());
          return failure.exit();
        }
        throw exception;
      };
}
