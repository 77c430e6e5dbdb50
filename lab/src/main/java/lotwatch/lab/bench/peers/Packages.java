package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lotwatch.lab.bench.PeerProcess;

/** The Debian packages of the peers. */
final class Packages {
  /** Where Debian puts servers, which are not on everybody's path. */
  private static final String[] FOLDERS = {"/usr/sbin", "/usr/bin"};

  private Packages() {}

  /** Its program, if it is installed. */
  static Optional<Path> find(String peer) {
    return PeerProcess.find(program(peer), FOLDERS);
  }

  private static String program(String peer) {
    return switch (peer) {
      case "redis" -> "redis-server";
      case "nats" -> "nats-server";
      default -> peer;
    };
  }

  /** The command that installs it. */
  static String install(String peer) {
    return String.join(" ", command(List.of(peer)));
  }

  /**
   * Installs those that are missing.
   *
   * @throws IOException with what apt-get said
   */
  static void installMissing(List<String> peers) throws IOException, InterruptedException {
    var missing = peers.stream().filter(peer -> find(peer).isEmpty()).toList();
    if (!missing.isEmpty()) {
      PeerProcess.run(Path.of("/"), List.of("apt-get", "update", "-qq"));
      PeerProcess.run(Path.of("/"), command(missing));
    }
  }

  private static List<String> command(List<String> peers) {
    var command = new ArrayList<>(List.of("apt-get", "install", "-y", "--no-install-recommends"));
    peers.forEach(peer -> command.add(program(peer)));
    return command;
  }
}
