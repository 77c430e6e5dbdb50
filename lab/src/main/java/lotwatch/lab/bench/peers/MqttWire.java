package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 3.1.1 with quality of service 0: at most once, no acknowledgement.
 *
 * @see <a href="https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/os/mqtt-v3.1.1-os.html">OASIS
 *     standard, sections 2.2 and 3.1 to 3.9</a>
 */
final class MqttWire implements Wire {
  private static final int CONNACK = 2;
  private static final int PUBLISH = 3;
  private static final int SUBACK = 9;

  /** A new session, never asked whether it is still there, its name chosen by the server. */
  private static final byte[] CONNECT = {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0};

  private static final int LENGTH_BYTES_MAX = 4;

  /**
   * A control packet.
   *
   * @param type its first four bits
   * @param from where what follows its length begins
   */
  record Packet(int type, int from, int length) {}

  /** Who is to be told need not wait for the answer to CONNECT (section 3.1.4). */
  @Override
  public byte[] subscribe() {
    return subscribe(Payload.LOT);
  }

  /** The same for any topic. */
  static byte[] subscribe(String topic) {
    var name = topic.getBytes(UTF_8);
    return ByteBuffer.allocate(CONNECT.length + 7 + name.length)
        .put(CONNECT)
        .put((byte) 0x82)
        .put((byte) (5 + name.length))
        .putShort((short) 1)
        .putShort((short) name.length)
        .put(name)
        .put((byte) 0)
        .array();
  }

  @Override
  public byte[] connect() {
    return CONNECT.clone();
  }

  @Override
  public byte[] publish(int number) {
    var topic = Payload.LOT.getBytes(UTF_8);
    var payload = Payload.of(number);
    int length = 2 + topic.length + payload.length; // one byte tells lengths up to 127
    return ByteBuffer.allocate(2 + length)
        .put((byte) 0x30)
        .put((byte) length)
        .putShort((short) topic.length)
        .put(topic)
        .put(payload)
        .array();
  }

  @Override
  public @Nullable Message told(ByteBuffer in) throws IOException {
    var packet = take(in);
    if (packet == null) {
      return null;
    }
    return switch (packet.type()) {
      case PUBLISH -> {
        int payload = payload(in, packet);
        int length = packet.from() + packet.length() - payload;
        yield new Message.Published(Payload.number(in, payload, length));
      }
      case CONNACK, SUBACK -> {
        int code = in.get(packet.from() + packet.length() - 1);
        if (code != 0) {
          throw new IOException("refused with code " + code);
        }
        yield packet.type() == SUBACK ? Message.READY : Message.ASIDE;
      }
      default -> Message.ASIDE;
    };
  }

  /** The text of the next message, passing over what comes before it; null if there is none. */
  static @Nullable String nextText(ByteBuffer in) {
    for (var packet = take(in); packet != null; packet = take(in)) {
      if (packet.type() == PUBLISH) {
        int payload = payload(in, packet);
        in.position(payload);
        return Wire.text(in, packet.from() + packet.length() - payload);
      }
    }
    return null;
  }

  private static int payload(ByteBuffer in, Packet packet) {
    return packet.from() + 2 + in.getShort(packet.from());
  }

  private static @Nullable Packet take(ByteBuffer in) {
    int length = 0;
    for (int i = 0; i < LENGTH_BYTES_MAX && in.remaining() > 1 + i; i++) {
      byte next = in.get(in.position() + 1 + i);
      length |= (next & 0x7f) << (7 * i);
      if (next >= 0) {
        int from = in.position() + 2 + i;
        if (in.limit() - from < length) {
          return null;
        }
        int type = (in.get(in.position()) & 0xf0) >> 4;
        in.position(from + length);
        return new Packet(type, from, length);
      }
    }
    return null;
  }
}
