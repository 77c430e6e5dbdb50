package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Redis: SUBSCRIBE and PUBLISH.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP2</a>
 */
final class RedisWire implements Wire {
  /** Stands for a number of which the end is not here. */
  private static final int PARTIAL = Integer.MIN_VALUE;

  @Override
  public byte[] subscribe() {
    return command("SUBSCRIBE", Payload.LOT);
  }

  @Override
  public byte[] connect() {
    return new byte[0];
  }

  @Override
  public byte[] publish(int number) {
    return command("PUBLISH", Payload.LOT, new String(Payload.of(number), US_ASCII));
  }

  /** A command as an array of strings. */
  static byte[] command(String... words) {
    var text = new StringBuilder("*" + words.length + "\r\n");
    for (var word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString().getBytes(US_ASCII);
  }

  @Override
  public @Nullable Message told(ByteBuffer in) throws IOException {
    int start = in.position();
    var message = message(in);
    if (message == null) {
      in.position(start);
    }
    return message;
  }

  private static @Nullable Message message(ByteBuffer in) throws IOException {
    if (!in.hasRemaining()) {
      return null;
    }
    byte type = in.get();
    if (type == '*') {
      return push(in);
    }
    if (type == ':') { // how many a publisher reached
      return number(in) == PARTIAL ? null : Message.ASIDE;
    }
    in.position(in.position() - 1);
    var said = Wire.line(in);
    if (said != null && !said.startsWith("+")) {
      throw new IOException(said);
    }
    return said == null ? null : Message.ASIDE;
  }

  /** Of a subscription: its kind, the channel, and the message or the number of subscriptions. */
  private static @Nullable Message push(ByteBuffer in) throws IOException {
    int parts = number(in);
    var from = new ArrayList<Integer>();
    int length = 0;
    for (int i = 0; i < parts; i++) {
      if (!in.hasRemaining()) {
        return null;
      }
      byte type = in.get();
      length = number(in);
      if (length == PARTIAL) {
        return null;
      }
      from.add(in.position());
      if (type == '$') {
        if (in.remaining() < length + 2) {
          return null;
        }
        in.position(in.position() + length + 2);
      }
    }
    if (parts != 3) {
      return parts == PARTIAL ? null : Message.ASIDE;
    }
    return in.get(from.getFirst()) == 'm'
        ? new Message.Published(Payload.number(in, from.getLast(), length))
        : Message.READY;
  }

  private static int number(ByteBuffer in) {
    int number = 0;
    while (in.hasRemaining()) {
      byte next = in.get();
      if (next == '\n') {
        return number;
      }
      if (next != '\r') {
        number = 10 * number + next - '0';
      }
    }
    return PARTIAL;
  }
}
