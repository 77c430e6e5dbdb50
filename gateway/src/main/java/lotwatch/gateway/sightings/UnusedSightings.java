package lotwatch.gateway.sightings;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What came to this node since it started and counts for nothing, by where it came from and why.
 * Each place and each reason is one that the program knows, so there are few; no plate is in it.
 */
public final class UnusedSightings {
  /** Where requests come from. */
  public static final String REST = "rest";

  /**
   * Why sightings count for nothing that are well written, at places that there are not. No topic
   * of dead letters has them.
   */
  public static final String STRAY = "stray";

  private final InstantSource clock;
  private final Instant since;
  private final Map<Kind, Unused> all = new ConcurrentHashMap<>();

  private record Kind(String from, String reason) {}

  /**
   * Of one kind.
   *
   * @param from {@value #REST}, or the name of a topic
   * @param reason {@value #STRAY}, or a word as dead letters have it ({@link
   *     lotwatch.records.Reason#word})
   * @param count records of a topic, requests of REST; sightings of those that are strays
   * @param first when the first came
   * @param last when the newest came
   */
  public record Unused(String from, String reason, long count, Instant first, Instant last) {}

  /** None yet. */
  public UnusedSightings(InstantSource clock) {
    this.clock = clock;
    since = clock.instant();
  }

  /** So many more came now; 0 is nothing. */
  public void add(String from, String reason, long count) {
    if (count > 0) {
      var now = clock.instant();
      all.merge(
          new Kind(from, reason),
          new Unused(from, reason, count, now, now),
          (known, more) -> new Unused(from, reason, known.count() + count, known.first(), now));
    }
  }

  /** Since when it counts. */
  public Instant since() {
    return since;
  }

  /** All kinds, that which came last first. */
  public List<Unused> newestFirst() {
    return all.values().stream()
        .sorted(
            Comparator.comparing(Unused::last)
                .reversed()
                .thenComparing(Unused::from)
                .thenComparing(Unused::reason))
        .toList();
  }
}
