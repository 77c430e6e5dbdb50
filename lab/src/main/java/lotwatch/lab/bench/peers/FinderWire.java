package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import lotwatch.gateway.net.TcpFrames;
import org.jspecify.annotations.Nullable;

/** Ours: a sensor's lines publish, framed calls subscribe. */
final class FinderWire implements Wire {
  private static final byte[] UPDATE = ("UPDATE " + Payload.LOT + " +1\n").getBytes(US_ASCII);
  private static final String SUBSCRIBE =
      "{\"rpcId\": 1, \"method\": \"subscribe\", \"args\": [\"%s\"]}".formatted(Payload.LOT);

  @Override
  public byte[] subscribe() {
    return TcpFrames.of(SUBSCRIBE.getBytes(US_ASCII));
  }

  @Override
  public byte[] connect() {
    return new byte[0];
  }

  /** One more car: the lot itself counts. */
  @Override
  public byte[] publish(int number) {
    return UPDATE;
  }

  @Override
  public @Nullable Message told(ByteBuffer in) throws IOException {
    if (in.remaining() < Integer.BYTES) {
      return null;
    }
    int length = in.getInt(in.position());
    int body = in.position() + Integer.BYTES;
    if (in.limit() - body < length) {
      return null;
    }
    if (in.get(body) == 'E') {
      in.position(body + length);
      return new Message.Published(Payload.number(in, body, length));
    }
    in.position(body);
    var answer = Wire.text(in, length);
    if (!answer.contains("\"error\": null")) {
      throw new IOException(answer);
    }
    return Message.READY;
  }

  @Override
  public @Nullable Message answered(ByteBuffer in) throws IOException {
    var line = Wire.line(in);
    if (line == null) {
      return null;
    }
    if (!line.equals("ACK")) {
      throw new IOException(line);
    }
    return Message.ASIDE;
  }
}
