package lotwatch.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import lotwatch.client.Endpoint.Effect;
import lotwatch.client.ParkingException.BrokenProtocol;

/**
 * Asks the text port (port 5000), a line each. It tells a full lot from a plate that has a
 * reservation.
 *
 * <p>What only reads is tried again like {@link RpcClient}'s calls. The text protocol has no
 * request ids: {@link #reserve} and {@link #cancel} are sent once, and when no answer comes {@link
 * ParkingException.Unavailable#mayBeApplied} says that they may have been carried out. A second
 * {@link #reserve} says {@link Reservation#EXISTS} then.
 *
 * <p>Safe for many threads, one request at a time. {@link IllegalArgumentException} means that
 * nothing was sent.
 */
public final class TextClient implements AutoCloseable {
  private static final String ERROR = "ERROR: ";

  private final Endpoint endpoint;

  /** What an answer means. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(String answer) throws BrokenProtocol;
  }

  /** What became of a reservation. */
  public enum Reservation {
    /** The reservation is made. */
    OK,
    /** The plate has a reservation in this lot already. */
    EXISTS,
    /** Nothing is free. */
    FULL
  }

  /** Asks one server, with the default timeouts. */
  public TextClient(Address address) {
    this(List.of(address), Timeouts.DEFAULT);
  }

  /** Asks any of these servers, which are one cluster. */
  public TextClient(List<Address> addresses, Timeouts timeouts) {
    endpoint = new Endpoint(addresses, timeouts);
  }

  /** Returns if somebody is there who speaks this protocol. */
  public void ping() throws ParkingException {
    boolean _ =
        ask(
            Effect.NONE,
            "PING",
            answer -> {
              if (!answer.equals("PONG")) {
                throw unexpected("PING");
              }
              return true;
            });
  }

  /** All lots, by id. */
  public List<Lot> lots() throws ParkingException {
    return ask(Effect.NONE, "LOTS", answer -> Calls.lots(Calls.read(answer.getBytes(UTF_8))));
  }

  /**
   * How much capacity is free.
   *
   * @throws ParkingException.UnknownLot if there is no such lot
   */
  public int availability(String lot) throws ParkingException {
    return ask(
        Effect.NONE,
        "AVAIL " + Terms.lot(lot),
        answer -> {
          try {
            return Integer.parseInt(answer);
          } catch (NumberFormatException _) {
            throw unexpected("AVAIL");
          }
        });
  }

  /**
   * Makes a reservation.
   *
   * @param plate without blanks
   * @throws ParkingException.UnknownLot if there is no such lot
   */
  public Reservation reserve(String lot, String plate) throws ParkingException {
    return change(
        "RESERVE",
        lot,
        plate,
        answer ->
            switch (answer) {
              case "OK" -> Reservation.OK;
              case "EXISTS" -> Reservation.EXISTS;
              case "FULL" -> Reservation.FULL;
              default -> throw unexpected("RESERVE");
            });
  }

  /**
   * Cancels a reservation.
   *
   * @param plate without blanks
   * @return whether the plate had one
   * @throws ParkingException.UnknownLot if there is no such lot
   */
  public boolean cancel(String lot, String plate) throws ParkingException {
    return change(
        "CANCEL",
        lot,
        plate,
        answer ->
            switch (answer) {
              case "OK" -> true;
              case "NOT_FOUND" -> false;
              default -> throw unexpected("CANCEL");
            });
  }

  private <T> T change(String verb, String lot, String plate, Reading<T> reading)
      throws ParkingException {
    return ask(
        Effect.EACH_TIME, verb + " " + Terms.lot(lot) + " " + Terms.plateWord(plate), reading);
  }

  private <T> T ask(Effect effect, String line, Reading<T> reading) throws ParkingException {
    return endpoint.ask(effect, connection -> reading.of(answer(connection, line)));
  }

  /** Sends a line and gives the answer, as the text and the sensor port have it. */
  static String answer(Connection connection, String line) throws IOException, ParkingException {
    connection.send((line + "\n").getBytes(UTF_8));
    var answer = connection.line();
    if (answer.startsWith(ERROR)) {
      throw ParkingException.said(answer.substring(ERROR.length()));
    }
    return answer;
  }

  private static BrokenProtocol unexpected(String verb) {
    return new BrokenProtocol("the answer is none that " + verb + " can have");
  }

  /** Hangs up; a request that is under way ends with {@link ParkingException.Unavailable}. */
  @Override
  public void close() {
    endpoint.close();
  }
}
