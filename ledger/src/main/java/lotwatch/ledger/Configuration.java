package lotwatch.ledger;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the operator decided about the campus: everything that all nodes must agree on.
 *
 * @param lots those that have a name, a capacity or a first count; each lot that a camera watches
 *     is among them
 * @param sessions when parking sessions end and what they cost; version 5
 */
public record Configuration(
    Policy policy, List<DeclaredLot> lots, List<DeclaredCamera> cameras, SessionPolicy sessions) {
  /** A campus with nothing in it. */
  public static final Configuration EMPTY = new Configuration(Policy.DEFAULT, List.of(), List.of());

  /** Spots of all cameras together. */
  public static final int WATCHES_MAX = 60_000;

  /** Corners of the outlines of all of them. */
  public static final int CORNERS_MAX = 300_000;

  /** Characters in where a camera's frames come from. */
  public static final int SOURCE_LENGTH_MAX = 4_096;

  /** Options of one camera. */
  public static final int OPTIONS_MAX = 16;

  /** Characters in an option. */
  public static final int OPTION_LENGTH_MAX = 1_024;

  /** One with the usual sessions. */
  public Configuration(Policy policy, List<DeclaredLot> lots, List<DeclaredCamera> cameras) {
    this(policy, lots, cameras, SessionPolicy.DEFAULT);
  }

  public Configuration {
    lots = List.copyOf(lots);
    cameras = List.copyOf(cameras);
  }

  /**
   * A lot.
   *
   * @param occupied cars in a counted lot until the first count; null if unknown
   */
  public record DeclaredLot(LotId id, String name, int capacity, @Nullable Integer occupied) {
    /**
     * @throws IllegalArgumentException if the name is too long
     */
    public DeclaredLot {
      Limits.checked("name", name, LotCommand.NAME_LENGTH_MAX);
    }
  }

  /**
   * A camera. It prints itself without its source, which may hold a password.
   *
   * @param source where its frames come from, as the operator writes it, credentials and all
   * @param fps frames per second that are looked at
   * @param loop whether a file begins again at its end
   * @param fast whether a file runs as fast as it is decoded
   * @param options what else the operator says of how it is opened, by name; version 4
   * @param watches its spots
   */
  public record DeclaredCamera(
      CameraId id,
      String source,
      double fps,
      boolean loop,
      boolean fast,
      SortedMap<String, String> options,
      List<Watch> watches) {
    /** One without further options. */
    public DeclaredCamera(
        CameraId id, String source, double fps, boolean loop, boolean fast, List<Watch> watches) {
      this(id, source, fps, loop, fast, new TreeMap<>(), watches);
    }

    /**
     * @throws IllegalArgumentException if the source is too long, or an option
     */
    public DeclaredCamera {
      watches = List.copyOf(watches);
      options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
      check(id, options);
      if (source.isEmpty() || source.length() > SOURCE_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "source of camera %s has %d characters, the limits are 1 and %d"
                .formatted(id, source.length(), SOURCE_LENGTH_MAX));
      }
    }

    private static void check(CameraId id, SortedMap<String, String> options) {
      if (options.size() > OPTIONS_MAX) {
        throw new IllegalArgumentException(
            "options of camera %s are %d, the limit is %d"
                .formatted(id, options.size(), OPTIONS_MAX));
      }
      options.forEach((name, value) -> {
        Limits.checked("the name of an option", name, Limits.ID_LENGTH_MAX);
        Limits.checked(name, value, OPTION_LENGTH_MAX);
      });
    }

    @Override
    public String toString() {
      return "camera %s with %d spots".formatted(id, watches.size());
    }
  }

  /** The version that knows all that is in it. */
  int version() {
    boolean options = cameras.stream().anyMatch(camera -> !camera.options().isEmpty());
    return Math.max(sessions.version(), options ? 4 : Math.max(2, policy.version()));
  }

  /** The watched spots of each lot, in the order of the lots and of the cameras. */
  SequencedMap<LotId, SequencedSet<SpotId>> watched() {
    SequencedMap<LotId, SequencedSet<SpotId>> watched = new LinkedHashMap<>();
    lots.forEach(lot -> watched.put(lot.id(), new LinkedHashSet<>()));
    for (var camera : cameras) {
      for (var watch : camera.watches()) {
        watched.computeIfAbsent(watch.lot(), _ -> new LinkedHashSet<>()).add(watch.spot());
      }
    }
    return watched;
  }

  /** The lots by id; of two with one id the last. */
  public Map<LotId, DeclaredLot> lotsById() {
    Map<LotId, DeclaredLot> byId = new LinkedHashMap<>();
    lots.forEach(lot -> byId.put(lot.id(), lot));
    return byId;
  }

  /** The cameras by id; of two with one id the last. */
  public Map<CameraId, DeclaredCamera> camerasById() {
    Map<CameraId, DeclaredCamera> byId = new LinkedHashMap<>();
    cameras.forEach(camera -> byId.put(camera.id(), camera));
    return byId;
  }
}
