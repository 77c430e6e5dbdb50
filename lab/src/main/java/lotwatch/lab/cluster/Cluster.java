package lotwatch.lab.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import lotwatch.lab.faults.FreePorts;
import lotwatch.lab.faults.LoopDisk;
import lotwatch.lab.faults.Networks;
import lotwatch.lab.faults.Preload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Three nodes on this machine, each a {@code lotwatch node}: as root each has a disk and a network
 * of its own, and where there is gcc a wall clock.
 */
public final class Cluster implements AutoCloseable {
  /** How many there are. */
  public static final int MEMBERS = 3;

  private static final int PORT = 7_070;
  private static final int HTTP_PORT = 8_080;
  private static final int GRPC_PORT = 50_051;
  private static final int DISK_MEGABYTES = 1_024;
  private static final Duration SETTLE_WAIT_MAX = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final List<NodeProcess> members = new ArrayList<>();
  private final List<LoopDisk> disks = new ArrayList<>();
  private final Path folder;
  private final Thread onEnd = Thread.ofPlatform().name("end").unstarted(this::end);
  private @Nullable Networks networks;
  private @Nullable Preload preload;
  private String peers = "";
  private int strangers;

  private Cluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts them, and waits until they answer.
   *
   * @param folder where they keep their state; empty or not there
   * @param seed decides which packets a slow network loses
   * @param config the file of all of them
   * @param sync false loses what was acknowledged when the power fails: only to show that the
   *     checks see it
   */
  public static Cluster start(Path folder, long seed, String config, boolean sync)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var cluster = new Cluster(folder);
    Runtime.getRuntime().addShutdownHook(cluster.onEnd);
    try {
      cluster.makePreload();
      cluster.makeNetworks(seed);
      cluster.makeDisks();
      cluster.make(config, sync);
      cluster.startAll(cluster.members);
      cluster.awaitKept();
      return cluster;
    } catch (IOException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private void makePreload() {
    try {
      preload = Preload.compile(folder);
    } catch (IOException e) {
      System.out.println("no clocks to set: " + e.getMessage());
    }
  }

  private void makeNetworks(long seed) {
    try {
      networks = Networks.make(MEMBERS + 1, seed);
    } catch (IOException e) {
      System.out.println("no networks to cut: " + e.getMessage());
    }
  }

  private void makeDisks() throws IOException {
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

  private void make(String config, boolean sync) throws IOException {
    var all = new ArrayList<String>();
    for (int i = 1; i <= MEMBERS; i++) {
      all.add("n%d=%s".formatted(i, address(i)));
    }
    peers = String.join(",", all);
    for (int i = 1; i <= MEMBERS; i++) {
      var home = disks.isEmpty() ? folder.resolve("n" + i) : disks.get(i - 1).path();
      var state = preload == null ? null : preload.state(folder.resolve("n" + i + ".clock"));
      if (state != null && !sync) {
        state.neverSync();
      }
      var place = new NodeProcess.Place("n" + i, i, home.resolve("data"), networks != null);
      members.add(node(place, peers, file("n" + i, config), state));
    }
  }

  private String address(int member) throws IOException {
    return networks == null
        ? "127.0.0.1:" + FreePorts.free()
        : Networks.address(member) + ":" + PORT;
  }

  /** A file for a node, which gets ports of its own where it has no network of its own. */
  private Path file(String name, String config) throws IOException {
    var ports = "grpc: {ports: %d}%n".formatted(networks == null ? FreePorts.free() : GRPC_PORT);
    return Files.writeString(folder.resolve(name + ".yml"), config + ports);
  }

  private NodeProcess node(
      NodeProcess.Place place, String peers, Path file, Preload.@Nullable State state)
      throws IOException {
    var inside = networks;
    NodeCalls.Dial dial =
        (port, waitMax) ->
            inside == null
                ? connected(port, waitMax)
                : inside.connect(place.number(), port, waitMax);
    return new NodeProcess(
        place,
        peers,
        file,
        folder.resolve(
            (place.number() <= MEMBERS ? place.id() : place.folder().getFileName()) + ".log"),
        state,
        new NodeCalls(dial, inside == null ? FreePorts.free() : HTTP_PORT));
  }

  private static Socket connected(int port, Duration waitMax) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
          Math.toIntExact(waitMax.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * One more node, on a machine of its own, which is started by mistake with the id of another; it
   * is not started yet.
   *
   * @param config its file
   * @return the node, and the address that it has
   */
  public Stranger stranger(NodeProcess of, String config) throws IOException {
    strangers++;
    var address = address(MEMBERS + 1);
    var theirs = peers.replaceAll(of.id() + "=[^,]*", of.id() + "=" + address);
    var home = folder.resolve("stranger" + strangers);
    var place = new NodeProcess.Place(of.id(), MEMBERS + 1, home, networks != null);
    return new Stranger(node(place, theirs, file("stranger" + strangers, config), null), address);
  }

  /** A node that does not belong to the cluster. */
  public record Stranger(NodeProcess node, String address) {}

  /** Where the others reach a member, as {@code HOST:PORT}. */
  public String addressOf(NodeProcess member) {
    return Stream.of(peers.split(",", -1))
        .filter(peer -> peer.startsWith(member.id() + "="))
        .findFirst()
        .orElseThrow()
        .substring(member.id().length() + 1);
  }

  /** A file of that name beside those of the members. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** All three, n1 first. */
  public List<NodeProcess> members() {
    return List.copyOf(members);
  }

  /** Whether each member has a wall clock of its own. */
  public boolean hasClocks() {
    return preload != null;
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
  public LoopDisk disk(NodeProcess member) {
    return disks.get(member.number() - 1);
  }

  /** Undoes what was done to the networks. */
  public void heal() {
    if (networks != null) {
      networks.heal();
    }
  }

  /** Starts these, which do not run, and waits until they have come in. */
  public void startAll(List<NodeProcess> these) throws IOException, InterruptedException {
    for (var member : these) {
      member.start();
    }
    for (var member : these) {
      member.awaitReady();
    }
  }

  /** These machines lose their power at once, and get it back. */
  public void cutPower(List<NodeProcess> these, long millis)
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
  public static void wipe(NodeProcess member) throws IOException {
    try (var files = Files.walk(member.folder())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The one that leads; any if none says so. */
  public NodeProcess leader() {
    for (var member : members) {
      var leader = nodes(member).path("leader").asString("");
      for (var each : members) {
        if (each.id().equals(leader)) {
          return each;
        }
      }
    }
    return members.getFirst();
  }

  /** The newest that any member knows of. */
  public long term() {
    return members.stream()
        .mapToLong(member -> nodes(member).path("term").asLong(0))
        .max()
        .orElse(0);
  }

  private static ObjectNode nodes(NodeProcess member) {
    try {
      return member.json("/api/nodes");
    } catch (IOException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  /** All events are kept from here on. */
  private void awaitKept() throws IOException {
    long deadline = System.nanoTime() + SETTLE_WAIT_MAX.toNanos();
    while (!members.getFirst().keepEvents()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the members do not answer");
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private static String state(NodeProcess member) {
    try {
      return member.json("/api/lots?local=true&limit=1000").toString();
    } catch (IOException e) {
      return "";
    }
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
        states.add(state(member));
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
    members.forEach(NodeProcess::kill);
    if (networks != null) {
      networks.close();
    }
    disks.forEach(LoopDisk::close);
  }
}
