package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotwatch cancel LOT PLATE}. */
@Command(
    name = "cancel",
    description = "Cancel a reservation. Exit code 4 if the plate has none.",
    mixinStandardHelpOptions = true,
    footer = {"", "--url also takes rpc://HOST:PORT and text://HOST:PORT."})
final class Cancel implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "LOT", description = "the lot's id")
  String lot = "";

  @Parameters(paramLabel = "PLATE", description = "the licence plate")
  String plate = "";

  @Override
  public Integer call() throws Failure {
    try (var desk = common.desk()) {
      common.print(
          desk.cancel(lot, plate), "OK: the reservation in %s is cancelled".formatted(lot));
      return Exit.OK;
    }
  }
}
