package lotwatch.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import lotwatch.sessions.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * Which key is due at which second, a minute to a part: only the parts that are needed are read
 * from the store. A key may stand there before it is due, and more than once; whoever takes it out
 * knows which of these count.
 */
final class Deadlines {
  private static final long PART_SECONDS = 60;

  private final Store store;
  private final NavigableSet<Long> parts;
  private final TreeMap<Long, NavigableSet<Due>> read = new TreeMap<>();
  private final Set<Long> changed = new HashSet<>();

  /** A key and the second at which it is to be looked at. */
  record Due(long second, SessionKey key) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int bySecond = Long.compare(second, other.second);
      return bySecond == 0 ? key.compareTo(other.key) : bySecond;
    }
  }

  /**
   * @param parts those that the store has
   */
  Deadlines(Store store, SortedSet<Long> parts) {
    this.store = store;
    this.parts = new TreeSet<>(parts);
  }

  SortedSet<Long> parts() {
    return parts;
  }

  void add(Due due) {
    long part = Math.floorDiv(due.second(), PART_SECONDS);
    if (part(part).add(due)) {
      parts.add(part);
      changed.add(part);
    }
  }

  /** Takes the first out that is due; null if none is. */
  @Nullable Due poll(long clock) {
    while (!parts.isEmpty() && parts.first() * PART_SECONDS <= clock) {
      long part = parts.first();
      var dues = part(part);
      if (dues.isEmpty()) {
        parts.remove(part);
        continue;
      }
      if (dues.first().second() > clock) {
        return null;
      }
      changed.add(part);
      return dues.pollFirst();
    }
    return null;
  }

  private NavigableSet<Due> part(long part) {
    var dues = read.get(part);
    if (dues == null) {
      dues = parts.contains(part) ? parsed(store.deadlines(part)) : new TreeSet<>();
      read.put(part, dues);
    }
    return dues;
  }

  void save() {
    for (long part : changed) {
      var dues = part(part);
      if (dues.isEmpty()) {
        parts.remove(part);
      }
      store.deadlines(part, dues.isEmpty() ? null : bytes(dues));
    }
    changed.clear();
  }

  private static NavigableSet<Due> parsed(byte @Nullable [] bytes) {
    var dues = new TreeSet<Due>();
    if (bytes == null) {
      return dues;
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (int left = in.readInt(); left > 0; left--) {
        dues.add(new Due(in.readLong(), Entry.key(in.readUTF())));
      }
      return dues;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Set<Due> dues) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(dues.size());
      for (var due : dues) {
        out.writeLong(due.second());
        out.writeUTF(Entry.name(due.key()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
