package lotwatch.gateway.finder.pubsub;

import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.gateway.finder.SubscriberLimits;

/**
 * Subscriptions whose numbers are 1, 2, 3 ..., which is easier to write than what nobody guesses.
 */
final class CountedIds {
  private CountedIds() {}

  static PubSubHandler.Terms terms(ZoneId zone, Duration aloneMax) {
    return new PubSubHandler.Terms(
        zone, SubscriberLimits.QUEUE_MAX, aloneMax, new AtomicLong()::incrementAndGet);
  }
}
