package lotwatch.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lotwatch.ledger.CameraCommand;
import lotwatch.ledger.CameraId;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.SpotId;
import lotwatch.ledger.UnavailableException;
import lotwatch.ledger.Visibility;
import lotwatch.wire.CorruptException;
import lotwatch.wire.EntryCodec;

/**
 * How fast a cluster of one starts and writes, and how big its files are: {@code ReplicaBench
 * FOLDER}, on the disk to be measured. See docs/measurements.md.
 */
final class ReplicaBench {
  private static final Command COUNT = new LotCommand.Count(new LotId("lot0"), 1);
  private static final Duration EACH = Duration.ofSeconds(5);

  private ReplicaBench() {}

  public static void main(String[] args) throws Exception {
    var path = Path.of(args[0]);
    var many = Settings.single(10_000_000, 50_000, 0);
    System.out.printf("bytes of one Observe of 101 spots: %d%n", observeBytes());
    for (int lots : new int[] {3, 10_000}) {
      System.out.printf("bytes of a snapshot of %d lots: %d%n", lots, snapshotBytes(path, lots));
    }
    for (int i = 0; i < 3; i++) {
      start(path.resolve("empty" + i), many, "empty");
    }
    for (int clients : new int[] {1, 16, 64, 256}) {
      write(path.resolve("writes"), many, clients);
    }
    write(path.resolve("entries"), many, 256, 100_000);
    for (int i = 0; i < 3; i++) {
      start(path.resolve("entries"), many, "100,000 entries in the log");
    }
  }

  private static void start(Path path, ReplicaSettings settings, String what) throws Exception {
    try (var folder = DataFolder.open(path)) {
      long from = System.nanoTime();
      try (var replica = Replica.open(folder, settings, InstantSource.system())) {
        System.out.printf(
            "open to leader, %s: %d ms, event %d%n",
            what, (System.nanoTime() - from) / 1_000_000, replica.view().sequence());
      }
    }
  }

  private static void write(Path path, ReplicaSettings settings, int clients) throws Exception {
    write(path, settings, clients, Long.MAX_VALUE);
  }

  private static void write(Path path, ReplicaSettings settings, int clients, long commands)
      throws Exception {
    try (var folder = DataFolder.open(path);
        var replica = Replica.open(folder, settings, InstantSource.system())) {
      replica.submit(new LotCommand.OpenLot(new LotId("lot0"), "Lot", 100_000, List.of()), null);
      var done = new AtomicLong();
      long from = System.nanoTime();
      long until = commands == Long.MAX_VALUE ? from + EACH.toNanos() : Long.MAX_VALUE;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < clients; i++) {
          threads.execute(() -> client(replica, done, commands, until));
        }
      }
      System.out.printf(
          "%d clients: %.0f committed writes/s%n",
          clients, done.get() * 1e9 / (System.nanoTime() - from));
    }
  }

  private static void client(Replica replica, AtomicLong done, long commands, long until) {
    try {
      while (done.get() < commands && System.nanoTime() < until) {
        replica.submit(COUNT, null);
        done.incrementAndGet();
      }
    } catch (UnavailableException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int observeBytes() {
    var sightings =
        IntStream.range(0, 101)
            .mapToObj(i -> new CameraCommand.Sighting(new SpotId("A" + i), 1.0 / (i + 2)))
            .toList();
    return EntryCodec.bytes(
            new Entry(
                Instant.parse("2026-01-01T08:00:00.123456Z"),
                null,
                new CameraCommand.Observe(
                    new CameraId("north"),
                    Instant.parse("2026-01-01T08:00:00.1Z"),
                    Visibility.CLEAR,
                    sightings)))
        .length;
  }

  /** Of lots with 100 watched spots each when they are few, counted ones when they are many. */
  private static long snapshotBytes(Path path, int lots) throws IOException {
    var ledger = new LedgerMachine(50_000, () -> {});
    var spots =
        IntStream.range(0, lots < 100 ? 100 : 0).mapToObj(i -> new SpotId("A" + i)).toList();
    try {
      for (int i = 0; i < lots; i++) {
        ledger.apply(
            EntryCodec.bytes(
                new Entry(
                    Instant.parse("2026-01-01T08:00:00Z"),
                    null,
                    new LotCommand.OpenLot(new LotId("lot" + i), "Lot " + i, 100, spots))));
      }
    } catch (CorruptException e) {
      throw new IllegalStateException(e);
    }
    Files.createDirectories(path);
    SnapshotFile.write(path, ledger.save());
    return Files.size(path.resolve(SnapshotFile.NAME));
  }
}
