package lotwatch.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import lotwatch.ledger.BlobId;
import lotwatch.ledger.BlobState;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RecordingCommand;
import lotwatch.ledger.UnavailableException;
import lotwatch.replica.blobs.BlobSettings;
import lotwatch.replica.blobs.BlobSettings.Upkeep;
import lotwatch.replica.blobs.KeptBlobs;

/**
 * Nodes of a cluster that keep blobs, in this process, and say again and again that they are there.
 */
final class BlobNodes implements AutoCloseable {
  /** All at once, so that a test need not wait for what takes minutes. */
  static final Upkeep BRISK =
      new Upkeep(
          Duration.ofMillis(100),
          Duration.ofMillis(500),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          1L << 32);

  /** As it is in life: nothing of it happens within a test. */
  static final Upkeep CALM = Upkeep.DEFAULT;

  private static final Duration HEARTBEAT_EVERY = Duration.ofMillis(500);

  private final Path temp;
  private final Members members;
  private final Map<String, KeptBlobs> blobs = new ConcurrentSkipListMap<>();
  private final Thread heartbeats = Thread.ofPlatform().daemon().unstarted(this::beat);
  private volatile boolean closed;

  /** As many voters, all started; none of them keeps blobs yet. */
  BlobNodes(Path temp, int count) throws Exception {
    this.temp = temp;
    members = new Members(temp, count, 50_000);
    members.start(names(count));
    members.leader();
    heartbeats.start();
    awaitAll(count);
    Members.await("version 7", () -> names().stream().allMatch(n -> replica(n).version() >= 7));
  }

  private static String[] names(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> "n" + n).toArray(String[]::new);
  }

  private List<String> names() {
    return members.running();
  }

  private void beat() {
    while (!closed) {
      for (var name : names()) {
        try {
          var replica = replica(name);
          replica.submit(
              new NodeHeartbeat(new NodeId(name), "http://h/", replica.address(), 0), null);
        } catch (UnavailableException | RuntimeException e) {
          // it is being stopped, or there is no leader for a moment
        }
      }
      LockSupport.parkNanos(HEARTBEAT_EVERY.toNanos());
    }
  }

  static BlobSettings settings(int replication, Upkeep upkeep) {
    return new BlobSettings(replication, 1L << 30, 0, upkeep);
  }

  /** Has nodes keep blobs. */
  void keep(BlobSettings settings, String... names) throws IOException {
    for (var name : names) {
      keep(settings, InstantSource.system(), name);
    }
  }

  /** The same with a clock for its files. */
  KeptBlobs keep(BlobSettings settings, InstantSource clock, String name) throws IOException {
    var replica = replica(name);
    var parts = new KeptBlobs.Parts(new NodeId(name), replica, replica, replica.blobs(), clock);
    var kept = KeptBlobs.open(temp.resolve(name), settings, parts);
    blobs.put(name, kept);
    return kept;
  }

  Replica replica(String name) {
    return members.get(name);
  }

  KeptBlobs at(String name) {
    return requireNonNull(blobs.get(name));
  }

  /** A node keeps no blobs any more. */
  void end(String name) {
    var kept = blobs.remove(name);
    if (kept != null) {
      kept.close();
    }
  }

  /** Bytes of blobs on the disk of a node. */
  long kept(String name) throws IOException {
    try (var files = Files.walk(temp.resolve(name).resolve("blobs"))) {
      long bytes = 0;
      for (var file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  /** Waits until all nodes know of so many. */
  void awaitAll(int count) {
    Members.await(
        "all nodes",
        () -> names().stream().allMatch(n -> replica(n).view().nodes().size() == count));
  }

  /** A node ends; it is gone for the others once nothing was heard of it. */
  void stop(String name) throws Exception {
    end(name);
    members.stop(name);
  }

  /** It comes back; it keeps no blobs yet. */
  void start(String name) throws Exception {
    members.start(name);
  }

  /** A file with such content in a folder for blobs. */
  static Path file(KeptBlobs at, long seed, int bytes) throws IOException {
    var content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return Files.write(at.folder("test").resolve("file"), content);
  }

  /** Begins a recording of it. */
  void use(BlobId blob, String recording) throws UnavailableException {
    var begin = new RecordingCommand.Begin(recording, recording, "", blob);
    assertThat(replica(names().getFirst()).submit(begin, null)).isEqualTo(new Outcome.Accepted());
  }

  /** Forgets that recording. */
  void free(String recording) throws UnavailableException {
    var delete = new RecordingCommand.Delete(recording);
    assertThat(replica(names().getFirst()).submit(delete, null)).isEqualTo(new Outcome.Accepted());
  }

  /** Who has it, as this node knows when it knows all that was answered before. */
  List<String> holders(String node, BlobId blob) {
    return state(node, blob).holders().stream().map(NodeId::value).toList();
  }

  BlobState state(String node, BlobId blob) {
    try {
      replica(node).catchUp();
    } catch (UnavailableException e) {
      throw new IllegalStateException(e);
    }
    return requireNonNull(replica(node).view().blob(blob));
  }

  /** Where the file of a blob is on a node's disk, if it is there. */
  Path path(String node, BlobId blob) {
    return temp.resolve(node)
        .resolve("blobs")
        .resolve(blob.sha256().substring(0, 2))
        .resolve(blob.sha256());
  }

  /** What is being written on a node's disk. */
  List<Path> temporary(String node) throws IOException {
    try (var files = Files.list(temp.resolve(node).resolve("blobs/tmp"))) {
      return files.toList();
    }
  }

  @Override
  public void close() throws IOException, ReplicaException {
    closed = true;
    blobs.values().forEach(KeptBlobs::close);
    try {
      heartbeats.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    members.close();
  }
}
