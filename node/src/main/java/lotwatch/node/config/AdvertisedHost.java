package lotwatch.node.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import lotwatch.replica.ReplicaSettings;

/**
 * The host by which the other nodes and clients reach this node; the ports are those of each
 * protocol.
 *
 * @param host a name that resolves, or an address of one machine
 */
public record AdvertisedHost(String host) {
  private static final Pattern SHAPE = Pattern.compile("[\\w.-]{1,253}|[0-9a-fA-F:.]{2,45}");

  /** Of no machine (RFC 5737); nothing is ever sent there. */
  private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("192.0.2.1", 9);

  /**
   * The configured one; else the first of these that there is: the address HTTP listens on, if
   * others can reach it; this node's host in the list of peers; the address HTTP listens on; the
   * address from which this machine would speak to others.
   *
   * @throws ConfigException if others cannot reach this node by it
   */
  public static AdvertisedHost of(Config config) throws ConfigException {
    var host = config.node().advertise().isEmpty() ? chosen(config) : config.node().advertise();
    var problem = problem(host, config.replica());
    if (!problem.isEmpty()) {
      throw new ConfigException(
          List.of(
              "node.advertise (LOTWATCH_NODE_ADVERTISE) is '%s'%s: %s"
                  .formatted(
                      host,
                      config.node().advertise().isEmpty() ? ", chosen as none is set" : "",
                      problem)));
    }
    return new AdvertisedHost(host);
  }

  /** Where the page is that listens on this port. */
  public URI page(int port) {
    return URI.create(
        "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, port));
  }

  private static String chosen(Config config) {
    var http = config.servers().http().host();
    boolean several = config.replica().peers().size() > 1;
    if (isWildcard(http)) {
      return several ? config.replica().self().host() : machine();
    }
    return several && isLoopback(http) ? config.replica().self().host() : http;
  }

  private static String problem(String host, ReplicaSettings replica) {
    if (!SHAPE.matcher(host).matches()) {
      return "it must be a name or an address, without a port";
    }
    try {
      var address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
        return "it must be the address of one machine";
      }
      return address.isLoopbackAddress() ? loopback(replica) : "";
    } catch (UnknownHostException e) {
      return "there is no such host";
    }
  }

  private static String loopback(ReplicaSettings replica) {
    return replica.peers().stream()
        .filter(peer -> !peer.name().equals(replica.name()) && !isLoopback(peer.host()))
        .findFirst()
        .map(peer ->
            "that is this machine only, and %s cannot reach it; set the host by which %s reaches"
                    .formatted(peer, peer.name())
                + " this node")
        .orElse("");
  }

  private static boolean isWildcard(String host) {
    try {
      return host.isEmpty() || InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address of the default route; without one, the first that is not loopback. */
  private static String machine() {
    try (var socket = new DatagramSocket()) {
      socket.connect(FAR_AWAY);
      var local = socket.getLocalAddress();
      if (!local.isAnyLocalAddress() && !local.isLoopbackAddress()) {
        return local.getHostAddress();
      }
    } catch (IOException | UncheckedIOException e) {
      // There is no route to anywhere.
    }
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
          .map(InetAddress::getHostAddress)
          .findFirst()
          .orElse("127.0.0.1");
    } catch (IOException e) {
      return "127.0.0.1";
    }
  }
}
