package lotwatch.gateway.finder.pubsub;

import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * The numbers of subscriptions. Whoever knows one may end it from any connection, so nobody can
 * guess one.
 */
final class SubscriptionIds {
  /** The largest whole number that every JSON reader keeps exactly (RFC 8259, 6). */
  static final long MAX = (1L << 53) - 1;

  private static final SecureRandom RANDOMNESS = new SecureRandom();

  /** Any number from 1 to {@link #MAX}. */
  static final LongSupplier RANDOM = () -> RANDOMNESS.nextLong(1, MAX + 1);

  private SubscriptionIds() {}
}
