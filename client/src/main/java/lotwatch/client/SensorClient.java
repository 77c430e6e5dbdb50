package lotwatch.client;

import java.util.List;
import lotwatch.client.Endpoint.Effect;
import lotwatch.client.ParkingException.BrokenProtocol;

/**
 * Tells the sensor port (port 5002) that cars came or left.
 *
 * <p>Use numbered updates where every car counts: they return when they are on the disks of a
 * majority, and are sent again, at the next address, until then; the same sensor and number count
 * once. {@link #update(String, long)} returns when the server heard it.
 *
 * <p>Safe for many threads, one update at a time. {@link IllegalArgumentException} means that
 * nothing was sent.
 */
public final class SensorClient implements AutoCloseable {
  private final Endpoint endpoint;

  /** Tells one server, with the default timeouts. */
  public SensorClient(Address address) {
    this(List.of(address), Timeouts.DEFAULT);
  }

  /** Tells any of these servers, which are one cluster. */
  public SensorClient(List<Address> addresses, Timeouts timeouts) {
    endpoint = new Endpoint(addresses, timeouts);
  }

  /**
   * Cars came, or left if negative. Sent once: the server queues it, says so also of a lot that it
   * does not know, and forgets it if it dies before the queue is empty.
   *
   * @throws ParkingException.Unavailable if nobody said that it was heard; sent again, it could
   *     count twice if {@link ParkingException.Unavailable#mayBeApplied}
   */
  public void update(String lot, long delta) throws ParkingException {
    tell(Effect.EACH_TIME, "UPDATE " + Terms.lot(lot) + " " + delta);
  }

  /**
   * Cars came, or left if negative. Committed when it returns.
   *
   * @param sensor its name: up to 64 characters, no blank and no {@code /}
   * @param seq 0 or more, a new one for each update of this sensor
   * @throws ParkingException.UnknownLot if there is no such lot
   * @throws ParkingException.Rejected if cameras watch the lot
   */
  public void update(String lot, long delta, String sensor, long seq) throws ParkingException {
    tell(Effect.ONCE, "UPDATE " + Terms.lot(lot) + " " + delta + " " + numbered(sensor, seq));
  }

  /**
   * So many cars are there now. Committed when it returns.
   *
   * @param occupied 0 or more; beyond the capacity counts as the capacity
   * @param sensor its name: up to 64 characters, no blank and no {@code /}
   * @param seq 0 or more, a new one for each update of this sensor
   * @throws ParkingException.UnknownLot if there is no such lot
   * @throws ParkingException.Rejected if cameras watch the lot, or the sensor has told a newer
   *     number of it
   */
  public void set(String lot, long occupied, String sensor, long seq) throws ParkingException {
    long cars = Terms.number("occupied", occupied);
    tell(Effect.ONCE, "SET " + Terms.lot(lot) + " " + cars + " " + numbered(sensor, seq));
  }

  private static String numbered(String sensor, long seq) {
    return Terms.sensor(sensor) + " " + Terms.number("seq", seq);
  }

  private void tell(Effect effect, String line) throws ParkingException {
    boolean _ =
        endpoint.ask(
            effect,
            connection -> {
              if (!TextClient.answer(connection, line).equals("ACK")) {
                throw new BrokenProtocol("the answer is not ACK");
              }
              return true;
            });
  }

  /** Hangs up; an update that is under way ends with {@link ParkingException.Unavailable}. */
  @Override
  public void close() {
    endpoint.close();
  }
}
