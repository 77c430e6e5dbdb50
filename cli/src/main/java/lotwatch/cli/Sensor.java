package lotwatch.cli;

import java.io.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import lotwatch.client.Address;
import lotwatch.client.ParkingException.Unavailable;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lotwatch sensor}: cars that come and go, as sensors tell them. */
@Command(
    name = "sensor",
    mixinStandardHelpOptions = true,
    description = "Be the sensors of some lots: cars come and go, at random.",
    footer = {
      "",
      "Ten updates a second and lot, for half a minute:",
      "  lotwatch sensor --rate 10 --duration 30 --lots LOT-A,LOT-B",
      "Cars that come all at once:",
      "  lotwatch sensor --mode burst --burst-lot LOT-A --burst-count 1000",
      "The lots must be ones that count cars (docs/tcp-ports.md). Exit code 1 if an update had no ACK."
    })
final class Sensor implements Callable<Integer> {
  private static final int COUNT_MAX = 10_000_000;
  private static final double RATE_MAX = 100_000;

  /** When updates come. */
  enum Mode {
    CONTINUOUS,
    BURST
  }

  @Option(names = "--host", description = "where the sensor port is (${DEFAULT-VALUE})")
  String host = "127.0.0.1";

  @Option(names = "--port", description = "its port (${DEFAULT-VALUE})")
  int port = 5_002;

  @Option(names = "--duration", paramLabel = "SECONDS", description = "for so long (60)")
  double duration = 60;

  @Option(names = "--rate", paramLabel = "N", description = "updates per second and lot (1)")
  double rate = 1;

  @Option(
      names = "--lots",
      paramLabel = "LOT",
      split = ",",
      arity = "1..*",
      description = "the lots (LOT-A LOT-B LOT-C LOT-D)")
  List<String> lots = new ArrayList<>(List.of("LOT-A", "LOT-B", "LOT-C", "LOT-D"));

  @Option(names = "--mode", description = "continuous or burst (continuous)")
  Mode mode = Mode.CONTINUOUS;

  @Option(names = "--burst-lot", paramLabel = "LOT", description = "the lot of a burst (LOT-A)")
  String burstLot = "LOT-A";

  @Option(names = "--burst-count", paramLabel = "N", description = "updates of a burst (10)")
  int burstCount = 10;

  @Option(
      names = "--sensor",
      paramLabel = "NAME",
      description = "number the updates, so that each ACK says that it is committed")
  @Nullable String sensor;

  @Option(names = "--seed", paramLabel = "N", description = "the same cars again")
  @Nullable Long seed;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Failure, InterruptedException {
    check();
    var tally = new SensorTally();
    long from = System.nanoTime();
    if (mode == Mode.BURST) {
      burst(tally);
    } else {
      continuous(tally);
    }
    var out = spec.commandLine().getOut();
    out.println(tally.summary(System.nanoTime() - from));
    out.flush();
    if (tally.sent() == 0) {
      throw new Failure(
          Exit.UNAVAILABLE, "no sensor port at %s:%d: %s".formatted(host, port, tally.problem()));
    }
    return tally.sent() == tally.acknowledged() ? Exit.OK : Exit.REFUSED;
  }

  private void check() throws Failure {
    try {
      var _ = new Address(host, port);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, "--host and --port: " + e.getMessage());
    }
    if (!(duration > 0) || !(rate > 0 && rate <= RATE_MAX)) {
      throw new Failure(
          Exit.USAGE,
          "--duration is %s and --rate %s: both must be above 0, the rate at most %.0f"
              .formatted(duration, rate, RATE_MAX));
    }
    if (burstCount < 1 || burstCount > COUNT_MAX) {
      throw new Failure(
          Exit.USAGE,
          "--burst-count is %d, the limits are 1 and %d".formatted(burstCount, COUNT_MAX));
    }
  }

  private SensorLine line() {
    return new SensorLine(new Address(host, port), sensor);
  }

  private void burst(SensorTally tally) {
    try (var line = line()) {
      var random = random(0);
      for (int i = 0; i < burstCount; i++) {
        line.update(burstLot, random.nextBoolean() ? 1 : -1, tally);
      }
    } catch (Unavailable e) {
      tally.failed(String.valueOf(e.getMessage()));
    }
  }

  private void continuous(SensorTally tally) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    long until = System.nanoTime() + (long) (duration * 1e9);
    for (int i = 0; i < lots.size(); i++) {
      var lot = lots.get(i);
      var random = random(i);
      threads.add(
          Thread.ofVirtual().name("sensor-" + lot).start(() -> keep(lot, random, until, tally)));
    }
    show(threads, tally);
  }

  /** One connection a lot, updates evenly in time; late ones follow at once. */
  private void keep(String lot, Random random, long until, SensorTally tally) {
    long stepNanos = (long) (1e9 / rate);
    try (var line = line()) {
      for (long next = System.nanoTime(); next < until; next += stepNanos) {
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        line.update(lot, random.nextBoolean() ? 1 : -1, tally);
      }
    } catch (Unavailable e) {
      tally.failed(lot + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void show(List<Thread> threads, SensorTally tally) throws InterruptedException {
    long seconds = Math.round(Math.ceil(duration));
    if (!Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
      for (var thread : threads) {
        thread.join();
      }
      return;
    }
    try (var bar =
        new ProgressBarBuilder()
            .setTaskName("sensors")
            .setInitialMax(seconds)
            .setStyle(ProgressBarStyle.ASCII)
            .build()) {
      while (threads.stream().anyMatch(Thread::isAlive)) {
        Thread.sleep(Duration.ofSeconds(1));
        bar.step();
        bar.setExtraMessage(
            String.format(Locale.ROOT, " %d sent, %d ACK", tally.sent(), tally.acknowledged()));
      }
    }
  }

  private Random random(int stream) {
    return seed == null ? new Random() : new Random(seed + stream);
  }
}
