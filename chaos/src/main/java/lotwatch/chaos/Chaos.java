package lotwatch.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A run: three members, clients, a schedule of faults that follows from a seed, and the checks. */
public final class Chaos {
  private static final int MEMBERS = 3;
  private static final int PORT = 7_070;
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final Duration SETTLE_WAIT_MAX = Duration.ofMinutes(3);

  private final long seed;
  private final Duration length;
  private final Path folder;
  private final SplittableRandom random;
  private final List<MemberProcess> members = new ArrayList<>();
  private final Map<Fault, List<Long>> gapsMillis = new EnumMap<>(Fault.class);
  private final List<Injected> injected = new ArrayList<>();

  private record Injected(Fault fault, long fromNanos, long toNanos) {}

  /**
   * What came of a run.
   *
   * @param operations of all clients
   * @param unknown how many of them never got an answer
   * @param gapsMillis the longest time without any acknowledged operation around each fault, in
   *     order, by its kind
   * @param problems all that is wrong; nothing was lost if there is none
   */
  public record Report(
      long seed,
      int operations,
      int unknown,
      Map<Fault, List<Long>> gapsMillis,
      List<String> problems) {}

  /**
   * @param folder where the members keep their state; empty or not there
   */
  public Chaos(long seed, Duration length, Path folder) {
    this.seed = seed;
    this.length = length;
    this.folder = folder;
    this.random = new SplittableRandom(seed);
  }

