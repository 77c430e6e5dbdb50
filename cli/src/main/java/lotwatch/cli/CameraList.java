package lotwatch.cli;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lotwatch cameras}: every camera, what it sees, and which node holds it. */
@Command(
    name = "cameras",
    description = "Show every camera, whether it sees, and which node holds it.",
    mixinStandardHelpOptions = true)
final class CameraList implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Override
  public Integer call() throws Failure {
    var page = common.server.get("/api/cameras?limit=1000");
    var lines = new ArrayList<String>();
    lines.add("%-24s %-10s %6s %-12s %s".formatted("CAMERA", "VIEW", "SPOTS", "HELD BY", "LOTS"));
    for (var camera : page.path("items")) {
      var lots = new ArrayList<String>();
      camera.path("lots").forEach(lot -> lots.add(lot.asString("")));
      lines.add(
          "%-24s %-10s %6d %-12s %s"
              .formatted(
                  camera.path("id").asString(""),
                  camera.path("view").asString(""),
                  camera.path("spots").asInt(),
                  camera.path("holder").asString("-"),
                  String.join(" ", lots)));
    }
    common.print(page, String.join(System.lineSeparator(), lines));
    return Exit.OK;
  }
}
