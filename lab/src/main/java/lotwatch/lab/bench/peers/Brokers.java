package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lotwatch.lab.bench.Scratch;

/** The systems that run beside each other. */
final class Brokers implements AutoCloseable {
  /**
   * What Redis and NATS keep for a subscriber that does not read, before they cut it off. Their own
   * limits of 32 and 64 MB would be reached in the same way, only later.
   */
  static final int BUFFER_BYTES_MAX = 1 << 20;

  /** Ours with its state on the disk, and with its state in memory. */
  static final String OURS = "ours";

  static final String MEMORY = "memory";

  /** They have each event on disk before they tell it, as ours has. */
  static final List<String> SYNCED = List.of("streams", "etcd", "postgres");

  /** They keep nothing. */
  static final List<String> UNSYNCED = List.of("redis", "mosquitto", "nats");

  static final List<String> PEERS = Stream.concat(SYNCED.stream(), UNSYNCED.stream()).toList();

  static final List<String> ALL = Stream.concat(Stream.of(OURS, MEMORY), PEERS.stream()).toList();

  /** A file system in memory. */
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final List<Broker> all = new ArrayList<>();
  private final Map<String, String> failed = new LinkedHashMap<>();
  private final List<Scratch> folders = new ArrayList<>();
  private final Path folder;
  private final List<String> java;

  /**
   * @param folder on the disk to be measured
   * @param java options for the Java of our nodes
   */
  Brokers(Path folder, List<String> java) {
    this.folder = folder;
    this.java = List.copyOf(java);
  }

  /**
   * Starts those that are installed.
   *
   * @throws IOException if ours does not start; a peer that does not is left out
   */
  void start(List<String> names) throws IOException, InterruptedException {
    for (var name : names) {
      var place = place(name);
      if (!PEERS.contains(name)) {
        all.add(new OurNode(name, place, java));
        continue;
      }
      var program = Packages.find(name);
      if (program.isEmpty()) {
        failed.put(name, "not installed: " + Packages.install(name));
        continue;
      }
      try {
        all.add(peer(name, program.get(), place));
      } catch (IOException e) {
        failed(name, e);
      }
    }
  }

  /**
   * A system cannot be measured any more.
   *
   * @throws IOException this, if it is ours
   */
  void failed(String name, IOException why) throws IOException {
    if (!PEERS.contains(name)) {
      throw why;
    }
    failed.put(name, String.valueOf(why.getMessage()));
  }

  /** The peers that cannot be measured, and why. */
  Map<String, String> failed() {
    return Collections.unmodifiableMap(failed);
  }

  private Path place(String name) throws IOException {
    var scratch = Scratch.in(name.equals(MEMORY) ? SHARED_MEMORY : folder);
    folders.add(scratch);
    return Files.createDirectories(scratch.resolve(name));
  }

  private static Broker peer(String name, Path program, Path place)
      throws IOException, InterruptedException {
    return switch (name) {
      case "streams" -> new RedisStreams(program, place);
      case "etcd" -> new EtcdWatch(program, place);
      case "postgres" -> new PostgresNotify(program, place);
      case "redis" -> new Redis(program, place);
      case "mosquitto" -> new Mosquitto(program, place);
      case "nats" -> new Nats(program, place);
      default -> throw new IllegalArgumentException(name);
    };
  }

  List<Broker> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() throws IOException {
    all.forEach(Broker::close);
    for (var each : folders) {
      each.close();
    }
  }
}
