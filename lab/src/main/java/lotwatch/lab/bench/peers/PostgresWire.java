package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import lotwatch.lab.bench.servers.PostgresServer;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL: LISTEN and NOTIFY as simple queries.
 *
 * @see <a href="https://www.postgresql.org/docs/15/protocol-message-formats.html">message
 *     formats</a>
 */
final class PostgresWire implements Wire {
  /** Where events are kept. */
  static final String TABLE = "CREATE TABLE events (number int PRIMARY KEY, line text NOT NULL)";

  private static final int PROTOCOL = 3 << 16;

  private static final byte[] START =
      message(
          ByteBuffer.allocate(Integer.BYTES).putInt(PROTOCOL).array(),
          "user\0%s\0database\0%s\0\0"
              .formatted(PostgresServer.USER, PostgresServer.DATABASE)
              .getBytes(UTF_8));

  private static final String LISTEN = "LISTEN \"" + Payload.LOT + "\"";

  /** Both statements are one transaction, since they are one query. */
  private static final String PUBLISH =
      "INSERT INTO events VALUES (%1$d, '%2$s'); NOTIFY \"" + Payload.LOT + "\", '%2$s'";

  /** Nobody is asked for a password, so the query need not wait. */
  @Override
  public byte[] subscribe() {
    var query = query(LISTEN);
    return ByteBuffer.allocate(START.length + query.length).put(START).put(query).array();
  }

  @Override
  public byte[] connect() {
    return START.clone();
  }

  @Override
  public byte[] publish(int number) {
    return query(PUBLISH.formatted(number, new String(Payload.of(number), UTF_8)));
  }

  private static byte[] query(String sql) {
    var message = message(sql.getBytes(UTF_8), new byte[] {0});
    return ByteBuffer.allocate(1 + message.length).put((byte) 'Q').put(message).array();
  }

  /** The length, which counts itself, and both parts. */
  private static byte[] message(byte[] first, byte[] second) {
    int length = Integer.BYTES + first.length + second.length;
    return ByteBuffer.allocate(length).putInt(length).put(first).put(second).array();
  }

  @Override
  public @Nullable Message told(ByteBuffer in) throws IOException {
    if (in.remaining() < 1 + Integer.BYTES) {
      return null;
    }
    int end = in.position() + 1 + in.getInt(in.position() + 1);
    if (end > in.limit()) {
      return null;
    }
    byte type = in.get();
    in.getInt();
    var message =
        switch (type) {
          case 'A' -> notification(in, end);
          case 'C' ->
              Wire.text(in, end - in.position()).equals("LISTEN\0") ? Message.READY : Message.ASIDE;
          case 'E' -> throw new IOException(Wire.text(in, end - in.position()).replace('\0', ' '));
          default -> Message.ASIDE;
        };
    in.position(end);
    return message;
  }

  /** The process that notified, the channel, and the payload; both texts end with a zero. */
  private static Message notification(ByteBuffer in, int end) {
    int payload = in.position() + Integer.BYTES + Payload.LOT.length() + 1;
    return new Message.Published(Payload.number(in, payload, end - 1 - payload));
  }
}
