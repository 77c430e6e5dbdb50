package lotwatch.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.spark.bench.Traffic;
import org.jspecify.annotations.Nullable;

/** How many bytes the state store is given. */
public final class StateSize {
  private static final int SIGHTINGS = 20_000;

  private StateSize() {}

  private static final class Counting implements Store {
    private final Map<String, Integer> states = new HashMap<>();
    private final Map<Long, Integer> parts = new HashMap<>();

    @Override
    public byte @Nullable [] head() {
      return null;
    }

    @Override
    public void head(byte[] bytes) {}

    @Override
    public byte @Nullable [] state(String name) {
      return null;
    }

    @Override
    public void state(String name, byte @Nullable [] bytes) {
      if (bytes == null) {
        states.remove(name);
      } else {
        states.put(name, bytes.length + name.getBytes(UTF_8).length);
      }
    }

    @Override
    public byte @Nullable [] deadlines(long part) {
      return null;
    }

    @Override
    public void deadlines(long part, byte @Nullable [] bytes) {
      if (bytes == null) {
        parts.remove(part);
      } else {
        parts.put(part, bytes.length + Long.BYTES);
      }
    }

    double perKey() {
      long bytes = 0;
      for (int each : states.values()) {
        bytes += each;
      }
      for (int each : parts.values()) {
        bytes += each;
      }
      return (double) bytes / states.size();
    }
  }

  /** Bytes for a key that is remembered, its name and its share of the index included. */
  public static double perSession(long seed) {
    var store = new Counting();
    var partition = new StoredPartition(Rules.DEFAULT, store);
    var policy = new JobPolicy(Rules.DEFAULT, Tariffs.of(Tariff.SYSTEM_C), null, "");
    var batch = new Batch(partition, policy);
    var items =
        Traffic.of(seed, SIGHTINGS, 1).stream()
            .map(each -> new Batch.Item(each.order(), each.sighting()))
            .toList();
    batch.run(items, List.of());
    partition.save();
    return store.perKey();
  }
}
