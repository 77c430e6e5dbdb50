package lotwatch.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import lotwatch.node.config.Config;

/**
 * Everything that a node will listen on, and what stands in the way: said all at once, before
 * anything is opened.
 *
 * @param ports that are not any free one
 */
public record Listening(List<Port> ports) {
  /**
   * One port.
   *
   * @param key names it in the configuration
   * @param hostKey names its host there
   * @param port above 0
   */
  public record Port(String key, String hostKey, String host, int port) {
    private boolean meets(Port other) {
      return port == other.port
          && (host.equals(other.host) || isWildcard(host) || isWildcard(other.host));
    }

    private String choice() {
      return "choose another with %s (LOTWATCH_%s)%s, or %s"
          .formatted(
              key,
              key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
              key.equals("http.port") ? " or --port" : "",
              hostKey);
    }
  }

  /** Copies them. */
  public Listening {
    ports = List.copyOf(ports);
  }

  /** What this configuration asks for. */
  public static Listening of(Config config) {
    var ports = new ArrayList<Port>();
    var servers = config.servers();
    var http = servers.http();
    add(ports, "http.port", "http.host", http.host(), OptionalInt.of(http.port()));
    for (int port : servers.grpc().ports()) {
      add(ports, "grpc.ports", "http.host", http.host(), OptionalInt.of(port));
    }
    for (int port : servers.backup().ports()) {
      add(ports, "campus.backup-ports", "http.host", http.host(), OptionalInt.of(port));
    }
    var host = servers.finder().host();
    var tcp = servers.finder().ports();
    add(ports, "text.port", "tcp.host", host, tcp.text());
    add(ports, "rpc.port", "tcp.host", host, tcp.rpc());
    add(ports, "sensor.port", "tcp.host", host, tcp.sensor());
    add(ports, "pubsub.port", "tcp.host", host, tcp.pubsub());
    if (config.replica().peers().size() > 1) {
      var self = config.replica().self();
      add(ports, "replica.peers", "replica.peers", self.host(), OptionalInt.of(self.port()));
    }
    return new Listening(ports);
  }

  private static void add(
      List<Port> ports, String key, String hostKey, String host, OptionalInt port) {
    if (port.isPresent() && port.getAsInt() > 0) {
      ports.add(new Port(key, hostKey, host, port.getAsInt()));
    }
  }

  /** What is wrong wherever it runs: two of them are the same, or a host cannot be found. */
  public List<String> problems() {
    return Stream.concat(clashes().stream(), unknownHosts().stream()).toList();
  }

  private List<String> clashes() {
    var clashes = new ArrayList<String>();
    for (int i = 0; i < ports.size(); i++) {
      for (var other : ports.subList(i + 1, ports.size())) {
        var one = ports.get(i);
        if (one.meets(other)) {
          clashes.add(
              "%s and %s are both %d on %s; give one of them another"
                  .formatted(one.key, other.key, one.port, one.host));
        }
      }
    }
    return clashes;
  }

  private List<String> unknownHosts() {
    var problems = new LinkedHashSet<String>();
    for (var port : ports) {
      if (!isKnown(port.host)) {
        problems.add(
            "%s is '%s': there is no such host; write an address of this machine, such as"
                    .formatted(port.hostKey, port.host)
                + " 127.0.0.1, or 0.0.0.0 for all of them");
      }
    }
    return List.copyOf(problems);
  }

  /** What others have taken here and now, or this machine does not have. */
  List<String> taken() {
    var problems = new ArrayList<String>();
    for (var port : ports) {
      try (var socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getByName(port.host), port.port));
      } catch (IOException e) {
        problems.add(
            "cannot listen on %s:%d: %s; %s"
                .formatted(port.host, port.port, e.getMessage(), port.choice()));
      }
    }
    return problems;
  }

  /**
   * Checks all of it.
   *
   * @throws NodeException naming everything that stands in the way
   */
  void check() throws NodeException {
    var problems = new ArrayList<>(problems());
    if (problems.isEmpty()) {
      problems.addAll(taken());
    }
    if (!problems.isEmpty()) {
      throw new NodeException(String.join(System.lineSeparator(), problems), null);
    }
  }

  private static boolean isKnown(String host) {
    try {
      InetAddress.getByName(host);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isWildcard(String host) {
    return host.equals("0.0.0.0") || host.equals("::");
  }
}
