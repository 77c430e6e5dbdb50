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
    var path = "/api/lots/%s/reservations/%s".formatted(Server.segment(lot), Server.segment(plate));
    common.print(common.server.delete(path), "OK: the place in %s is given back".formatted(lot));
    return Exit.OK;
  }
}
