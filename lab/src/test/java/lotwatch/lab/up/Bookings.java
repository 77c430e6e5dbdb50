package lotwatch.lab.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import lotwatch.client.Address;
import lotwatch.client.ParkingException;
import lotwatch.client.RpcClient;
import lotwatch.client.Timeouts;

/** Reserves, by the client library, a place for one plate after the other until told to stop. */
final class Bookings {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final String lot;
  private final RpcClient client;
  private final FutureTask<Integer> booking = new FutureTask<>(this::book);
  private volatile int acknowledged;
  private volatile boolean stopping;
  private volatile long longestNanos;

  /** Begins; the first of these addresses is asked first. */
  Bookings(String lot, List<Address> addresses) {
    this.lot = lot;
    client =
        new RpcClient(
            addresses, new Timeouts(Running.PATIENCE, Duration.ofSeconds(5), Running.PATIENCE));
    Thread.ofVirtual().name("bookings").start(booking);
  }

  private int book() throws ParkingException, InterruptedException {
    int booked = 0;
    while (!stopping) {
      long asked = System.nanoTime();
      if (!client.reserve(lot, plate(booked))) {
        throw new AssertionError("a new plate has a reservation already, or the lot is full");
      }
      longestNanos = Math.max(longestNanos, System.nanoTime() - asked);
      acknowledged = ++booked;
      Thread.sleep(PAUSE);
    }
    return booked;
  }

  private static String plate(int number) {
    return "BOOK" + number;
  }

  /** Waits until so many more are acknowledged. */
  void awaitMore(int count) throws InterruptedException {
    int enough = acknowledged + count;
    while (acknowledged < enough && !booking.isDone()) {
      Thread.sleep(PAUSE);
    }
  }

  /** Stops, and makes sure that each acknowledged place is there, once, and no other. */
  void verify(int capacity) throws Exception {
    stopping = true;
    int booked = booking.get();
    System.out.printf(
        "%d reservations by the client library, the longest took %d ms%n",
        booked, TimeUnit.NANOSECONDS.toMillis(longestNanos));
    assertThat(client.availability(lot)).isEqualTo(capacity - booked);
    for (int i = 0; i < booked; i++) {
      assertThat(client.cancel(lot, plate(i))).isTrue();
      assertThat(client.cancel(lot, plate(i))).isFalse();
    }
    assertThat(client.availability(lot)).isEqualTo(capacity);
    client.close();
  }
}
