package lotwatch.wire.rpc;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Answers to calls: always {@code rpcId}, {@code result} and {@code error}, one of them null. */
public final class RpcAnswer {
  private RpcAnswer() {}

  /**
   * What was asked for.
   *
   * @param id of the call
   * @param json the result in ASCII
   */
  public static byte[] result(String id, String json) {
    return answer(id, json, "null");
  }

  /** Why it was not done; the result is null. */
  public static byte[] error(String id, String why) {
    return answer(id, "null", PythonJson.text(why));
  }

  /** Why it was not done, with a result all the same. */
  public static byte[] error(String id, String json, String why) {
    return answer(id, json, PythonJson.text(why));
  }

  private static byte[] answer(String id, String result, String error) {
    return ("{\"rpcId\": " + id + ", \"result\": " + result + ", \"error\": " + error + "}")
        .getBytes(US_ASCII);
  }
}
