package lotwatch.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lotwatch.cli.eval.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotwatch eval DIR...}: how right the shipped network is on labelled images. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Measure the network on labelled images and draw what it got wrong.",
    footer = {
      "",
      "DIR holds labels.json (parking-truth/1, with images or a clip) or index.csv (single spots),",
      "or folders that do. Exit code 1 if --min is not reached."
    })
final class Eval implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", arity = "1..*", description = "folders with labelled images")
  List<Path> folders = new ArrayList<>();

  @Option(names = "--json", description = "print JSON instead of tables")
  boolean json;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "where images with the errors drawn go (${DEFAULT-VALUE})")
  Path images = Path.of("eval-images");

  @Option(names = "--min", paramLabel = "N", description = "the accuracy that is asked for, 0 to 1")
  double min;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    try {
      var err = spec.commandLine().getErr();
      var results = lotwatch.cli.eval.Eval.run(folders, images, err::println);
      spec.commandLine().getOut().println(json ? Report.json(results) : Report.text(results));
      return Report.accuracy(results) >= min ? Exit.OK : Exit.REFUSED;
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }
}
