package lotwatch.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.cluster.NodeProcess;
import org.jspecify.annotations.Nullable;

/** Clients that reserve and cancel at any member, and ask another one when no answer comes. */
final class Clients {
  static final int COUNT = 12;

  /** So many work on the same lot at a time. */
  static final int PER_LOT = 4;

  /** After so many operations of one client it goes to a new lot. */
  static final int OPERATIONS_PER_LOT = 60;

  /** Between two operations of one client: it is not the load that is tried. */
  private static final Duration REST = Duration.ofMillis(20);

  private static final int PLATES = 6;

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);
  private static final Duration TRY_EVERY = Duration.ofMillis(20);

  private final List<NodeProcess> members;
  private final ConcurrentLinkedQueue<Op> operations = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> acknowledgedAt = new ConcurrentLinkedQueue<>();
  private final List<Thread> working = new ArrayList<>();
  private volatile boolean stopping;

  private Clients(List<NodeProcess> members) {
    this.members = members;
  }

  /** Lets them work; what they ask follows from the seed. */
  static Clients start(List<NodeProcess> members, long seed) {
    var clients = new Clients(members);
    for (int i = 0; i < COUNT; i++) {
      int client = i;
      clients.working.add(Thread.ofVirtual().start(() -> clients.run(client, seed)));
    }
    return clients;
  }

  /** All operations so far. */
  List<Op> operations() {
    return List.copyOf(operations);
  }

  /** When operations were acknowledged, in ns, in order. */
  List<Long> acknowledgedAt() {
    return acknowledgedAt.stream().sorted().toList();
  }

  /** Waits until each has the answer to what it asked last. */
  void stop() throws InterruptedException {
    stopping = true;
    for (var each : working) {
      each.join();
    }
  }

  /** One client's life. */
  private void run(int client, long seed) {
    var random = new SplittableRandom(seed * 1_000 + client);
    for (int i = 0; !stopping && i < Campus.SERIES_MAX * OPERATIONS_PER_LOT; i++) {
      var lot = Campus.lot(client / PER_LOT, i / OPERATIONS_PER_LOT);
      var plate = "CHAOS0" + random.nextInt(PLATES);
      var op = work(lot, plate, random.nextInt(3) > 0, "c%d-%d".formatted(client, i), random);
      if (op != null) {
        operations.add(op);
      }
      LockSupport.parkNanos(REST.toNanos());
    }
  }

  /** Null if it certainly was not done. */
  private @Nullable Op work(
      String lot, String plate, boolean reserve, String request, SplittableRandom random) {
    long began = System.nanoTime();
    while (System.nanoTime() - began < GIVE_UP_AFTER.toNanos()) {
      var member = members.get(random.nextInt(members.size()));
      var word = reserve ? member.reserve(lot, plate, request) : member.cancel(lot, plate, request);
      switch (word) {
        case "HELD", "EXISTS", "FULL", "ACCEPTED", "NOT_FOUND" -> {
          long ended = System.nanoTime();
          acknowledgedAt.add(ended);
          return new Op(lot, Campus.masked(plate), reserve, Op.Answer.valueOf(word), began, ended);
        }
        default -> {} // it may have been done: the request id makes a second try harmless
      }
      LockSupport.parkNanos(TRY_EVERY.toNanos());
    }
    return new Op(lot, Campus.masked(plate), reserve, Op.Answer.UNKNOWN, began, Long.MAX_VALUE);
  }
}
