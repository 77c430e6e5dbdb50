package lotwatch.wire.rpc;

import java.util.ArrayList;
import java.util.List;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call: {@code {"rpcId": 1, "method": "reserve", "args": ["LOT-A", "PLATE"]}}. What is missing
 * is 0, "" or [], and so are args that are null; what is of a wrong type is told by {@link #wrong}.
 *
 * @param id the digits of a whole number, given back as they came
 * @param wrong why it cannot be answered; null if it can
 */
public record RpcRequest(String id, String method, List<JsonNode> args, @Nullable String wrong) {
  /** Arguments of one call. */
  public static final int ARGS_MAX = 16;

  private static final String NO_ID = "0";

  public RpcRequest {
    args = List.copyOf(args);
  }

  /**
   * Reads a call. JSON deeper, longer or wider than {@link Json} allows, a key that is there twice
   * and numbers that are none, such as NaN, are no JSON here.
   *
   * @throws ProblemException if it is not a JSON object
   */
  public static RpcRequest read(byte[] utf8) throws ProblemException {
    ObjectNode call = Json.object(utf8);
    var id = call.get("rpcId");
    var method = call.get("method");
    var args = call.get("args");
    if (id != null && !id.isIntegralNumber()) {
      return wrong(NO_ID, "rpcId must be a whole number");
    }
    String number = id == null ? NO_ID : id.toString();
    if (method != null && !method.isString()) {
      return wrong(number, "method must be a string");
    }
    if (args != null && args.isNull()) {
      args = null; // as some languages write an empty list
    }
    if (args != null && !args.isArray()) {
      return wrong(number, "args must be a list");
    }
    if (args != null && args.size() > ARGS_MAX) {
      return wrong(number, "args has %d entries, the limit is %d".formatted(args.size(), ARGS_MAX));
    }
    var list = new ArrayList<JsonNode>();
    if (args != null) {
      args.forEach(list::add);
    }
    return new RpcRequest(number, method == null ? "" : method.stringValue(), list, null);
  }

  private static RpcRequest wrong(String id, String why) {
    return new RpcRequest(id, "", List.of(), why);
  }

  /** Argument {@code i} if it is a string; null if it is something else. */
  public @Nullable String text(int i) {
    return args.get(i).isString() ? args.get(i).stringValue() : null;
  }
}
