package lotwatch.lab.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import lotwatch.lab.faults.FreePorts;
import lotwatch.lab.faults.LoopDisk;
import lotwatch.lab.faults.Networks;
import org.jspecify.annotations.Nullable;

/** Three members on this machine: as root each has a disk and a network of its own. */
public final class Cluster implements AutoCloseable {
  /** How many there are. */
  public static final int MEMBERS = 3;

  private static final int PORT = 7_070;
  private static final int DISK_MEGABYTES = 1_024;
  private static final Duration SETTLE_WAIT_MAX = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final List<MemberProcess> members = new ArrayList<>();
  private final List<LoopDisk> disks = new ArrayList<>();
  private final Thread onEnd = Thread.ofPlatform().name("end").unstarted(this::end);
  private @Nullable Networks networks;

  private Cluster() {}

  /**
   * Starts them, and waits until they answer.
   *
   * @param folder where they keep their state; empty or not there
   * @param seed decides which packets a slow network loses
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  public static Cluster start(Path folder, long seed, boolean sync)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var cluster = new Cluster();
    Runtime.getRuntime().addShutdownHook(cluster.onEnd);
    try {
      cluster.makeNetworks(seed);
      cluster.makeDisks(folder);
      cluster.make(folder, sync);
      cluster.startAll(cluster.members);
      cluster.awaitAnswer();
      return cluster;
    } catch (IOException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private void makeNetworks(long seed) {
    try {
      networks = Networks.make(MEMBERS, seed);
    } catch (IOException e) {
      System.out.println("no networks to cut: " + e.getMessage());
    }
  }

  private void makeDisks(Path folder) throws IOException {
    try {
      for (int i = 1; i <= MEMBERS; i++) {
        disks.add(LoopDisk.make(folder.resolve("n" + i), DISK_MEGABYTES));
      }
    } catch (IOException e) {
      System.out.println("no disks to break: " + e.getMessage());
      disks.forEach(LoopDisk::close);
      disks.clear();
    }
  }

  private void make(Path folder, boolean sync) throws IOException {
    var peers = new ArrayList<String>();
    for (int i = 1; i <= MEMBERS; i++) {
      peers.add(
          networks == null
              ? "n%d=127.0.0.1:%d".formatted(i, FreePorts.free())
              : "n%d=%s:%d".formatted(i, Networks.address(i), PORT));
    }
    for (int i = 1; i <= MEMBERS; i++) {
      var home = disks.isEmpty() ? folder.resolve("n" + i) : disks.get(i - 1).path();
      members.add(
          new MemberProcess(
              i,
              String.join(",", peers),
              home.resolve("data"),
              folder.resolve("n" + i + ".log"),
              networks != null,
              false,
              sync));
    }
  }

  public List<MemberProcess> members() {
    return List.copyOf(members);
  }

  /** Whether each member has a network of its own. */
  public boolean hasNetworks() {
    return networks != null;
  }

  /** Whether each member has a disk of its own. */
  public boolean hasDisks() {
    return !disks.isEmpty();
  }

  /** Between the members; only where {@link #hasNetworks}. */
  public Networks networks() {
    if (networks == null) {
      throw new IllegalStateException("there are no networks here");
    }
    return networks;
  }

  /** Of that member; only where {@link #hasDisks}. */
  public LoopDisk disk(MemberProcess member) {
    return disks.get(member.number() - 1);
  }

  /** Undoes what was done to the networks. */
  public void heal() {
    if (networks != null) {
      networks.heal();
    }
  }

  /** Starts these, which do not run, and waits until they have come in. */
  public void startAll(List<MemberProcess> these) throws IOException {
    var starting = new ArrayList<CompletableFuture<List<String>>>();
    for (var member : these) {
      starting.add(member.start());
    }
    for (int i = 0; i < these.size(); i++) {
      these.get(i).awaitReady(starting.get(i));
    }
  }

  /** These machines lose their power at once, and get it back. */
  public void cutPower(List<MemberProcess> these, long millis)
      throws IOException, InterruptedException {
    for (var member : these) {
      disk(member).cutPower();
    }
    for (var member : these) {
      member.kill();
    }
    Thread.sleep(millis);
    for (var member : these) {
      disk(member).powerOn();
    }
    startAll(these);
  }

  /** Deletes all that a member, which does not run, ever wrote. */
  public static void wipe(MemberProcess member) throws IOException {
    try (var files = Files.walk(member.folder())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The one that leads; any if none says so. */
  public MemberProcess leader() throws InterruptedException {
    for (var member : members) {
      if (state(member).endsWith("LEADER")) {
        return member;
      }
    }
    return members.getFirst();
  }

  /** The newest that any member knows of. */
  public long term() throws InterruptedException {
    long newest = 0;
    for (var member : members) {
      newest = Math.max(newest, term(state(member)));
    }
    return newest;
  }

  /** Of a {@link #state}; 0 if it is empty. */
  public static long term(String state) {
    var words = state.split(" ", -1);
    return words.length < 4 ? 0 : Long.parseLong(words[3]);
  }

  /** {@code STATE SEQUENCE HASH TERM ROLE}; empty if it does not answer. */
  public static String state(MemberProcess member) throws InterruptedException {
    try {
      return member.ask("s" + System.nanoTime(), "STATE").get(2, TimeUnit.SECONDS).getLast();
    } catch (ExecutionException | TimeoutException e) {
      return "";
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + SETTLE_WAIT_MAX.toNanos();
    for (int i = 0; System.nanoTime() < deadline; i++) {
      try {
        var answer = members.getFirst().ask("w" + i, "POLICY").get(10, TimeUnit.SECONDS).getLast();
        if (answer.equals("ACCEPTED")) {
          return;
        }
      } catch (ExecutionException | TimeoutException e) {
        // Asked again.
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    throw new IOException("the members do not answer");
  }

  /**
   * Waits until all members say the same.
   *
   * @return what they say; one if they agree
   */
  public List<String> settle() throws InterruptedException {
    long deadline = System.nanoTime() + SETTLE_WAIT_MAX.toNanos();
    while (true) {
      var states = new ArrayList<String>();
      for (var member : members) {
        states.add(state(member).replaceFirst(" \\d+ (LEADER|FOLLOWER)$", ""));
      }
      var different = states.stream().distinct().toList();
      boolean agreed = different.size() == 1 && !different.getFirst().isEmpty();
      if (agreed || System.nanoTime() > deadline) {
        return different;
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  /** Kills them, and takes away their networks and disks. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(onEnd);
    end();
  }

  /** Also after Ctrl-C: mounted disks outlive a process. */
  private void end() {
    members.forEach(MemberProcess::kill);
    if (networks != null) {
      networks.close();
    }
    disks.forEach(LoopDisk::close);
  }
}
