package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import lotwatch.client.Address;
import lotwatch.client.NamedSubscriber;
import lotwatch.client.Notice.Change;
import lotwatch.client.ParkingException;
import lotwatch.client.ParkingException.Unavailable;
import lotwatch.client.Subscriber;
import lotwatch.client.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A named subscription is told every event at least once, whatever dies meanwhile. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class NamedSubscriptionCrashTest {
  private static final int EVENTS_A_ROUND = 200;
  private static final int ACKNOWLEDGE_EVERY = 10;
  private static final List<String> LOTS = List.of("deck");

  @TempDir Path folder;

  private final List<Delivery> told = new ArrayList<>();
  private long acknowledged;

  /**
   * One notice.
   *
   * @param acknowledged the newest event whose acknowledgement was answered before
   */
  private record Delivery(long sequence, long acknowledged) {}

  /** Of all nodes, this one first. */
  private static List<Address> addresses(ThreeNodes nodes, String first) {
    var addresses = new ArrayList<Address>();
    for (var name : ThreeNodes.NAMES) {
      var address = new Address("127.0.0.1", nodes.get(name).port("pubsub"));
      addresses.add(name.equals(first) ? 0 : addresses.size(), address);
    }
    return addresses;
  }

  private interface Call<T> {
    T call() throws ParkingException;
  }

  /** Tries again while there is no leader. */
  private static <T> T patiently(Call<T> call) throws ParkingException {
    long deadline = System.nanoTime() + Running.PATIENCE.toNanos();
    while (true) {
      try {
        return call.call();
      } catch (Unavailable e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private static NamedSubscriber open(ThreeNodes nodes, String first) throws ParkingException {
    return patiently(
        () -> NamedSubscriber.open(addresses(nodes, first), Timeouts.DEFAULT, "signs", LOTS));
  }

  /** Receives one notice, and acknowledges it now and then. */
  private long receive(NamedSubscriber subscriber) throws ParkingException {
    var notice = patiently(() -> subscriber.next(Running.PATIENCE)).orElseThrow();
    assertThat(notice).isInstanceOf(Change.class);
    told.add(new Delivery(notice.sequence(), acknowledged));
    if (told.size() % ACKNOWLEDGE_EVERY == 0) {
      patiently(() -> {
        subscriber.acknowledge(notice.sequence());
        return true;
      });
      acknowledged = notice.sequence();
    }
    return notice.sequence();
  }

  private void receive(NamedSubscriber subscriber, int count) throws ParkingException {
    for (int n = 0; n < count; n++) {
      receive(subscriber);
    }
  }

  /** All events of the lot after this one, by a subscription that nothing happens to. */
  private static NavigableSet<Long> happened(ThreeNodes nodes, long after) throws Exception {
    var all = new TreeSet<Long>();
    try (var subscriber =
        Subscriber.resume(addresses(nodes, "n1"), Timeouts.DEFAULT, LOTS, after)) {
      for (var next = subscriber.next(Duration.ofSeconds(5));
          next.isPresent();
          next = subscriber.next(Duration.ofSeconds(5))) {
        all.add(next.get().sequence());
      }
    }
    return all;
  }

  @Test
  void everyEventIsToldInOrderAndNoneAgainThatWasAcknowledged() throws Exception {
    try (var nodes = ThreeNodes.start(folder, 100_000)) {
      var subscriber = open(nodes, "n1");
      long begin;
      try (var plain = Subscriber.open(addresses(nodes, "n1"), Timeouts.DEFAULT, LOTS)) {
        begin = plain.sequence();
      }
      acknowledged = begin;
      var load = nodes.load();
      try {
        receive(subscriber, EVENTS_A_ROUND);
        nodes.kill(nodes.leader());
        receive(subscriber, EVENTS_A_ROUND);
        nodes.startDead();
        subscriber.close();
        subscriber = open(nodes, ThreeNodes.other(nodes.leader()));
        receive(subscriber, EVENTS_A_ROUND + 5);
        nodes.kill(nodes.leader());
        subscriber.close();
        subscriber = open(nodes, "n3");
        receive(subscriber, EVENTS_A_ROUND);
        nodes.startDead();
      } finally {
        load.interrupt();
        load.join();
      }
      var all = happened(nodes, begin);
      while (receive(subscriber) < all.getLast()) {
        // the rest
      }
      subscriber.close();

      check(all, begin);
    }
  }

  /** Each notice is the event after the one before it, or after what was acknowledged. */
  private void check(NavigableSet<Long> all, long begin) {
    long before = begin;
    told.removeIf(each -> each.sequence() <= begin); // of the lot's opening
    for (var each : told) {
      assertThat(all).contains(each.sequence());
      assertThat(each.sequence()).isGreaterThan(each.acknowledged());
      long goesOnAfter = each.sequence() > before ? before : each.acknowledged();
      assertThat(all.higher(goesOnAfter))
          .as("after %d, acknowledged %d", before, each.acknowledged())
          .isEqualTo(each.sequence());
      before = each.sequence();
    }
    assertThat(told.stream().map(Delivery::sequence).distinct().count()).isEqualTo(all.size());
    assertThat(told).hasSizeGreaterThan(4 * EVENTS_A_ROUND);
  }
}
