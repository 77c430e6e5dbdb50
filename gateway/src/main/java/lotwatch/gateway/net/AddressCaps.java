package lotwatch.gateway.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Limits how many are inside at the same time, all together and from one address. */
public final class AddressCaps {
  private final int max;
  private final int perAddressMax;
  private final Predicate<InetAddress> excepted;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int inside;

  /** Whether somebody is let in. */
  public enum Entry {
    /** Inside, until it leaves. */
    INSIDE,
    /** There are as many as may be. */
    FULL,
    /** There are as many from this address as may be. */
    ADDRESS_FULL
  }

  /**
   * Nobody is inside yet.
   *
   * @param excepted addresses to which the limit of one address does not apply
   */
  public AddressCaps(int max, int perAddressMax, Predicate<InetAddress> excepted) {
    this.max = max;
    this.perAddressMax = perAddressMax;
    this.excepted = excepted;
  }

  /** Lets one in, if there is room; it must {@link #leave}. */
  public Entry enter(InetAddress address) {
    lock.lock();
    try {
      int here = byAddress.getOrDefault(address, 0);
      if (inside >= max) {
        return Entry.FULL;
      }
      if (here >= perAddressMax && !excepted.test(address)) {
        return Entry.ADDRESS_FULL;
      }
      inside++;
      byAddress.put(address, here + 1);
      return Entry.INSIDE;
    } finally {
      lock.unlock();
    }
  }

  /** One that was inside goes. */
  public void leave(InetAddress address) {
    lock.lock();
    try {
      inside--;
      byAddress.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    } finally {
      lock.unlock();
    }
  }

  /** How many are inside now. */
  public int size() {
    lock.lock();
    try {
      return inside;
    } finally {
      lock.unlock();
    }
  }
}
