package lotwatch.cli;

import java.util.concurrent.Callable;
import lotwatch.node.SitePlan;
import lotwatch.node.config.AdvertisedHost;
import lotwatch.node.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lotwatch check-config}: says everything that is wrong, or what would run. */
@Command(
    name = "check-config",
    description = "Check a configuration and its spots files without starting anything.",
    mixinStandardHelpOptions = true)
final class CheckConfig implements Callable<Integer> {
  @Mixin Setup setup = new Setup();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure {
    var config = setup.read();
    try {
      var plan = SitePlan.of(config);
      var advertised = AdvertisedHost.of(config);
      var out = spec.commandLine().getOut();
      out.println("OK: " + setup.file().map(file -> file + " and ").orElse("") + "the environment");
      out.println("  others reach it at " + advertised.host());
      plan.lots()
          .forEach(lot ->
              out.println(
                  "  lot %s: %d places, %d watched"
                      .formatted(lot.lot(), lot.capacity(), lot.spots().size())));
      plan.cameras()
          .forEach(camera ->
              out.println(
                  "  camera %s: %s, %d spots"
                      .formatted(
                          camera.settings().id(),
                          camera.settings().source(),
                          camera.spots().size())));
      return Exit.OK;
    } catch (ConfigException e) {
      throw new Failure(Exit.USAGE, "the configuration cannot be used:\n" + e.getMessage());
    }
  }
}
