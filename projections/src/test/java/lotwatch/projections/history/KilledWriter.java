package lotwatch.projections.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * A history that dies between a commit and its acknowledgement, as a process of its own: when the
 * ledger is told of one, the process is gone at once and the ledger never hears it.
 */
final class KilledWriter {
  /** What its process ends with when it died where it should. */
  static final int DIED = 77;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private KilledWriter() {}

  /** The ledger after so many rounds of the same traffic. */
  static TestLedger ledger(long seed, int rounds) {
    var ledger = new TestLedger();
    var random = new Random(seed);
    ledger.open("deck", 20);
    ledger.open("yard", 10);
    for (int round = 0; round < rounds; round++) {
      SqlHistoryTest.drive(ledger, random, 100);
    }
    return ledger;
  }

  /** Runs it until it dies; with what its process ended, and what it said. */
  static int run(Path data, long seed, int rounds) throws Exception {
    var said = Files.createTempFile("killed", ".log");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    KilledWriter.class.getName(),
                    data.toString(),
                    Long.toString(seed),
                    Integer.toString(rounds)))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    System.out.print(Files.readString(said));
    return process.waitFor();
  }

  /** Folder, seed, rounds. */
  public static void main(String[] args) {
    var ledger = ledger(Long.parseLong(args[1]), Integer.parseInt(args[2]));
    var history =
        new SqlHistory(
            HistorySettings.DEFAULT,
            new SqlHistory.Origin(
                "n1",
                Path.of(args[0]),
                ledger,
                new Deadly(ledger.view().sequence()),
                () -> true,
                new Kept.Others(),
                8,
                ledger.clock()));
    history.begin();
    LockSupport.parkNanos(PATIENCE.toNanos());
    System.exit(1);
  }

  /**
   * Hears of what is committed, and dies of the newest event.
   *
   * @param newest event that there is
   */
  private record Deadly(long newest) implements Inbox {
    @Override
    public Outcome submit(Command command, @Nullable RequestId request) {
      if (command instanceof PositionCommand.OpenPosition(_, var after)
          && Objects.equals(after, newest)) {
        Runtime.getRuntime().halt(DIED);
      }
      return new Outcome.Accepted();
    }
  }
}
