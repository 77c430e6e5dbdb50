package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

  static final List<String> PEERS = List.of("redis", "mosquitto", "nats");

  static final List<String> ALL = Stream.concat(Stream.of(OURS, MEMORY), PEERS.stream()).toList();

  /** A file system in memory. */
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final List<Broker> all = new ArrayList<>();
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

  /** Starts those that are installed, and says what is missing. */
  void start(List<String> names, Consumer<String> say) throws IOException, InterruptedException {
    for (var name : names) {
      var place = place(name);
      switch (name) {
        case OURS, MEMORY -> all.add(new OurNode(name, place, java));
        default -> {
          var program = Packages.find(name);
          if (program.isEmpty()) {
            say.accept(name + " is not installed: " + Packages.install(name));
          } else {
            all.add(peer(name, program.get(), place));
          }
        }
      }
    }
  }

  private Path place(String name) throws IOException {
    var scratch = Scratch.in(name.equals(MEMORY) ? SHARED_MEMORY : folder);
    folders.add(scratch);
    return Files.createDirectories(scratch.resolve(name));
  }

  private static Broker peer(String name, Path program, Path place)
      throws IOException, InterruptedException {
    return switch (name) {
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
