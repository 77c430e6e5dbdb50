package lotwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lotwatch sessions}: the list, or with a command what the history has of them. */
@Command(
    name = "sessions",
    description = {
      "Show the parking sessions: where cars stand, since when, and what that costs so far.",
      "Plates are masked. With a command: one of them, or all of them as a table for other programs."
    },
    subcommands = {SessionList.class, SessionShow.class, SessionExport.class},
    mixinStandardHelpOptions = true)
final class Sessions implements Callable<Integer> {
  @Mixin Common common = new Common();

  @Option(names = "--ended", description = "those that have ended, the newest last")
  boolean ended;

  @Override
  public Integer call() throws Failure {
    return SessionList.list(common, ended);
  }
}
