package lotwatch.projections.history;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * How the writing of the history goes: a line when something begins to fail and one when it ends.
 */
final class Health {
  private static final System.Logger LOG = System.getLogger("lotwatch.history");
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final List<String> gaps = new CopyOnWriteArrayList<>();
  private volatile @Nullable String failure;
  private volatile Instant since = Instant.EPOCH;
  private volatile @Nullable String waiting;
  private Duration wait = FIRST_WAIT;

  Health(InstantSource clock) {
    this.clock = clock;
  }

  /** It failed again; tells how long to wait before the next try. */
  Duration failed(Exception e) {
    var message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (failure == null) {
      since = clock.instant();
      LOG.log(WARNING, "the history cannot be written, it is tried again: {0}", message);
    }
    failure = message.isEmpty() ? e.toString() : message;
    var now = wait;
    wait = wait.multipliedBy(2).compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait.multipliedBy(2);
    return now;
  }

  /** It went well. */
  void succeeded() {
    if (failure != null) {
      failure = null;
      LOG.log(INFO, "the history is written again, after {0}", Duration.between(since, now()));
    }
    wait = FIRST_WAIT;
  }

  private Instant now() {
    return clock.instant();
  }

  /** It waits for this; null for nothing. */
  void waits(@Nullable String why) {
    if (why != null && !why.equals(waiting)) {
      LOG.log(INFO, "the history waits: {0}", why);
    }
    waiting = why;
  }

  /** Events are missing for ever. */
  void lacks(long after, long until) {
    var gap = "the history lacks events %d to %d: no node had them".formatted(after + 1, until);
    gaps.add(gap);
    LOG.log(WARNING, gap);
  }

  boolean isFailing() {
    return failure != null;
  }

  int gaps() {
    return gaps.size();
  }

  /** What an operator should mend, a sentence each. */
  List<String> degraded(long behind) {
    var all = new ArrayList<String>(gaps);
    var why = failure;
    if (why != null) {
      all.add(
          "the history is not written since %s, %d events wait: %s".formatted(since, behind, why));
    }
    var wanted = waiting;
    if (wanted != null) {
      all.add("the history waits: " + wanted);
    }
    return all;
  }
}
