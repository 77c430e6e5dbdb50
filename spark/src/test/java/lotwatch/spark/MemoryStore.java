package lotwatch.spark;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store that counts what it is asked. */
final class MemoryStore implements Store {
  final Map<String, byte[]> states = new HashMap<>();
  final Map<Long, byte[]> parts = new HashMap<>();
  private byte @Nullable [] head;
  long written;

  @Override
  public byte @Nullable [] head() {
    return head;
  }

  @Override
  public void head(byte[] bytes) {
    head = bytes;
  }

  @Override
  public byte @Nullable [] state(String name) {
    return states.get(name);
  }

  @Override
  public void state(String name, byte @Nullable [] bytes) {
    written++;
    put(states, name, bytes);
  }

  @Override
  public byte @Nullable [] deadlines(long part) {
    return parts.get(part);
  }

  @Override
  public void deadlines(long part, byte @Nullable [] bytes) {
    put(parts, part, bytes);
  }

  private static <K> void put(Map<K, byte[]> map, K key, byte @Nullable [] bytes) {
    if (bytes == null) {
      map.remove(key);
    } else {
      map.put(key, bytes);
    }
  }
}
