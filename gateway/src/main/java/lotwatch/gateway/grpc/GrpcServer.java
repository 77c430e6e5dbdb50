package lotwatch.gateway.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import lotwatch.wire.Frames;

/** Every gRPC service on each of its ports. */
public final class GrpcServer implements AutoCloseable {
  /**
   * The largest message: a frame, and room for what else is in it and for saying it is too long.
   */
  public static final int MESSAGE_BYTES_MAX = Frames.BYTES_MAX + (64 << 10);

  /** Calls at a time on one connection. */
  public static final int CALLS_MAX = 100;

  private static final int IDLE_MINUTES_MAX = 10;

  /** A client that does not answer for so long is gone, and its streams with it. */
  private static final int SILENCE_MINUTES_MAX = 1;

  private static final int CLOSE_SECONDS_MAX = 2;

  private final List<Server> servers = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HealthStatusManager health = new HealthStatusManager();
  private final UnfinishedCalls unfinished = new UnfinishedCalls(UnfinishedCalls.REQUEST_WAIT_MAX);

  private GrpcServer() {}

  /**
   * Opens it.
   *
   * @param host to listen on
   * @param ports 0 takes a free one
   * @param services on each of them, beside health and reflection
   * @throws IOException if one of them is taken
   */
  public static GrpcServer open(String host, List<Integer> ports, List<BindableService> services)
      throws IOException {
    var server = new GrpcServer();
    try {
      for (int port : ports) {
        server.add(host, port, server.builder(host, port, services).build());
      }
      server.health.setStatus("", ServingStatus.SERVING);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private NettyServerBuilder builder(String host, int port, List<BindableService> services) {
    var builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
            .executor(threads)
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .maxConcurrentCallsPerConnection(CALLS_MAX)
            .maxConnectionIdle(IDLE_MINUTES_MAX, TimeUnit.MINUTES)
            .keepAliveTime(SILENCE_MINUTES_MAX, TimeUnit.MINUTES)
            .intercept(new GrpcRequesters())
            .intercept(unfinished)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    services.forEach(builder::addService);
    return builder;
  }

  private void add(String host, int port, Server server) throws IOException {
    try {
      servers.add(server.start());
    } catch (IOException e) {
      throw new IOException(
          ("cannot listen on %s:%d for gRPC: is it taken? Choose others with grpc.ports in the"
                  + " configuration, or LOTWATCH_GRPC_PORTS")
              .formatted(host, port),
          e);
    }
  }

  /** The ports it listens on, in the order asked for. */
  public List<Integer> ports() {
    return servers.stream().map(Server::getPort).toList();
  }

  @Override
  public void close() {
    health.enterTerminalState();
    servers.forEach(Server::shutdown);
    for (var server : servers) {
      try {
        if (!server.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
          server.shutdownNow();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        server.shutdownNow();
      }
    }
    threads.shutdownNow();
    unfinished.close();
  }
}
