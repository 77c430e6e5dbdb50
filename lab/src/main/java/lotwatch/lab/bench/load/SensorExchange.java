package lotwatch.lab.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * Sensor of one lot in the campus smart parking finder: a car comes, a car leaves, and so on, so
 * that each update changes what is free and the lot never fills up.
 */
public final class SensorExchange extends LineExchange {
  private final String lot;
  private final @Nullable String sensor;
  private long number;

  /**
   * Has sent nothing yet.
   *
   * @param sensor under whose name updates are numbered, so that each is acknowledged when it is
   *     committed; null to number none
   */
  public SensorExchange(String lot, @Nullable String sensor) {
    this.lot = lot;
    this.sensor = sensor;
  }

  @Override
  String line() {
    var update = "UPDATE " + lot + (number++ % 2 == 0 ? " +1" : " -1");
    return sensor == null ? update : update + ' ' + sensor + ' ' + number;
  }

  @Override
  RequestAnswer judge(String answer) {
    return answer.equals("ACK") ? RequestAnswer.ACKNOWLEDGED : RequestAnswer.WRONG;
  }

  /** How many updates it sent. */
  public long sent() {
    return number;
  }

  /** After a car came and left again. */
  @Override
  public boolean isSettled() {
    return number % 2 == 0;
  }
}