  /** Runs it. Without root there are no networks, and what needs one is left out. */
  public Report run() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Networks networks = null;
    try {
      networks = Networks.make(MEMBERS);
    } catch (IOException e) {
      System.out.println("no cuts of the network: " + e.getMessage());
    }
    try {
      return run(networks);
    } finally {
      for (var member : members) {
        member.kill();
      }
      if (networks != null) {
        networks.remove();
      }
    }
  }

  private Report run(@Nullable Networks networks) throws IOException, InterruptedException {
    var peers = new ArrayList<String>();
    for (int i = 1; i <= MEMBERS; i++) {
      peers.add(
          networks == null
              ? "n%d=127.0.0.1:%d".formatted(i, freePort())
              : "n%d=%s:%d".formatted(i, Networks.address(i), PORT));
    }
    var starting = new ArrayList<CompletableFuture<List<String>>>();
    for (int i = 1; i <= MEMBERS; i++) {
      var member =
          new MemberProcess(
              i, String.join(",", peers), folder.resolve("n" + i), networks != null, false);
      members.add(member);
      starting.add(member.start());
    }
    for (int i = 0; i < MEMBERS; i++) {
      members.get(i).awaitReady(starting.get(i));
    }
    awaitAnswer("POLICY");
    var clients = new Clients(members);
    var working = new ArrayList<Thread>();
    for (int i = 0; i < Clients.COUNT; i++) {
      int client = i;
      working.add(Thread.ofVirtual().start(() -> clients.run(client, seed)));
    }
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(QUIET.toNanos());
      inflict(pick(networks != null), networks);
    }
    LockSupport.parkNanos(QUIET.toNanos());
    clients.stop();
    for (var each : working) {
      each.join();
    }
    return report(clients);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Fault pick(boolean networks) {
    while (true) {
      var fault = FAULTS.get(random.nextInt(FAULTS.size()));
      boolean cut = fault == Fault.CUT || fault == Fault.ONE_WAY;
      boolean rare = fault == Fault.KILL_ALL || fault == Fault.WIPE;
      if ((networks || !cut) && (!rare || random.nextInt(3) == 0)) {
        return fault;
      }
    }
  }

  private void inflict(Fault fault, @Nullable Networks networks)
      throws IOException, InterruptedException {
    var victim = members.get(random.nextInt(MEMBERS));
    var other = members.get(victim.number() % MEMBERS);
    long millis = 1_000L + random.nextInt(3_000);
    long from = System.nanoTime();
    System.out.printf("%s n%d%n", fault, victim.number());
    switch (fault) {
      case KILL -> restart(victim, millis);
      case KILL_LEADER -> restart(leader(), millis);
      case PAUSE -> {
        victim.signal("STOP");
        Thread.sleep(millis);
        victim.signal("CONT");
      }
      case CUT -> {
        for (var each : members) {
          if (networks != null && each != victim) {
            networks.cut(victim.number(), each.number());
            networks.cut(each.number(), victim.number());
          }
        }
        Thread.sleep(millis + 2_000);
      }
      case ONE_WAY -> {
        if (networks != null) {
          networks.cut(victim.number(), other.number());
        }
        Thread.sleep(millis + 2_000);
      }
      case CLOCK -> {
        var answer = victim.ask("clock" + from, "CLOCK " + (random.nextInt(60_000) - 30_000));
        answer.exceptionally(e -> List.of()).orTimeout(5, TimeUnit.SECONDS);
      }
      case WIPE -> {
        victim.kill();
        wipe(victim);
        victim.awaitReady(victim.start());
      }
      case KILL_ALL -> {
        for (var each : members) {
          each.kill();
        }
        var starting = new ArrayList<CompletableFuture<List<String>>>();
        for (var each : members) {
          starting.add(each.start());
        }
        for (int i = 0; i < MEMBERS; i++) {
          members.get(i).awaitReady(starting.get(i));
        }
      }
    }
    if (networks != null) {
      networks.heal();
    }
    injected.add(new Injected(fault, from, System.nanoTime() + QUIET.toNanos()));
  }

  private static void restart(MemberProcess victim, long millis)
      throws IOException, InterruptedException {
    victim.kill();
    Thread.sleep(millis);
    victim.awaitReady(victim.start());
  }

  private void wipe(MemberProcess victim) throws IOException {
    try (var files = Files.walk(folder.resolve("n" + victim.number()))) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private MemberProcess leader() throws InterruptedException {
    for (var member : members) {
      if (state(member).endsWith("LEADER")) {
        return member;
      }
    }
    return members.getFirst();
  }

  static String state(MemberProcess member) throws InterruptedException {
    try {
      return member.ask("s" + System.nanoTime(), "STATE").get(2, TimeUnit.SECONDS).getLast();
    } catch (ExecutionException | TimeoutException e) {
      return "";
    }
  }

  private void awaitAnswer(String question) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLE_WAIT_MAX.toNanos();
    for (int i = 0; System.nanoTime() < deadline; i++) {
      try {
        var answer = members.getFirst().ask("w" + i, question).get(10, TimeUnit.SECONDS).getLast();
        if (answer.equals("ACCEPTED")) {
          return;
        }
      } catch (ExecutionException | TimeoutException e) {
        // Asked again.
      }
      LockSupport.parkNanos(QUIET.toNanos() / 20);
    }
    throw new IOException("no answer to " + question);
  }

  private Report report(Clients clients) throws InterruptedException {
    var problems = new ArrayList<String>();
    settle(problems);
    var verdict = new Verdict(Clients.CAPACITY, clients.operations());
    for (var member : members) {
      verdict
          .problems(events(member, problems))
          .forEach(problem -> problems.add("n%d: %s".formatted(member.number(), problem)));
    }
    var acknowledged = clients.acknowledgedAt();
    injected.forEach(each ->
        gapsMillis
            .computeIfAbsent(each.fault, _ -> new ArrayList<>())
            .add(longestGap(acknowledged, each.fromNanos, each.toNanos)));
    gapsMillis.values().forEach(Collections::sort);
    int unknown =
        (int) clients.operations().stream().filter(op -> op.answer() == Op.Answer.UNKNOWN).count();
    return new Report(seed, clients.operations().size(), unknown, gapsMillis, problems);
  }

  /** Waits until all members say the same. */
  private void settle(List<String> problems) throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE_WAIT_MAX.toNanos();
    var states = new ArrayList<String>();
    while (System.nanoTime() < deadline) {
      states.clear();
      for (var member : members) {
        states.add(state(member).replaceFirst(" \\d+ (LEADER|FOLLOWER)$", ""));
      }
      if (states.stream().distinct().count() == 1 && !states.getFirst().isEmpty()) {
        return;
      }
      LockSupport.parkNanos(QUIET.toNanos() / 10);
    }
    problems.add("the members do not agree: " + states);
  }

  private static List<Verdict.Told> events(MemberProcess member, List<String> problems)
      throws InterruptedException {
    try {
      var lines = member.ask("e" + System.nanoTime(), "EVENTS").get(2, TimeUnit.MINUTES);
      if (!lines.getLast().equals("DONE")) {
        problems.add("n%d: %s".formatted(member.number(), lines.getLast()));
        return List.of();
      }
      return lines.subList(0, lines.size() - 1).stream().map(Verdict.Told::of).toList();
    } catch (ExecutionException | TimeoutException e) {
      problems.add("n%d does not tell its events".formatted(member.number()));
      return List.of();
    }
  }

  private static long longestGap(List<Long> at, long from, long to) {
    long last = from;
    long longest = 0;
    for (long each : at) {
      if (each > from && each <= to) {
        longest = Math.max(longest, each - last);
        last = each;
      }
    }
    return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, to - last));
  }
}
