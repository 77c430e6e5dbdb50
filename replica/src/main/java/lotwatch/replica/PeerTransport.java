package lotwatch.replica;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.GrpcRaftRpcFactory;
import com.alipay.sofa.jraft.rpc.impl.GrpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import com.google.protobuf.Message;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.util.MutableHandlerRegistry;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import lotwatch.replica.link.LinkCredentials;
import lotwatch.replica.link.LinkLimits;
import org.jspecify.annotations.Nullable;

/**
 * The library's gRPC transport, within the limits of the link and with its credentials, and
 * listening on the voter's own address only, where the library would take every interface of the
 * machine. Found by the library as a service.
 */
@SPI(priority = 10)
public final class PeerTransport extends GrpcRaftRpcFactory {
  private static final Set<Consumer<String>> CLOSED = ConcurrentHashMap.newKeySet();
  private static final Set<LogClient> CLIENTS =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private final Map<String, Message> messages = new ConcurrentHashMap<>();

  /** Has this told the other end of each connection to us that is closed. */
  static void tellClosed(Consumer<String> whom) {
    CLOSED.add(whom);
  }

  /** Tells it no more. */
  static void forget(Consumer<String> whom) {
    CLOSED.remove(whom);
  }

  /**
   * No more of the log goes to a node that was to become a voter. Of the nodes of this process only
   * the leader of its cluster sends it any.
   */
  static void stopReplicating(PeerId peer) {
    List.copyOf(CLIENTS).forEach(client -> client.stopReplicating(peer));
  }

  private static final class Ends extends ServerTransportFilter {
    @Override
    public void transportTerminated(@Nullable Attributes attributes) {
      var end = attributes == null ? null : attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      if (end != null) {
        CLOSED.forEach(each -> each.accept(end.toString()));
      }
    }
  }

  @Override
  public void registerProtobufSerializer(String className, Object... instances) {
    super.registerProtobufSerializer(className, instances);
    messages.put(className, (Message) instances[0]);
  }

  @Override
  public RpcClient createRpcClient(ConfigHelper<RpcClient> configured) {
    var client = new LogClient(messages, getMarshallerRegistry());
    CLIENTS.add(client);
    if (configured != null) {
      configured.config(client);
    }
    return client;
  }

  @Override
  public RpcServer createRpcServer(Endpoint endpoint, ConfigHelper<RpcServer> configured) {
    var handlers = new MutableHandlerRegistry();
    var server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(endpoint.getIp(), endpoint.getPort()),
                LinkCredentials.server())
            .fallbackHandlerRegistry(handlers)
            .directExecutor()
            .addTransportFilter(new Ends())
            .maxInboundMessageSize(LinkLimits.MESSAGE_BYTES_MAX)
            .maxConcurrentCallsPerConnection(LinkLimits.CALLS_PER_CONNECTION_MAX)
            .permitKeepAliveTime(LinkLimits.PING_EVERY_MIN.toMillis(), MILLISECONDS)
            .build();
    var rpc = new GrpcServer(server, handlers, messages, getMarshallerRegistry());
    if (configured != null) {
      configured.config(rpc);
    }
    return rpc;
  }
}
