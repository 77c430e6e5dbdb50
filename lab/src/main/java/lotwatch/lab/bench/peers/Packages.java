package lotwatch.lab.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lotwatch.lab.bench.PeerProcess;
import lotwatch.lab.bench.servers.EtcdMembers;
import lotwatch.lab.bench.servers.PostgresServer;

/** The Debian packages of the peers. */
final class Packages {
  /** Where Debian puts servers, which are not on everybody's path. */
  private static final String[] FOLDERS = {"/usr/sbin", "/usr/bin"};

  private Packages() {}

  /** Its program, if it is installed. */
  static Optional<Path> find(String peer) {
    return switch (peer) {
      case "etcd" -> EtcdMembers.find();
      case "postgres" -> PostgresServer.find();
      default -> PeerProcess.find(name(peer), FOLDERS);
    };
  }

  /** Of the package; where it is not another's, of the program in it, too. */
  private static String name(String peer) {
    return switch (peer) {
      case "redis", "streams" -> "redis-server";
      case "nats" -> "nats-server";
      case "etcd" -> EtcdMembers.PACKAGE;
      case "postgres" -> PostgresServer.PACKAGE;
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
    peers.forEach(peer -> command.add(name(peer)));
    return command;
  }
}
