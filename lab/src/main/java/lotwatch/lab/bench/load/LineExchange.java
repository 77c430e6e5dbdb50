package lotwatch.lab.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** A protocol of lines, each with one line for an answer. */
abstract sealed class LineExchange implements Exchange permits TextExchange, SensorExchange {
  private final byte[] line = new byte[ANSWER_BYTES_MAX];

  /** The next request without its end. */
  abstract String line();

  /** What the answer says, without its end. */
  abstract RequestAnswer judge(String answer);

  @Override
  public final void ask(ByteBuffer out) {
    out.put(line().getBytes(UTF_8)).put((byte) '\n');
  }

  @Override
  public final RequestAnswer receive(ByteBuffer in) {
    int length = in.remaining();
    in.get(in.position(), line, 0, length);
    if (length == 0 || line[length - 1] != '\n') {
      return RequestAnswer.PARTIAL;
    }
    return judge(new String(line, 0, length - 1, UTF_8));
  }
}
