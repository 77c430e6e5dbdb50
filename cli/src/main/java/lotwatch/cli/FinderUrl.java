package lotwatch.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lotwatch.client.Address;
import lotwatch.client.Lot;
import lotwatch.client.ParkingException;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Rejected;
import lotwatch.client.ParkingException.TakenOver;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.ParkingException.UnknownLot;
import lotwatch.client.Timeouts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A TCP port as {@code --url} names it: {@code rpc://HOST:PORT}, or several with commas between
 * them, which are nodes of one cluster.
 */
record FinderUrl(URI url, List<Address> addresses) {
  /** Somebody waits: where nobody listens it is said soon. */
  static final Timeouts TIMEOUTS =
      new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(30));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * The port of that address.
   *
   * @param usualPort unless the address has one
   * @throws Failure if it is none
   */
  static FinderUrl at(URI url, int usualPort) throws Failure {
    try {
      var written = String.valueOf(url.getAuthority());
      if (url.getAuthority() == null || !url.toString().endsWith("://" + written)) {
        throw new IllegalArgumentException("it has more or less than HOST:PORT");
      }
      return new FinderUrl(url, Address.list(written, usualPort));
    } catch (IllegalArgumentException e) {
      throw new Failure(
          Exit.USAGE,
          "--url is %s: write %s://HOST:PORT (%s)".formatted(url, url.getScheme(), e.getMessage()));
    }
  }

  /** What is asked at the port. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws ParkingException;
  }

  /** The answer, or the failure that the user is told. */
  <T> T ask(Question<T> question) throws Failure {
    try {
      return question.ask();
    } catch (ParkingException e) {
      throw failure(e);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private Failure failure(ParkingException problem) {
    return switch (problem) {
      case UnknownLot unknown -> new Failure(Exit.NOT_FOUND, said(unknown));
      case Rejected rejected -> new Failure(Exit.REFUSED, said(rejected));
      case TakenOver taken -> new Failure(Exit.REFUSED, said(taken));
      case Unavailable gone ->
          new Failure(
              Exit.UNAVAILABLE,
              said(gone)
                  + (gone.mayBeApplied() ? "; it may have been done all the same" : "")
                  + ". Is it running? Start it with: lotwatch up");
      case BrokenProtocol broken ->
          new Failure(
              Exit.UNAVAILABLE,
              "%s: %s. Is that its %s port?".formatted(url, said(broken), url.getScheme()));
    };
  }

  private static String said(ParkingException problem) {
    return String.valueOf(problem.getMessage());
  }

  static List<JsonNode> json(List<Lot> lots) {
    return lots.stream().<JsonNode>map(JSON::valueToTree).toList();
  }

  /** What REST answers, without the time that these ports do not tell. */
  static JsonNode held(String lot) {
    return JSON.valueToTree(Map.of("lot", lot, "status", "OK"));
  }

  static JsonNode done() {
    return JSON.createObjectNode();
  }

  static Failure notFound(String lot) {
    return new Failure(Exit.NOT_FOUND, "the plate has no reservation in " + lot);
  }
}
