package lotwatch.gateway.finder;

import static lotwatch.wire.settings.Section.DAY_MAX;
import static lotwatch.wire.settings.Section.WAIT_MIN;

import java.time.Duration;
import lotwatch.wire.settings.Section;

/**
 * What one subscriber may cost.
 *
 * @param queueMax events that wait for it; the oldest are dropped beyond
 * @param stalledMax how long it may take nothing
 */
public record SubscriberLimits(int queueMax, Duration stalledMax) {
  /** Events that wait for one subscriber unless configured. */
  public static final int QUEUE_MAX = 100;

  /** The most that {@link #queueMax} may be. */
  public static final int QUEUE_LIMIT = 100_000;

  /** A hundred events, five minutes. */
  public static final SubscriberLimits DEFAULT =
      new SubscriberLimits(QUEUE_MAX, Duration.ofMinutes(5));

  static SubscriberLimits read(Section pubsub) {
    return new SubscriberLimits(
        pubsub.integer("queue-max", DEFAULT.queueMax, 1, QUEUE_LIMIT),
        pubsub.seconds("stalled-max", DEFAULT.stalledMax, WAIT_MIN, DAY_MAX));
  }
}
