package lotwatch.client;

import java.util.List;
import java.util.UUID;
import lotwatch.client.Calls.Call;
import lotwatch.client.Endpoint.Effect;
import lotwatch.client.ParkingException.BrokenProtocol;
import tools.jackson.databind.JsonNode;

/**
 * Calls the call port (port 5001): what lots have free, reservations. The client to choose.
 *
 * <p>Every call is tried again, at the next address, until it has an answer or {@link
 * Timeouts#callMax} is over; a reservation goes out with the same request id each time, so that it
 * is made once. Of a cluster give all nodes: any of them takes any call.
 *
 * <p>Connects when first called. Safe for many threads, one call at a time; for calls side by side
 * take a client each. All methods throw {@link IllegalArgumentException} for what no port would
 * take (a lot or plate that is empty or too long); nothing was sent then.
 */
public final class RpcClient implements AutoCloseable {
  private final Endpoint endpoint;
  private long calls;

  /** What a result means. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(JsonNode result) throws BrokenProtocol;
  }

  /** Calls one server, with the default timeouts. */
  public RpcClient(Address address) {
    this(List.of(address), Timeouts.DEFAULT);
  }

  /** Calls any of these servers, which are one cluster. */
  public RpcClient(List<Address> addresses, Timeouts timeouts) {
    endpoint = new Endpoint(addresses, timeouts);
  }

  /** All lots, by id. */
  public List<Lot> lots() throws ParkingException {
    return call(Effect.NONE, "getLots", List.of(), Calls::lots);
  }

  /**
   * How much capacity is free.
   *
   * @throws ParkingException.UnknownLot if there is no such lot
   */
  public int availability(String lot) throws ParkingException {
    return call(Effect.NONE, "getAvailability", List.of(Terms.lot(lot)), Calls::number);
  }

  /**
   * Makes a reservation.
   *
   * @return true if it is made; false if the lot is full or the plate has one there
   * @throws ParkingException.UnknownLot if there is no such lot
   */
  public boolean reserve(String lot, String plate) throws ParkingException {
    return reserve(lot, plate, newRequestId());
  }

  /**
   * Makes a reservation, or gives the answer that the same request had before. Keep the id where a
   * crash of yours does not lose it, and a reservation can be asked for again after that, too.
   *
   * @param requestId 1 to 64 characters, a new one for each reservation; the server remembers it
   *     for an hour
   */
  public boolean reserve(String lot, String plate, String requestId) throws ParkingException {
    return change("reserve", lot, plate, requestId);
  }

  /**
   * Cancels a reservation.
   *
   * @return whether the plate had one
   * @throws ParkingException.UnknownLot if there is no such lot
   */
  public boolean cancel(String lot, String plate) throws ParkingException {
    return cancel(lot, plate, newRequestId());
  }

  /** Cancels a reservation, or gives the answer that the same request had before. */
  public boolean cancel(String lot, String plate, String requestId) throws ParkingException {
    return change("cancel", lot, plate, requestId);
  }

  private boolean change(String method, String lot, String plate, String requestId)
      throws ParkingException {
    var args = List.<Object>of(Terms.lot(lot), Terms.plate(plate), Terms.requestId(requestId));
    return call(Effect.ONCE, method, args, Calls::yesOrNo);
  }

  private <T> T call(Effect effect, String method, List<Object> args, Reading<T> reading)
      throws ParkingException {
    return endpoint.ask(
        effect, connection -> reading.of(Calls.ask(connection, new Call(++calls, method, args))));
  }

  private static String newRequestId() {
    return UUID.randomUUID().toString();
  }

  /** Hangs up; a call that is under way ends with {@link ParkingException.Unavailable}. */
  @Override
  public void close() {
    endpoint.close();
  }
}
