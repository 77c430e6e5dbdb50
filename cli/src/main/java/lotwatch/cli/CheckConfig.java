package lotwatch.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lotwatch.ledger.Configuration;
import lotwatch.node.Declared;
import lotwatch.node.Listening;
import lotwatch.node.SitePlan;
import lotwatch.node.config.AdvertisedHost;
import lotwatch.node.config.Config;
import lotwatch.node.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lotwatch check-config}: says everything that is wrong, or what would run. */
@Command(
    name = "check-config",
    description =
        "Check a configuration and its spots files without starting anything but, with --try, each camera once.",
    mixinStandardHelpOptions = true)
final class CheckConfig implements Callable<Integer> {
  @Mixin Setup setup = new Setup();

  @Option(
      names = "--against",
      paramLabel = "URL",
      description =
          "a node of a running cluster: show what applying the file would change there; the exit"
              + " code is 1 if it would change anything")
  @Nullable URI against;

  @Option(
      names = "--try",
      description =
          "open each camera once and show what it gives; the exit code is 1 if one gives nothing")
  boolean tried;

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "the same as --config FILE")
  @Nullable Path file;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure {
    if (file != null) {
      setup.config = file;
    }
    var config = setup.read();
    var listening = Listening.of(config).problems();
    try {
      checkAll(config, listening);
      var plan = SitePlan.of(config);
      var advertised = AdvertisedHost.of(config);
      var out = spec.commandLine().getOut();
      out.println("OK: " + setup.file().map(file -> file + " and ").orElse("") + "the environment");
      out.println("  others reach it at " + advertised.host());
      plan.lots()
          .forEach(lot ->
              out.println(
                  "  lot %s: capacity %d, %d watched"
                      .formatted(lot.lot(), lot.capacity(), lot.spots().size())));
      plan.cameras()
          .forEach(camera ->
              out.println(
                  "  camera %s: %s, %d spots"
                      .formatted(
                          camera.settings().id(),
                          camera.settings().source(),
                          camera.spots().size())));
      config.advice().forEach(advice -> out.println("  note: " + advice));
      boolean works = !tried || CameraTrials.of(config.video(), plan, out);
      int compared =
          against == null ? Exit.OK : compare(Declared.of(plan, config.campus()), against);
      return works ? compared : Exit.REFUSED;
    } catch (ConfigException e) {
      throw new Failure(Exit.USAGE, "the configuration cannot be used:\n" + e.getMessage());
    }
  }

  /** Says both, the ports and the campus. */
  private static void checkAll(Config config, List<String> listening) throws ConfigException {
    if (listening.isEmpty()) {
      return;
    }
    var all = new ArrayList<>(listening);
    try {
      SitePlan.of(config);
    } catch (ConfigException e) {
      all.add(String.valueOf(e.getMessage()));
    }
    throw new ConfigException(all);
  }

  private int compare(Configuration content, URI url) throws Failure {
    var server = new Server();
    server.url = url;
    var remote = new RemoteConfiguration(server, content);
    var difference = remote.difference();
    var out = spec.commandLine().getOut();
    if (difference.isEmpty()) {
      out.println("the same as revision " + remote.revision());
      return Exit.OK;
    }
    out.println("would change in revision %d:".formatted(remote.revision()));
    difference.forEach(line -> out.println("  " + line));
    return Exit.REFUSED;
  }
}
