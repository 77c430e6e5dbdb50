package lotwatch.lab.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;
import lotwatch.wire.json.Json;
import lotwatch.wire.json.ProblemException;
import org.jspecify.annotations.Nullable;

/** Framed JSON calls of the campus smart parking finder. */
public final class RpcExchange implements Exchange {
  private static final String END = ", \"error\": null}";

  private final Errand errand;
  private final byte[] body = new byte[ANSWER_BYTES_MAX];
  private long id;
  private long changes;

  /**
   * Begins with call 1.
   *
   * @param name of the plates it reserves for; no other connection has it
   */
  public RpcExchange(Operation operation, List<String> lots, int connection, String name) {
    errand = new Errand(operation, lots, connection, name);
  }

  @Override
  public void ask(ByteBuffer out) {
    errand.next();
    id++;
    var call =
        switch (errand.step()) {
          case AVAIL -> call("getAvailability", "\"" + errand.lot() + '"');
          case RESERVE -> call("reserve", "\"" + errand.lot() + "\", \"" + errand.plate() + '"');
          case CANCEL -> call("cancel", "\"" + errand.lot() + "\", \"" + errand.plate() + '"');
        };
    out.putInt(call.length()).put(call.getBytes(ISO_8859_1));
  }

  private String call(String method, String args) {
    return "{\"rpcId\": " + id + ", \"method\": \"" + method + "\", \"args\": [" + args + "]}";
  }

  @Override
  public RequestAnswer receive(ByteBuffer in) {
    if (in.remaining() < Integer.BYTES) {
      return RequestAnswer.PARTIAL;
    }
    int length = in.getInt(in.position());
    if (length < 0 || length > ANSWER_BYTES_MAX - Integer.BYTES) {
      return lost();
    }
    int surplus = in.remaining() - Integer.BYTES - length;
    if (surplus != 0) {
      return surplus < 0 ? RequestAnswer.PARTIAL : lost();
    }
    in.get(in.position() + Integer.BYTES, body, 0, length);
    return judge(result(length));
  }

  /** The JSON of the result; null if it is an error or the answer to another call. */
  private @Nullable String result(int length) {
    var text = new String(body, 0, length, ISO_8859_1);
    var begin = "{\"rpcId\": " + id + ", \"result\": ";
    if (text.startsWith(begin) && text.endsWith(END)) {
      return text.substring(begin.length(), length - END.length());
    }
    try { // the same in another order or with other blanks
      var answer = Json.object(text.getBytes(ISO_8859_1));
      return answer.path("rpcId").asLong(-1) == id && answer.path("error").isNull()
          ? answer.path("result").toString()
          : null;
    } catch (ProblemException _) {
      return null;
    }
  }

  private RequestAnswer judge(@Nullable String result) {
    if (result == null) {
      return lost();
    }
    if (errand.step() == Errand.Step.AVAIL) {
      return Digits.are(result) ? RequestAnswer.READ : lost();
    }
    return switch (result) {
      case "true" -> {
        changes++;
        yield errand.answered(true);
      }
      case "false" -> errand.answered(false);
      default -> lost();
    };
  }

  private RequestAnswer lost() {
    errand.lost();
    return RequestAnswer.WRONG;
  }

  /** How often it changed what a lot has free. */
  public long changes() {
    return changes;
  }

  @Override
  public boolean isSettled() {
    return errand.isSettled();
  }
}
