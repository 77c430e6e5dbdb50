package lotwatch.gateway.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Requester;

/**
 * Who speaks gRPC. Health and reflection ask nobody: they say that the server lives and what it
 * speaks, which are in its documentation, and nothing of the campus.
 */
public final class GrpcRequesters implements ServerInterceptor {
  private static final Context.Key<Requester> REQUESTER = Context.key("caller");
  private static final Context.Key<Integer> LOCAL_PORT = Context.key("local-port");

  GrpcRequesters() {}

  /** Who made the call that the current thread serves. */
  public static Requester current() {
    var requester = REQUESTER.get();
    if (requester == null) {
      throw new IllegalStateException("no call of the gRPC server is being served");
    }
    return requester;
  }

  /** The port of this node at which that call came. */
  public static int localPort() {
    var port = LOCAL_PORT.get();
    if (port == null) {
      throw new IllegalStateException("no call of the gRPC server is being served");
    }
    return port;
  }

  /** The refusal of a call that may not be made. */
  public static StatusRuntimeException denied(DeniedException why) {
    return Status.PERMISSION_DENIED.withDescription(why.reason()).asRuntimeException();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var requester = Requester.at("grpc", address(call));
    return Contexts.interceptCall(
        Context.current().withValues(REQUESTER, requester, LOCAL_PORT, localPort(call)),
        call,
        headers,
        next);
  }

  private static int localPort(ServerCall<?, ?> call) {
    if (call.getAttributes().get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR)
        instanceof InetSocketAddress local) {
      return local.getPort();
    }
    throw new IllegalStateException("a call without a local address");
  }

  private static InetAddress address(ServerCall<?, ?> call) {
    if (call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
        instanceof InetSocketAddress remote) {
      return remote.getAddress();
    }
    throw new IllegalStateException("a call without an address");
  }
}
