package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lotwatch reserve LOT PLATE}. */
@Command(
    name = "reserve",
    description =
        "Make a reservation in a lot for a plate. Exit code 1 if it is full or the plate has one.",
    mixinStandardHelpOptions = true,
    footer = {"", "--url also takes rpc://HOST:PORT and text://HOST:PORT."})
final class Reserve implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "LOT", description = "the lot's id")
  String lot = "";

  @Parameters(paramLabel = "PLATE", description = "the licence plate")
  String plate = "";

  @Override
  public Integer call() throws Failure {
    try (var desk = common.desk()) {
      var held = desk.reserve(lot, plate);
      var until = held.path("until").asString("");
      common.print(
          held,
          "OK: a reservation in %s is made".formatted(lot)
              + (until.isEmpty() ? "" : " and ends " + until));
      return Exit.OK;
    }
  }
}
