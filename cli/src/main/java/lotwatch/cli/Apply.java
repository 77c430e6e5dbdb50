package lotwatch.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lotwatch.ledger.Configuration;
import lotwatch.node.Declared;
import lotwatch.node.SitePlan;
import lotwatch.node.config.ConfigException;
import lotwatch.node.config.ConfigFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lotwatch apply FILE}: makes the campus part of a file the next revision. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description =
        "Make a file's campus (ledger, sim, lots, cameras, sessions) the cluster's configuration.",
    footer = {
      "",
      "Shows what would change, and asks. Keys of one node (node, http, replica, video ...) stay",
      "that node's own and are read when it starts."
    })
final class Apply implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Parameters(paramLabel = "FILE", description = "the configuration, as lotwatch.yml explains it")
  Path file = Path.of("lotwatch.yml");

  @Option(
      names = "--close-reserved",
      description = "also close or shrink lots that have reservations; those that do not fit end")
  boolean closeReserved;

  @Option(names = "--yes", description = "do not ask")
  boolean yes;

  @Override
  public Integer call() throws Failure {
    var remote = new RemoteConfiguration(common.server, content());
    var difference = remote.difference();
    if (difference.isEmpty() && remote.revision() > 0) {
      common.print("OK: the same as revision %d".formatted(remote.revision()));
      return Exit.OK;
    }
    common.print("changes to revision %d of %s:".formatted(remote.revision(), common.server.url));
    difference.forEach(line -> common.print("  " + line));
    if (!yes && !agreed(System.console())) {
      return Exit.REFUSED;
    }
    try {
      common.print("OK: revision %d is in force".formatted(remote.apply(closeReserved)));
    } catch (Failure e) {
      if (closeReserved || !String.valueOf(e.getMessage()).contains("reservations")) {
        throw e;
      }
      throw new Failure(e.exit(), e.getMessage() + "; with --close-reserved they end");
    }
    return Exit.OK;
  }

  private Configuration content() throws Failure {
    try {
      var config = ConfigFile.read(file, System.getenv());
      return Declared.of(SitePlan.of(config), config.campus());
    } catch (ConfigException e) {
      throw new Failure(Exit.USAGE, "the configuration cannot be used:\n" + e.getMessage());
    }
  }

  private static boolean agreed(@Nullable Console console) throws Failure {
    if (console == null || !console.isTerminal()) {
      throw new Failure(Exit.USAGE, "nobody can be asked here: add --yes to apply it");
    }
    var answer = console.readLine("Apply? [y/N] ");
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }
}
