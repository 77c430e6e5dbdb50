package lotwatch.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.util.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import lotwatch.ledger.Versions;

/** Voters of a cluster in this process, each with its own folder, port and log. */
final class Members implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path temp;
  private final int snapshotEntries;
  private final int eventsMax;
  private final List<Peer> peers = new ArrayList<>();
  private final Map<String, Open> open = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> newest = new ConcurrentSkipListMap<>();
  private final Map<String, Duration> ahead = new ConcurrentSkipListMap<>();

  private record Open(DataFolder folder, Replica replica) {}

  /** As many voters, none of them started. */
  Members(Path temp, int count, int snapshotEntries) throws IOException {
    this(temp, count, snapshotEntries, 100_000);
  }

  /** The same with so many events in memory. */
  Members(Path temp, int count, int snapshotEntries, int eventsMax) throws IOException {
    this.temp = temp;
    this.eventsMax = eventsMax;
    this.snapshotEntries = snapshotEntries;
    for (int i = 1; i <= count; i++) {
      peers.add(new Peer("n" + i, "127.0.0.1", PeerPorts.free()));
    }
  }

  /** One more, which those that run already do not know. */
  String grow() throws IOException {
    var name = "n" + (peers.size() + 1);
    peers.add(new Peer(name, "127.0.0.1", PeerPorts.free()));
    return name;
  }

  /** From its next start on this node is as one that understands only versions up to this. */
  void understands(String name, int version) {
    newest.put(name, version);
  }

  /** From its next start on this node's clock is so far ahead; negative is behind. */
  void clockAhead(String name, Duration by) {
    ahead.put(name, by);
  }

  Peer peer(String name) {
    return peers.stream().filter(peer -> peer.name().equals(name)).findFirst().orElseThrow();
  }

  /** Starts these voters at once, as machines that come up together do. */
  void start(String... names) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var starting = new TreeMap<String, Future<Open>>();
      for (var name : names) {
        starting.put(name, threads.submit(() -> open(name)));
      }
      for (var each : starting.entrySet()) {
        open.put(each.getKey(), each.getValue().get());
      }
    }
  }

  private Open open(String name) throws Exception {
    var settings =
        ReplicaSettings.of(name, peers)
            .with(new ReplicaSettings.Snapshots(snapshotEntries, Duration.ofHours(1)))
            .with(new ReplicaSettings.Storage(eventsMax, 0, ReplicaSettings.EVENTS_DISK_MAX));
    var folder = DataFolder.open(temp.resolve(name));
    try {
      int version = newest.getOrDefault(name, Versions.NEWEST);
      var by = ahead.getOrDefault(name, Duration.ZERO);
      InstantSource clock = () -> Instant.now().plus(by);
      return new Open(folder, Replica.open(folder, settings, clock, true, version));
    } catch (ReplicaException e) {
      folder.close();
      throw e;
    }
  }

  Replica get(String name) {
    return requireNonNull(open.get(name)).replica;
  }

  /** Waits for a leader among those that run. */
  String leader() {
    await(
        "a leader",
        () -> open.values().stream().filter(each -> each.replica.leading()).count() == 1);
    return open.entrySet().stream()
        .filter(each -> each.getValue().replica.leading())
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Has whoever leads hand over to this one, which runs, until it leads. */
  void lead(String name) {
    var peer = peer(name);
    await(
        name + " to lead",
        () -> {
          var leader = leader();
          if (leader.equals(name)) {
            return true;
          }
          get(leader).voters().handOver(new Endpoint(peer.host(), peer.port()));
          LockSupport.parkNanos(200_000_000);
          return false;
        });
    awaitAgreement();
  }

  /** One that runs and does not lead. */
  String follower() {
    var leader = leader();
    return open.keySet().stream().filter(name -> !name.equals(leader)).findFirst().orElseThrow();
  }

  /** The one that runs. */
  String onlyOne() {
    return open.keySet().iterator().next();
  }

  /** Those that run. */
  List<String> running() {
    return List.copyOf(open.keySet());
  }

  void stop(String name) throws IOException, ReplicaException {
    var member = requireNonNull(open.remove(name));
    member.replica.close();
    member.folder.close();
  }

  /** The disk is gone; the voter must be stopped. */
  void wipe(String name) throws IOException {
    try (var files = Files.walk(temp.resolve(name))) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Waits until all that run have applied the same. */
  void awaitAgreement() {
    await(
        "agreement",
        () -> open.values().stream().map(each -> state(each.replica)).distinct().count() == 1);
  }

  private static List<Object> state(Replica replica) {
    var view = replica.view();
    return List.of(view.sequence(), List.copyOf(view.lots()), List.copyOf(view.cameras()));
  }

  static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for %s", what).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Override
  public void close() throws IOException, ReplicaException {
    for (var name : List.copyOf(open.keySet())) {
      stop(name);
    }
  }
}
