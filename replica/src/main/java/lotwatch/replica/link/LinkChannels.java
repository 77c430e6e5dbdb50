package lotwatch.replica.link;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One connection to each of the other nodes, made when it is first needed. */
public final class LinkChannels implements AutoCloseable {
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * The connection to a node. A node that was not there is tried again at once, not after a
   * back-off that grows to minutes.
   *
   * @param address {@code HOST:PORT}
   */
  public ManagedChannel to(String address) {
    var channel = channels.computeIfAbsent(address, LinkChannels::idling);
    if (closed) {
      channel.shutdownNow();
    } else if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return channel;
  }

  private static ManagedChannel idling(String address) {
    return open(address).idleTimeout(LinkLimits.IDLE_MAX.toMillis(), MILLISECONDS).build();
  }

  /** How a connection to another node is made, whoever needs it. */
  public static NettyChannelBuilder open(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address, LinkCredentials.channel())
        .directExecutor()
        .maxInboundMessageSize(LinkLimits.MESSAGE_BYTES_MAX)
        .withOption(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            Math.toIntExact(LinkLimits.CONNECT_WAIT_MAX.toMillis()))
        .keepAliveTime(LinkLimits.SILENT_MAX.toMillis(), MILLISECONDS)
        .keepAliveTimeout(LinkLimits.PING_WAIT_MAX.toMillis(), MILLISECONDS);
  }

  @Override
  public void close() {
    closed = true;
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
