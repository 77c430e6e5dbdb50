package lotwatch.lab.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Streams of Redis: XADD and XREAD BLOCK, which is asked again after each answer, from the newest
 * entry on that was read. Where that begins, XREVRANGE says: nothing that comes later is missed.
 *
 * @see <a href="https://redis.io/docs/latest/commands/xread/">XREAD</a>
 */
final class StreamWire implements Wire {
  private static final String FIELD = "e";
  private static final String BEGINNING = "0";

  /** An entry of a stream. */
  record Entry(String id, String value) {}

  @Override
  public byte[] subscribe() {
    return RedisWire.command("XREVRANGE", Payload.LOT, "+", "-", "COUNT", "1");
  }

  @Override
  public byte[] connect() {
    return new byte[0];
  }

  @Override
  public byte[] publish(int number) {
    return RedisWire.command(
        "XADD", Payload.LOT, "*", FIELD, new String(Payload.of(number), US_ASCII));
  }

  private static Message read(String after) {
    return new Message.Asked(
        RedisWire.command("XREAD", "BLOCK", "0", "STREAMS", Payload.LOT, after));
  }

  @Override
  public @Nullable Message told(ByteBuffer in) throws IOException {
    int start = in.position();
    try {
      return switch (value(in)) {
        case List<?> list when isNews(list) -> news(list);
        case List<?> entries -> begun(entries);
        default -> Message.ASIDE;
      };
    } catch (BufferUnderflowException _) {
      in.position(start);
      return null;
    }
  }

  /** An answer to XREAD names its one stream first, an entry its id. */
  private static boolean isNews(List<?> list) {
    return !list.isEmpty()
        && list.getFirst() instanceof List<?> first
        && first.getFirst().equals(Payload.LOT);
  }

  private static Message begun(List<?> entries) {
    var last = entries.isEmpty() ? BEGINNING : entry(entries.getFirst()).id();
    return new Message.Batch(List.of(Message.READY, read(last)));
  }

  private static Message news(List<?> list) {
    var messages = new ArrayList<Message>();
    var last = BEGINNING;
    for (var each : (List<?>) ((List<?>) list.getFirst()).getLast()) {
      var entry = entry(each);
      var line = ByteBuffer.wrap(entry.value().getBytes(US_ASCII));
      messages.add(new Message.Published(Payload.number(line, 0, line.remaining())));
      last = entry.id();
    }
    messages.add(read(last));
    return new Message.Batch(messages);
  }

  private static Entry entry(Object parts) {
    var entry = (List<?>) parts;
    var fields = (List<?>) entry.getLast();
    return new Entry((String) entry.getFirst(), (String) fields.getLast());
  }

  /**
   * Takes one value: a list or a text.
   *
   * @throws BufferUnderflowException if it is not here as a whole
   * @throws IOException if it is an error, with its words
   */
  private static Object value(ByteBuffer in) throws IOException {
    byte type = in.get();
    var line = Wire.line(in);
    if (line == null) {
      throw new BufferUnderflowException();
    }
    return switch (type) {
      case '*' -> {
        var values = new ArrayList<>();
        for (int left = Integer.parseInt(line); left > 0; left--) {
          values.add(value(in));
        }
        yield values;
      }
      case '$' -> {
        int length = Integer.parseInt(line);
        if (in.remaining() < length + 2) {
          throw new BufferUnderflowException();
        }
        var text = Wire.text(in, length);
        in.position(in.position() + 2);
        yield text;
      }
      case '-' -> throw new IOException(line);
      default -> line;
    };
  }
}
