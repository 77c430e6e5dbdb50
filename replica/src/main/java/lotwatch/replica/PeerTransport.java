package lotwatch.replica;

import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.GrpcRaftRpcFactory;
import com.alipay.sofa.jraft.rpc.impl.GrpcServer;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.SPI;
import com.google.protobuf.Message;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.util.MutableHandlerRegistry;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The library's gRPC transport, but listening on the member's own address only, where the library
 * would take every interface of the machine. Found by the library as a service.
 */
@SPI(priority = 10)
public final class PeerTransport extends GrpcRaftRpcFactory {
  /** The largest message from a peer; a batch of the log and a piece of a snapshot are smaller. */
  private static final int MESSAGE_BYTES_MAX = 4 << 20;

  private final Map<String, Message> messages = new ConcurrentHashMap<>();

  @Override
  public void registerProtobufSerializer(String className, Object... instances) {
    super.registerProtobufSerializer(className, instances);
    messages.put(className, (Message) instances[0]);
  }

  @Override
  public RpcServer createRpcServer(Endpoint endpoint, ConfigHelper<RpcServer> configured) {
    var handlers = new MutableHandlerRegistry();
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress(endpoint.getIp(), endpoint.getPort()))
            .fallbackHandlerRegistry(handlers)
            .directExecutor()
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .build();
    var rpc = new GrpcServer(server, handlers, messages, getMarshallerRegistry());
    if (configured != null) {
      configured.config(rpc);
    }
    return rpc;
  }
}
