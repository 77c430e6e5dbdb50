package lotwatch.lab.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Redis GET of one key, whose value is known.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
public final class RespExchange implements Exchange {
  private final byte[] request;
  private final ByteBuffer expected;

  /** Always asks for the same. */
  public RespExchange(String key, String value) {
    request = ("*2\r\n$3\r\nGET\r\n" + bulk(key)).getBytes(UTF_8);
    expected = ByteBuffer.wrap(bulk(value).getBytes(UTF_8));
  }

  private static String bulk(String text) {
    return "$" + text.getBytes(UTF_8).length + "\r\n" + text + "\r\n";
  }

  @Override
  public void ask(ByteBuffer out) {
    out.put(request);
  }

  @Override
  public RequestAnswer receive(ByteBuffer in) {
    if (in.equals(expected)) {
      return RequestAnswer.READ;
    }
    boolean begins =
        in.remaining() < expected.remaining() && expected.slice(0, in.remaining()).equals(in);
    return begins ? RequestAnswer.PARTIAL : RequestAnswer.WRONG;
  }
}
