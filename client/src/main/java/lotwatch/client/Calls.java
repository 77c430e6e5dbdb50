package lotwatch.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lotwatch.client.ParkingException.BrokenProtocol;
import lotwatch.client.ParkingException.Unavailable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Framed JSON calls and their answers, with limits on what is read. */
final class Calls {
  /** Objects and lists inside one another. */
  static final int DEPTH_MAX = 16;

  /** Characters in a number. */
  static final int NUMBER_LENGTH_MAX = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_LENGTH_MAX)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Calls() {}

  /** As it is sent. */
  record Call(long rpcId, String method, List<Object> args) {}

  /** Calls, waits and gives the result. */
  static JsonNode ask(Connection connection, Call call) throws IOException, ParkingException {
    send(connection, call);
    return result(call.rpcId(), connection.frame());
  }

  static void send(Connection connection, Call call) throws IOException {
    connection.sendFrame(JSON.writeValueAsBytes(call));
  }

  /** The result in an answer to this call. */
  static JsonNode result(long id, byte[] answer) throws ParkingException {
    var said = read(answer);
    var answered = said.path("rpcId");
    var error = said.path("error").asString("");
    boolean isOurs =
        answered.isIntegralNumber() && answered.canConvertToLong() && answered.longValue() == id;
    if (!isOurs) {
      if (answered.isIntegralNumber() && error.startsWith("unavailable: ")) {
        throw new Unavailable(error, false, null); // the port has no room: it read nothing
      }
      throw new BrokenProtocol("the answer is not to call %d but to %s".formatted(id, answered));
    }
    if (!error.isEmpty()) {
      throw ParkingException.said(error);
    }
    return said.path("result");
  }

  static JsonNode read(byte[] json) throws BrokenProtocol {
    try {
      return JSON.readTree(json);
    } catch (JacksonException _) {
      throw new BrokenProtocol("the answer is not JSON within its limits");
    }
  }

  static List<Lot> lots(JsonNode list) throws BrokenProtocol {
    if (!list.isArray()) {
      throw new BrokenProtocol("the answer is not a list of lots");
    }
    var lots = new ArrayList<Lot>();
    for (var lot : list) {
      lots.add(
          new Lot(
              text(lot.get("id")),
              number(lot.get("capacity")),
              number(lot.get("occupied")),
              number(lot.get("free"))));
    }
    return lots;
  }

  static int number(@Nullable JsonNode node) throws BrokenProtocol {
    if (node == null || !node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new BrokenProtocol("the answer has no whole number where one belongs");
    }
    return node.intValue();
  }

  static boolean yesOrNo(JsonNode node) throws BrokenProtocol {
    if (!node.isBoolean()) {
      throw new BrokenProtocol("the answer is neither true nor false");
    }
    return node.booleanValue();
  }

  private static String text(@Nullable JsonNode node) throws BrokenProtocol {
    if (node == null || !node.isString()) {
      throw new BrokenProtocol("the answer has no text where one belongs");
    }
    return node.stringValue();
  }
}
