package lotwatch.cli;

import java.time.Duration;
import java.util.List;
import lotwatch.client.Address;
import lotwatch.client.ParkingException;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.SensorClient;
import lotwatch.client.Timeouts;
import org.jspecify.annotations.Nullable;

/** One sensor at its port: tells updates, and keeps a tally of what became of them. */
final class SensorLine implements AutoCloseable {
  /** While the ledger does not keep up the port lets a sensor wait: that is no failure. */
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(30);

  private static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(2), ANSWER_WAIT_MAX, ANSWER_WAIT_MAX.multipliedBy(2));

  private final SensorClient client;
  private final @Nullable String sensor;

  /** Numbers go on from the time, so that those of the last run do not come again. */
  private long seq = System.currentTimeMillis() * 1_000;

  /**
   * @param sensor the name under which updates are numbered; null to number none
   */
  SensorLine(Address address, @Nullable String sensor) {
    client = new SensorClient(List.of(address), TIMEOUTS);
    this.sensor = sensor;
  }

  /**
   * Sends one update and waits for its answer.
   *
   * @throws Unavailable if none came
   */
  void update(String lot, int delta, SensorTally tally) throws Unavailable {
    long asked = System.nanoTime();
    try {
      if (sensor == null) {
        client.update(lot, delta);
      } else {
        client.update(lot, delta, sensor + "-" + lot, seq++);
      }
      tally.sent(1);
      tally.acknowledged(System.nanoTime() - asked);
    } catch (Unavailable e) {
      tally.sent(e.mayBeApplied() ? 1 : 0);
      throw e;
    } catch (ParkingException e) {
      tally.sent(1);
      tally.failed(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
