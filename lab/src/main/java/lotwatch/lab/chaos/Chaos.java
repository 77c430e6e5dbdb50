package lotwatch.lab.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.cluster.Cluster;
import lotwatch.lab.cluster.NodeProcess;

/** A run: three nodes, clients, a schedule of faults that follows from a seed, and the checks. */
public final class Chaos {
  private static final Duration QUIET = Duration.ofSeconds(4);

  /** Longer than an election takes: a cut must be noticed. */
  private static final long CUT_MILLIS_MIN = 3_000;

  /** What clocks are set forward or back by. */
  private static final List<Duration> STEPS =
      List.of(Duration.ofHours(1), Duration.ofHours(7), Duration.ofDays(1), Duration.ofDays(400));

  private static final Duration DELAY_MAX = Duration.ofMillis(80);
  private static final double LOSS_MAX = 0.05;

  private final long seed;
  private final Duration length;
  private final Path folder;
  private final boolean sync;
  private final SplittableRandom random;
  private final Map<Fault, List<Long>> gapsMillis = new EnumMap<>(Fault.class);
  private final List<Injected> injected = new ArrayList<>();
  private final List<Fault> deck = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();

  private record Injected(Fault fault, long fromNanos, long toNanos) {}

  /**
   * What came of a run.
   *
   * @param operations of all clients
   * @param unknown how many of them never got an answer
   * @param holds reservations of which the end was watched
   * @param videos uploads that were acknowledged
   * @param gapsMillis the longest time without any acknowledged operation around each fault, in
   *     order, by its kind
   * @param problems all that is wrong; nothing was lost if there is none
   */
  public record Report(
      long seed,
      int operations,
      int unknown,
      int holds,
      int videos,
      Map<Fault, List<Long>> gapsMillis,
      List<String> problems) {}

  /**
   * A run that is not begun.
   *
   * @param folder where the members keep their state; empty or not there
   */
  public Chaos(long seed, Duration length, Path folder) {
    this(seed, length, folder, true);
  }

  /**
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  Chaos(long seed, Duration length, Path folder, boolean sync) {
    this.seed = seed;
    this.length = length;
    this.folder = folder;
    this.sync = sync;
    this.random = new SplittableRandom(seed);
  }

  /** What clients do besides reserving and cancelling. */
  enum Load {
    /** Nothing: that reservations end in time is watched, which needs a free core. */
    HOLDS,
    /** They upload videos, which takes all cores. */
    VIDEOS
  }

  /** Runs it. What needs root is left out without it. */
  public Report run() throws IOException, InterruptedException {
    return run(Arrays.asList(Fault.values()), Load.HOLDS);
  }

