package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * NATS: SUB and PUB.
 *
 * @see <a href="https://docs.nats.io/reference/reference-protocols/nats-protocol">client
 *     protocol</a>
 */
final class NatsWire implements Wire {
  private static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n";
  private static final byte[] PONG = "PONG\r\n".getBytes(US_ASCII);

  /** The answer to PING comes when what was said before it is done. */
  @Override
  public byte[] subscribe() {
    return (CONNECT + "SUB " + Payload.LOT + " 1\r\nPING\r\n").getBytes(US_ASCII);
  }

  @Override
  public byte[] connect() {
    return CONNECT.getBytes(US_ASCII);
  }

  @Override
  public byte[] publish(int number) {
    var payload = new String(Payload.of(number), US_ASCII);
    return "PUB %s %d\r\n%s\r\n"
        .formatted(Payload.LOT, payload.length(), payload)
        .getBytes(US_ASCII);
  }

  @Override
  public @Nullable Message told(ByteBuffer in) throws IOException {
    int start = in.position();
    var line = Wire.line(in);
    if (line == null) {
      return null;
    }
    if (line.startsWith("MSG ")) {
      int length = Integer.parseInt(line, line.lastIndexOf(' ') + 1, line.length(), 10);
      int from = in.position();
      if (in.remaining() < length + 2) {
        in.position(start);
        return null;
      }
      in.position(from + length + 2);
      return new Message.Published(Payload.number(in, from, length));
    }
    if (line.startsWith("-ERR")) {
      throw new IOException(line);
    }
    return switch (line) {
      case "PING" -> new Message.Asked(PONG);
      case "PONG" -> Message.READY;
      default -> Message.ASIDE;
    };
  }
}
