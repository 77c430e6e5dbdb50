package lotwatch.ledger;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What readers see of one kind of thing: one writer replaces whole records, any number of threads
 * read them.
 */
final class ViewMap<K extends Comparable<K>, V> {
  private final ConcurrentNavigableMap<K, V> shown = new ConcurrentSkipListMap<>();
  private final Set<K> touched = new TreeSet<>();

  /** Has the thing shown anew, or taken away, with the next draw. */
  void touch(K key) {
    touched.add(key);
  }

  /**
   * Draws what was touched.
   *
   * @param look how a thing looks now; null if it is gone
   */
  void draw(Function<K, @Nullable V> look) {
    for (var key : touched) {
      var now = look.apply(key);
      if (now == null) {
        shown.remove(key);
      } else {
        shown.put(key, now);
      }
    }
    touched.clear();
  }

  @Nullable V one(K key) {
    return shown.get(key);
  }

  /** All with their keys. */
  Map<K, V> map() {
    return Collections.unmodifiableMap(shown);
  }

  /** Those from this key on, as long as they belong to it. */
  Map<K, V> from(K first, Predicate<K> belongs) {
    var some = new LinkedHashMap<K, V>();
    for (var each : shown.tailMap(first).entrySet()) {
      if (!belongs.test(each.getKey())) {
        break;
      }
      some.put(each.getKey(), each.getValue());
    }
    return some;
  }

  /** All, by key. */
  Collection<V> all() {
    return Collections.unmodifiableCollection(shown.values());
  }
}
