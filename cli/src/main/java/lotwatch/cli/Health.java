package lotwatch.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch health}: which services, nodes, workers and cameras are alive. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = "Show which services, nodes, workers and cameras are alive.",
    footer = {
      "",
      "It asks heartbeat.ViewService over gRPC, of Lotwatch or of any other server that has it.",
      "Our own are node/NAME, worker/NAME-K and camera/ID; others are called what they call",
      "themselves. Whatever was not heard for 15 seconds is dead.",
      "  lotwatch health                                    # everything, once",
      "  lotwatch health -s node/n1,camera/north            # only these two",
      "  lotwatch health --monitor --interval 2             # again and again, until Ctrl-C",
      "",
      "Exit code 0 if all that was asked for is alive, 1 if one is dead or was never heard,",
      "3 if the server does not answer; of --monitor, what the last look came to."
    })
final class Health implements Callable<Integer> {
  private static final int INTERVAL_SECONDS_MAX = 3_600;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:50051",
      description = "a gRPC port of a server, one of grpc.ports (${DEFAULT-VALUE})")
  String server = "127.0.0.1:50051";

  @Option(
      names = {"--services", "-s"},
      paramLabel = "NAME",
      arity = "1..*",
      split = ",",
      description = "only these, with commas or blanks between them; all unless given")
  List<String> services = new ArrayList<>();

  @Option(
      names = {"--monitor", "-m"},
      description = "look again and again, until Ctrl-C; goes on while the server is away")
  boolean monitor;

  @Option(
      names = {"--interval", "-i"},
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "seconds from one look of --monitor to the next (${DEFAULT-VALUE})")
  int interval = 5;

  @Option(names = "--json", description = "print JSON, one line a look, instead of a table")
  boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    if (interval < 1 || interval > INTERVAL_SECONDS_MAX) {
      throw new Failure(
          Exit.USAGE,
          "--interval is %d, the limits are 1 and %d".formatted(interval, INTERVAL_SECONDS_MAX));
    }
    Logs.quiet();
    var view = HealthClient.at(server);
    return monitor ? watch(view) : once(view);
  }

  private int once(HealthClient view) throws Failure {
    var look = view.look(services);
    if (look.problem().isPresent()) {
      throw new Failure(Exit.UNAVAILABLE, look.problem().get());
    }
    spec.commandLine().getOut().println(json ? look.json() : look.table());
    return look.exit();
  }

  private int watch(HealthClient view) throws InterruptedException {
    var screen = Screen.of(spec.commandLine().getOut(), json);
    try (var end = new LastExit()) {
      while (true) {
        var look = view.look(services);
        end.is(look.exit());
        screen.show(json ? look.json() : look.table());
        Thread.sleep(Duration.ofSeconds(interval));
      }
    }
  }

  /** Makes Ctrl-C end the process with the exit code of the last look. */
  private static final class LastExit implements AutoCloseable {
    private volatile int exit = Exit.UNAVAILABLE;
    private final Thread hook =
        Thread.ofPlatform().name("end").unstarted(() -> Runtime.getRuntime().halt(exit));

    LastExit() {
      Runtime.getRuntime().addShutdownHook(hook);
    }

    void is(int now) {
      exit = now;
    }

    @Override
    public void close() {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
