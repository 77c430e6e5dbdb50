package lotwatch.lab.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.cluster.MemberProcess;
import org.jspecify.annotations.Nullable;

/** Clients that reserve and cancel at any member, and ask another one when no answer comes. */
final class Clients {
  /** Places in each lot. */
  static final int CAPACITY = 3;

  private static final int COUNT = 12;

  /** So many work on the same lot at a time. */
  private static final int PER_LOT = 4;

  /** After so many operations of one client it goes to a new lot. */
  private static final int OPERATIONS_PER_LOT = 60;

  private static final int PLATES = 6;

  /** Then another member is asked, with the same request id. */
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(1);

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(30);
  private static final Duration TRY_EVERY = Duration.ofMillis(20);

  private final List<MemberProcess> members;
  private final ConcurrentLinkedQueue<Op> operations = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> acknowledgedAt = new ConcurrentLinkedQueue<>();
  private final AtomicLong questions = new AtomicLong();
  private final List<Thread> working = new ArrayList<>();
  private volatile boolean stopping;

  private Clients(List<MemberProcess> members) {
    this.members = members;
  }

  /** Lets them work; what they ask follows from the seed. */
  static Clients start(List<MemberProcess> members, long seed) {
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
    for (int i = 0; !stopping; i++) {
      var lot = "lot%d-%d".formatted(client / PER_LOT, i / OPERATIONS_PER_LOT);
      if (i % OPERATIONS_PER_LOT == 0) {
        open(lot, random);
      }
      var plate = "P" + random.nextInt(PLATES);
      var op = work(lot, plate, random.nextInt(3) > 0, "c%d-%d".formatted(client, i), random);
      if (op != null) {
        operations.add(op);
      }
    }
  }

  /** The same by all who use the lot: one opens it, for the others it is open. */
  private void open(String lot, SplittableRandom random) {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!stopping && System.nanoTime() < deadline) {
      var member = members.get(random.nextInt(members.size()));
      if (asked(member, "OPEN %s %d %s".formatted(lot, CAPACITY, "open-" + lot))
          .equals("ACCEPTED")) {
        return;
      }
      LockSupport.parkNanos(TRY_EVERY.toNanos());
    }
  }

  /** Null if it certainly was not done. */
  private @Nullable Op work(
      String lot, String plate, boolean reserve, String request, SplittableRandom random) {
    long began = System.nanoTime();
    boolean maybe = false;
    while (System.nanoTime() - began < GIVE_UP_AFTER.toNanos()) {
      var member = members.get(random.nextInt(members.size()));
      var word =
          asked(
              member, "%s %s %s %s".formatted(reserve ? "RESERVE" : "CANCEL", lot, plate, request));
      switch (word) {
        case "HELD", "EXISTS", "FULL", "ACCEPTED", "NOT_FOUND" -> {
          long ended = System.nanoTime();
          acknowledgedAt.add(ended);
          return new Op(lot, plate, reserve, Op.Answer.valueOf(word), began, ended);
        }
        case "NOT" -> {}
        default -> maybe = true;
      }
      LockSupport.parkNanos(TRY_EVERY.toNanos());
    }
    return maybe ? new Op(lot, plate, reserve, Op.Answer.UNKNOWN, began, Long.MAX_VALUE) : null;
  }

  private String asked(MemberProcess member, String question) {
    try {
      var answer =
          member
              .ask("q" + questions.incrementAndGet(), question)
              .get(ANSWER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)
              .getLast();
      int blank = answer.indexOf(' ');
      return blank < 0 ? answer : answer.substring(0, blank);
    } catch (ExecutionException e) {
      // Gone before or after it did what was asked.
      return "MAYBE";
    } catch (TimeoutException e) {
      return "MAYBE";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "MAYBE";
    }
  }
}
