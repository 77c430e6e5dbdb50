package lotwatch.lab.bench.sessions;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lotwatch.lab.bench.FolderOption;
import lotwatch.lab.bench.Scratch;
import lotwatch.ledger.SessionCommand;
import lotwatch.sessions.Sighting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lotwatch bench sessions}: sightings per second, and whether both engines agree. */
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    header = "Sightings per second through the machine alone and through a node.",
    description = {
      "",
      "One recorded stream with copies, late sightings and cars that nobody sees leave.",
      "The sessions that ended must be the same, one by one; exit code 1 if they are not.",
      ""
    })
public final class SessionsCommand implements Callable<Integer> {
  private static final int WARM_UP = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "How many sightings; default ${DEFAULT-VALUE}.")
  private int events = 1_000_000;

  @Option(names = "--seed", defaultValue = "1", description = "Which; default ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private FolderOption folder = new FolderOption();

  /** Makes the command that picocli fills. */
  public SessionsCommand() {}

  @Override
  public Integer call() throws Exception {
    if (events < 1) {
      throw new ParameterException(spec.commandLine(), "--events is 1 or more");
    }
    System.out.println("seed " + seed);
    var sightings = SightingStream.of(seed, events);
    Engines.machine(sightings.subList(0, Math.min(events, WARM_UP)));
    var machine = Engines.machine(sightings);
    say("machine alone", sightings, machine, 1);
    boolean equal = true;
    for (int batch : List.of(SessionCommand.SIGHTINGS_MAX, 100)) {
      try (var scratch = Scratch.in(folder.path())) {
        var node = Engines.node(sightings, batch, scratch.resolve("node"));
        say("node, batches of " + batch, sightings, node, (double) node.nanos() / machine.nanos());
        equal &= node.ended().equals(machine.ended());
      }
    }
    System.out.println(
        equal
            ? "the %d sessions that ended are the same".formatted(machine.ended().size())
            : "the sessions that ended are NOT the same");
    return equal ? 0 : 1;
  }

  private static void say(String what, List<Sighting> sightings, Engines.Run run, double ratio) {
    System.out.printf(
        Locale.ROOT,
        "%-24s %,12.0f sightings/s %8.2f s %6.1f x%n",
        what,
        1e9 * sightings.size() / run.nanos(),
        run.nanos() / 1e9,
        ratio);
  }
}
