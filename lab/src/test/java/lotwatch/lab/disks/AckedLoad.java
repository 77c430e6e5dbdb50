package lotwatch.lab.disks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lotwatch.lab.cluster.JavaCommand;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotChange;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.Plate;
import lotwatch.ledger.Policy;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.DataFolder;
import lotwatch.replica.Replica;
import lotwatch.replica.ReplicaSettings;

/**
 * Many clients that reserve, each plate once; says which were acknowledged. Also a process of its
 * own that a test can kill: {@code AckedLoad FOLDER ROUND SYNC} prints each acknowledged plate.
 */
final class AckedLoad {
  static final int CLIENTS = 32;
  private static final int LOTS = 200;

  private AckedLoad() {}

  /** Enough for all plates of a test. */
  static ReplicaSettings settings() {
    return settings(3_000, 1_000_000, 0);
  }

  /** A cluster of one, but for these. */
  static ReplicaSettings settings(int snapshotEntries, int eventsMax, long freeBytesMin) {
    var sane = ReplicaSettings.single("n1");
    return new ReplicaSettings(
        sane.name(),
        sane.peers(),
        snapshotEntries,
        sane.snapshotEvery(),
        eventsMax,
        2_048,
        Duration.ofSeconds(2),
        sane.answerWaitMax(),
        freeBytesMin);
  }

  public static void main(String[] args) throws Exception {
    var folder = DataFolder.open(Path.of(args[0]));
    var replica =
        Replica.open(folder, settings(), InstantSource.system(), Boolean.parseBoolean(args[2]));
    openLots(replica);
    var out = System.out;
    reserve(
        replica,
        args[1],
        Integer.MAX_VALUE,
        plate -> {
          synchronized (out) {
            out.println("acked " + plate);
            out.flush();
          }
        });
  }

  static void openLots(Replica replica) throws UnavailableException {
    var old = Policy.DEFAULT;
    replica.submit(
        new Command.AdoptPolicy(
            new Policy(
                old.occupiedFrom(),
                old.freeUpTo(),
                old.framesMin(),
                old.settle(),
                old.doubtMax(),
                old.blindAfter(),
                old.silentAfter(),
                Duration.ofDays(7))),
        null);
    for (int i = 0; i < LOTS; i++) {
      replica.submit(new LotCommand.OpenLot(lot(i), "Lot", 100_000, List.of()), null);
      replica.submit(new LotCommand.SetCount(lot(i), 0), null);
    }
  }

  private static LotId lot(int i) {
    return new LotId("lot" + i % LOTS);
  }

  /** Reserves until it is refused an answer or has done {@code plates} per client. */
  static void reserve(Replica replica, String round, int plates, Consumer<String> acked) {
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
  static Set<String> reserved(Path path) throws Exception {
    try (var folder = DataFolder.open(path);
        var replica = Replica.open(folder, settings(), InstantSource.system())) {
      return reserved(replica);
    }
  }

  static Set<String> reserved(Replica replica) throws Exception {
    var plates = new HashSet<String>();
    for (var event : replica.after(0, Integer.MAX_VALUE, 0)) {
      if (event.change() instanceof LotChange.Reserved reserved) {
        plates.add(reserved.plate().text());
      }
    }
    return plates;
  }

  /** A process of its own that reserves in this folder. */
  static Process start(Path folder, String round, boolean sync) throws IOException {
    var command =
        JavaCommand.words(
            "-Djava.util.logging.config.file=/dev/null",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            AckedLoad.class.getName(),
            folder.toString(),
            round,
            Boolean.toString(sync));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Kills it at once; what it has said can still be read. */
  static void kill(Process process) {
    process.toHandle().destroyForcibly();
  }

  /** What is done to a process in the middle of its work. */
  @FunctionalInterface
  interface Blow {
    void strike(Process process) throws IOException;
  }

  /** Reads what the process acknowledges, does something after so many, and reads to the end. */
  static Set<String> acknowledged(Process load, int enough, Blow then) throws IOException {
    var acked = new HashSet<String>();
    try (var lines = load.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("acked ")) {
          acked.add(line.substring("acked ".length()));
          if (acked.size() == enough) {
            then.strike(load);
          }
        } else if (acked.size() < enough) {
          System.out.println("load: " + line);
        }
      }
    }
    if (acked.size() < enough) {
      throw new IllegalStateException("only %d of %d acknowledged".formatted(acked.size(), enough));
    }
    return acked;
  }
}
