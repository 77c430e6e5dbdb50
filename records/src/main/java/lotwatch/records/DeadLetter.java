package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be used, as the topic of dead letters has it: key and value as they came,
 * each cut off after {@value BYTES_MAX} bytes, and in headers where it came from and why.
 */
public final class DeadLetter {
  /** Bytes of a key or a value that are kept. */
  public static final int BYTES_MAX = SightingRecord.BYTES_MAX;

  private DeadLetter() {}

  /** The beginning of a key or a value. */
  public static byte @Nullable [] cut(byte @Nullable [] bytes) {
    return bytes == null || bytes.length <= BYTES_MAX ? bytes : Arrays.copyOf(bytes, BYTES_MAX);
  }

  /**
   * The headers, in the order of their names.
   *
   * @param topic that it came from
   * @param partition of that topic
   * @param offset in that partition
   * @param length bytes in the value before it was cut off
   * @param bad why it cannot be used
   */
  public static Map<String, byte[]> headers(
      String topic, int partition, long offset, int length, Reading.Bad<?> bad) {
    var headers = new TreeMap<String, byte[]>();
    headers.put("topic", topic.getBytes(UTF_8));
    headers.put("partition", Integer.toString(partition).getBytes(UTF_8));
    headers.put("offset", Long.toString(offset).getBytes(UTF_8));
    headers.put("length", Integer.toString(length).getBytes(UTF_8));
    headers.put("reason", bad.reason().word().getBytes(UTF_8));
    headers.put("detail", bad.detail().getBytes(UTF_8));
    return headers;
  }
}
