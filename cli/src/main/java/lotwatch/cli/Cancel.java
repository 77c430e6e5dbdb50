package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotwatch cancel LOT PLATE}. */
@Command(
    name = "cancel",
    description = "Give a held place back. Exit code 4 if the plate holds none.",
    mixinStandardHelpOptions = true)
final class Cancel implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "LOT", description = "the lot's id")
  String lot = "";

  @Parameters(paramLabel = "PLATE", description = "the licence plate")
  String plate = "";

  @Override
  public Integer call() throws Failure {
    try (var desk = common.desk()) {
      common.print(desk.cancel(lot, plate), "OK: the place in %s is given back".formatted(lot));
      return Exit.OK;
    }
  }
}
