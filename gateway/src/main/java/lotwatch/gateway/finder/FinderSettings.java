package lotwatch.gateway.finder;

import static lotwatch.wire.settings.Section.CONNECTIONS_MAX;
import static lotwatch.wire.settings.Section.DAY_MAX;
import static lotwatch.wire.settings.Section.HOUR_MAX;
import static lotwatch.wire.settings.Section.WAIT_MIN;

import lotwatch.gateway.net.LostPeers;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.wire.settings.Section;

/**
 * How the campus smart parking finder is served.
 *
 * @param host all ports listen on
 * @param ports of its four protocols
 * @param subscribers what each of them may cost
 * @param limits of each port
 */
public record FinderSettings(
    String host, FinderPorts ports, SubscriberLimits subscribers, TcpLimits limits) {
  /** This machine only, unless configured. */
  public static final String HOST = "127.0.0.1";

  /** Reads the sections {@code tcp}, {@code text}, {@code rpc}, {@code sensor}, {@code pubsub}. */
  public static FinderSettings read(Section root) {
    var tcp = root.section("tcp");
    return new FinderSettings(
        tcp.text("host", HOST),
        FinderPorts.read(root),
        SubscriberLimits.read(root.section("pubsub")),
        limits(tcp));
  }

  private static TcpLimits limits(Section tcp) {
    var sane = TcpLimits.DEFAULT;
    var limits =
        new TcpLimits(
            tcp.integer("connections-max", sane.connectionsMax(), 1, CONNECTIONS_MAX),
            tcp.integer(
                "connections-per-address-max", sane.connectionsPerAddressMax(), 1, CONNECTIONS_MAX),
            tcp.seconds("idle-max", sane.idleMax(), WAIT_MIN, DAY_MAX),
            tcp.seconds("request-wait-max", sane.requestWaitMax(), WAIT_MIN, DAY_MAX),
            tcp.seconds("write-wait-max", sane.writeWaitMax(), WAIT_MIN, DAY_MAX));
    return limits.with(
        new LostPeers(
            tcp.seconds(
                "unacknowledged-max", sane.peers().unacknowledgedMax(), LostPeers.MIN, HOUR_MAX)));
  }

  /** The same with other limits. */
  public FinderSettings bearing(TcpLimits others) {
    return new FinderSettings(host, ports, subscribers, others);
  }

  /** The same on free ports where no other than the usual ones were configured. */
  public FinderSettings onFreePorts() {
    return new FinderSettings(host, ports.onFreePorts(), subscribers, limits);
  }
}
