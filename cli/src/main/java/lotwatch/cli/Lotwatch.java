package lotwatch.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import lotwatch.cli.produce.Produce;
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
      "  kafka        Start a Kafka broker, for trying (lotwatch kafka --help).",
      "  spark        Have Spark make the sessions (lotwatch spark --help).",
      "  train        Make the network's weights anew (lotwatch train --help).",
      "  bench        Compare speeds with peers (lotwatch bench --help).",
      "  chaos        Kill, pause and cut off nodes, and check them (--help).",
      "  test         Build everything and run every test.",
      "  fuzz         Look for inputs that break a decoder (frames, lines or calls).",
      "  upgrade-test Restart three nodes of version 1 with this version, under load.",
      "  record-golden N  Record what this version writes, for the tests of later ones.",
      "  fix          Format the sources.",
      "",
      "Exit codes: 0 done, 1 refused (full, exists, dead, less accurate than asked),",
      "2 wrong command line or configuration, 3 no answer, 4 no such thing."
    })
public final class Lotwatch implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          Up.class,
          Stop.class,
          NodeCommand.class,
          Lots.class,
          CameraList.class,
          Sessions.class,
          Health.class,
          Watch.class,
          Export.class,
          Reserve.class,
          Cancel.class,
          Sensor.class,
          Video.class,
          WorkerCommand.class,
          Produce.class,
          CheckConfig.class,
          Apply.class,
          Eval.class,
          Version.class,
          CommandLine.HelpCommand.class);

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
    return commandLine(args)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(TOLD)
        .execute(args);
  }

  /**
   * With the one command that is asked for, else with all of them: to make them all takes longer
   * than most of them run.
   */
  private static CommandLine commandLine(String[] args) {
    var line = new CommandLine(new Lotwatch());
    var first = args.length == 0 || args[0].equals("help") ? "" : args[0];
    var asked = COMMANDS.stream().filter(type -> name(type).equals(first)).toList();
    (asked.isEmpty() ? COMMANDS : asked).forEach(line::addSubcommand);
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
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
