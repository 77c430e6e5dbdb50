package lotwatch.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import lotwatch.ledger.Command;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import lotwatch.ledger.UnavailableException;

/** Clients in one member's process that reserve and cancel as fast as they are answered. */
final class Load {
  private static final int LOTS = 100;

  private Load() {}

  /** Says operations per second, and the median and 99th percentile of an operation in us. */
  static String run(Inbox inbox, int clients, int seconds) throws UnavailableException {
    for (int i = 0; i < LOTS; i++) {
      inbox.submit(new Command.OpenLot(lot(i), "Lot", 1_000, List.of()), null);
      inbox.submit(new Command.SetCount(lot(i), 0), null);
    }
    clients(inbox, clients, Duration.ofSeconds(2)); // to warm up
    long began = System.nanoTime();
    var nanos = clients(inbox, clients, Duration.ofSeconds(seconds));
    double passed = (System.nanoTime() - began) / 1e9;
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "LOAD %.0f %d %d",
        nanos.length / passed,
        nanos[nanos.length / 2] / 1_000,
        nanos[nanos.length * 99 / 100] / 1_000);
  }

  private static LotId lot(int i) {
    return new LotId("load" + i % LOTS);
  }

  private static long[] clients(Inbox inbox, int clients, Duration time) {
    var all = new ConcurrentLinkedQueue<long[]>();
    long end = System.nanoTime() + time.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, clients)
          .forEach(client -> threads.execute(() -> all.add(client(inbox, client, end))));
    }
    return all.stream().flatMapToLong(Arrays::stream).toArray();
  }

  private static long[] client(Inbox inbox, int client, long end) {
    var plate = new Plate("L" + client);
    var nanos = new long[1_024];
    int count = 0;
    try {
      for (int i = client; System.nanoTime() < end; i++) {
        var lot = lot(i / 2);
        long began = System.nanoTime();
        inbox.submit(
            (i - client) % 2 == 0
                ? new Command.Reserve(lot, plate)
                : new Command.Cancel(lot, plate),
            null);
        nanos = count < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * count);
        nanos[count++] = System.nanoTime() - began;
      }
    } catch (UnavailableException e) {
      System.err.println("a client stops: " + e.getMessage());
    }
    return Arrays.copyOf(nanos, count);
  }
}
