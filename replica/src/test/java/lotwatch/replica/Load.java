package lotwatch.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.UnavailableException;

/** Many clients that reserve, each plate once; says which were acknowledged. */
public final class Load {
  static final int CLIENTS = 32;
  private static final int LOTS = 200;

  /** How long reservations hold in these lots. */
  static final Duration HOLD = Duration.ofDays(7);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Load() {}

  /** Enough for all plates of a test. */
  public static ReplicaSettings settings() {
    return settings(3_000, 1_000_000, 0);
  }

  /** A cluster of one, but for these. */
  public static ReplicaSettings settings(int snapshotEntries, int eventsMax, long freeBytesMin) {
    return Settings.single(snapshotEntries, eventsMax, freeBytesMin);
  }

  /** Opens the lots that clients reserve in, each reservation for long enough. */
  public static void openLots(Replica replica) throws UnavailableException {
    var old = Policy.DEFAULT;
    submit(
        replica,
        new Command.AdoptPolicy(
            new Policy(
                old.occupiedFrom(),
                old.freeUpTo(),
                old.framesMin(),
                old.settle(),
                old.doubtMax(),
                old.blindAfter(),
                old.silentAfter(),
                HOLD)));
    for (int i = 0; i < LOTS; i++) {
      submit(replica, new LotCommand.OpenLot(lot(i), "Lot", 100_000, java.util.List.of()));
      submit(replica, new LotCommand.SetCount(lot(i), 0));
    }
  }

  /** A second time does no harm, so it is tried again for as long as nobody leads. */
  private static void submit(Replica replica, Command command) throws UnavailableException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        replica.submit(command, null);
        return;
      } catch (UnavailableException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private static LotId lot(int i) {
    return new LotId("lot" + i % LOTS);
  }

  /** Reserves until it is refused an answer or has done {@code plates} per client. */
  public static void reserve(Replica replica, String round, int plates, Consumer<String> acked) {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, CLIENTS)
          .forEach(client -> clients.execute(() -> one(replica, round, client, plates, acked)));
    }
  }

  private static void one(
      Replica replica, String round, int client, int plates, Consumer<String> acked) {
    try {
      for (int i = 0; i < plates; i++) {
        var plate = new Plate("r%s-c%d-%d".formatted(round, client, i));
        if (replica.submit(new LotCommand.Reserve(lot(client + i * CLIENTS), plate), null)
            instanceof Outcome.Held) {
          acked.accept(plate.text());
        }
      }
    } catch (UnavailableException e) {
      System.out.println("client " + client + " stops: " + e.getMessage());
    }
  }

  /** All plates that are reserved in the folder, after a restart. */
  public static Set<String> reserved(Path path) throws Exception {
    try (var folder = DataFolder.open(path);
        var replica = Replica.open(folder, settings(), InstantSource.system())) {
      return reserved(replica);
    }
  }

  /** All plates that are reserved. */
  public static Set<String> reserved(Replica replica) throws Exception {
    var plates = new HashSet<String>();
    for (var event : replica.after(0, Integer.MAX_VALUE, 0)) {
      if (event.change() instanceof LotChange.Reserved reserved) {
        plates.add(reserved.plate().text());
      }
    }
    return plates;
  }
}