  /** Runs it with these faults only. */
  Report run(List<Fault> faults, Load load) throws IOException, InterruptedException {
    System.out.println("seed " + seed);
    try (var cluster = Cluster.start(folder, seed, Campus.file(), sync)) {
      if (faults.stream().noneMatch(fault -> fault.suits(cluster))) {
        throw new IOException("none of %s can be done here".formatted(faults));
      }
      var clients = Clients.start(cluster.members(), seed);
      var holds = load == Load.HOLDS ? Holds.start(cluster.members(), seed) : Holds.none();
      var videos =
          load == Load.VIDEOS
              ? Videos.start(cluster.members(), seed, folder.resolve("videos"))
              : null;
      long end = System.nanoTime() + length.toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(QUIET.toNanos());
        inflict(next(cluster, faults), cluster);
      }
      LockSupport.parkNanos(QUIET.toNanos());
      setClocksRight(cluster);
      holds.stop();
      clients.stop();
      if (videos != null) {
        videos.stop();
        wrong.addAll(videos.problems());
      }
      LockSupport.parkNanos(Campus.HOLD.multipliedBy(2).toNanos()); // then no reservation is left
      return report(cluster, clients, holds, videos == null ? 0 : videos.count());
    }
  }

  /** Each kind comes once before any comes again. */
  private Fault next(Cluster cluster, List<Fault> faults) {
    if (deck.isEmpty()) {
      faults.stream().filter(fault -> fault.suits(cluster)).forEach(deck::add);
    }
    return deck.remove(random.nextInt(deck.size()));
  }

  private void inflict(Fault fault, Cluster cluster) throws IOException, InterruptedException {
    var members = cluster.members();
    var victim = members.get(random.nextInt(members.size()));
    var other = members.get(victim.number() % members.size());
    long millis = 1_000L + random.nextInt(3_000);
    long from = System.nanoTime();
    System.out.printf("%s n%d%n", fault, victim.number());
    switch (fault) {
      case KILL -> restart(victim, cluster, millis);
      case KILL_LEADER -> restart(cluster.leader(), cluster, millis);
      case KILL_ALL -> {
        members.forEach(NodeProcess::kill);
        cluster.startAll(members);
      }
      case PAUSE -> {
        victim.signal("STOP");
        Thread.sleep(millis);
        victim.signal("CONT");
      }
      case CLOCK_LEADER -> step(cluster.leader(), cluster, millis);
      case CLOCK_FOLLOWER -> {
        var leader = cluster.leader();
        step(members.get((leader.number() + random.nextInt(2)) % members.size()), cluster, millis);
      }
      case CUT -> {
        for (var each : others(members, victim)) {
          cluster.networks().cut(victim.number(), each.number());
          cluster.networks().cut(each.number(), victim.number());
        }
        Thread.sleep(CUT_MILLIS_MIN + millis);
      }
      case ONE_WAY -> {
        cluster.networks().cut(victim.number(), other.number());
        Thread.sleep(CUT_MILLIS_MIN + millis);
      }
      case SLOW -> {
        var delay = Duration.ofMillis(random.nextLong(DELAY_MAX.toMillis()));
        double loss = random.nextDouble() * LOSS_MAX;
        for (var each : others(members, victim)) {
          cluster.networks().slow(victim.number(), each.number(), delay, loss);
          cluster.networks().slow(each.number(), victim.number(), delay, loss);
        }
        Thread.sleep(CUT_MILLIS_MIN + millis);
      }
      case POWER_ONE -> cluster.cutPower(List.of(victim), millis);
      case POWER_TWO -> cluster.cutPower(List.of(victim, other), millis);
      case POWER_ALL -> cluster.cutPower(members, millis);
      case FULL_DISK -> {
        var filler = cluster.disk(victim).fill(0);
        Thread.sleep(CUT_MILLIS_MIN + millis);
        victim.kill();
        Files.delete(filler);
        cluster.startAll(List.of(victim));
      }
      case LOST_DISK -> {
        victim.kill();
        Cluster.wipe(victim);
        cluster.startAll(List.of(victim));
      }
      case LOST_DISK_KILL_ALL -> {
        members.forEach(NodeProcess::kill);
        Cluster.wipe(victim);
        cluster.startAll(members);
      }
      case DUPLICATE_ID -> startDuplicate(victim, cluster);
      case OTHER_FILE -> {
        victim.kill();
        victim.start(Files.writeString(cluster.file("other.yml"), Campus.otherFile()));
        victim.awaitReady();
      }
      case BROKEN_FILE -> startBroken(victim, cluster);
    }
    cluster.heal();
    injected.add(new Injected(fault, from, System.nanoTime() + QUIET.toNanos()));
  }

  private static List<NodeProcess> others(List<NodeProcess> members, NodeProcess victim) {
    return members.stream().filter(member -> member != victim).toList();
  }

  private static void restart(NodeProcess victim, Cluster cluster, long millis)
      throws IOException, InterruptedException {
    victim.kill();
    Thread.sleep(millis);
    cluster.startAll(List.of(victim));
  }

  /** One clock at a time is wrong, and stays so, whatever else happens, until another one is. */
  private void step(NodeProcess member, Cluster cluster, long millis)
      throws IOException, InterruptedException {
    setClocksRight(cluster);
    var by = STEPS.get(random.nextInt(STEPS.size()));
    member.stepClock(random.nextBoolean() ? by : by.negated());
    Thread.sleep(CUT_MILLIS_MIN + millis);
  }

  private static void setClocksRight(Cluster cluster) throws IOException {
    for (var member : cluster.members()) {
      member.stepClock(Duration.ZERO);
    }
  }

  private void startDuplicate(NodeProcess victim, Cluster cluster)
      throws IOException, InterruptedException {
    var stranger = cluster.stranger(victim, Campus.file());
    stranger.node().start();
    var ended = stranger.node().awaitEnd();
    stranger.node().kill();
    if (ended.code() <= 0
        || !ended.said().contains(stranger.address())
        || !ended.said().contains(cluster.addressOf(victim))) {
      wrong.add(
          "a second %s at %s is not refused with both addresses: it ended with %d"
              .formatted(victim.id(), stranger.address(), ended.code()));
    }
  }

  private void startBroken(NodeProcess victim, Cluster cluster)
      throws IOException, InterruptedException {
    victim.kill();
    victim.start(Files.writeString(cluster.file("broken.yml"), "lots: [{id: deck, capacity:"));
    int code = victim.awaitEnd().code();
    if (code <= 0) {
      victim.kill();
      wrong.add("%s does not refuse a broken file: it ended with %d".formatted(victim.id(), code));
    }
    cluster.startAll(List.of(victim));
  }

  private Report report(Cluster cluster, Clients clients, Holds holds, int videos)
      throws InterruptedException {
    var problems = new ArrayList<>(wrong);
    problems.addAll(holds.problems(clients.acknowledgedAt()));
    var states = cluster.settle();
    if (states.size() > 1) {
      problems.add("the members do not agree: " + states);
    }
    var verdict = new Verdict(Campus.CAPACITY, clients.operations());
    for (var member : cluster.members()) {
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
    return new Report(
        seed, clients.operations().size(), unknown, holds.count(), videos, gapsMillis, problems);
  }

  private static List<Verdict.EventLine> events(NodeProcess member, List<String> problems) {
    try {
      return member.events().stream().map(Verdict.EventLine::of).toList();
    } catch (IOException e) {
      problems.add("n%d does not tell its events: %s".formatted(member.number(), e.getMessage()));
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
