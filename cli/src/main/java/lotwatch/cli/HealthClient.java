package lotwatch.cli;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import lotwatch.wire.proto.heartbeat.ServiceStatusRequest;
import lotwatch.wire.proto.heartbeat.ViewServiceGrpc;

/**
 * A server that knows which services are alive.
 *
 * @param host its name or address; an IPv6 address without brackets
 * @param port of its gRPC port
 */
record HealthClient(String host, int port) {
  private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^\\]]+)]|([^:]+)):(\\d{1,5})");
  private static final int PORT_MAX = 65_535;
  private static final Duration ANSWER_WAIT_MAX = Duration.ofSeconds(5);

  /**
   * The server of this address.
   *
   * @throws Failure if it is none
   */
  static HealthClient at(String address) throws Failure {
    var parts = ADDRESS.matcher(address.strip());
    if (!parts.matches() || Integer.parseInt(parts.group(3)) > PORT_MAX) {
      throw new Failure(
          Exit.USAGE,
          "--server is %s: write HOST:PORT, such as 127.0.0.1:50051".formatted(address));
    }
    var host = Optional.ofNullable(parts.group(1)).orElseGet(() -> parts.group(2));
    return new HealthClient(host, Integer.parseInt(parts.group(3)));
  }

  /** Asks once, over a connection of its own: one that was lost would come back only slowly. */
  Look look(List<String> asked) {
    var channel = NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
    try {
      return look(channel, asked);
    } finally {
      channel.shutdownNow();
    }
  }

  private Look look(ManagedChannel channel, List<String> asked) {
    var now = Instant.now();
    try {
      var answer =
          ViewServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(ANSWER_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)
              .getServiceStatus(
                  ServiceStatusRequest.newBuilder().addAllServiceIdentifiers(asked).build());
      return Look.of(toString(), now, asked, answer.getServicesList());
    } catch (StatusRuntimeException e) {
      return Look.failed(toString(), now, problem(e.getStatus()));
    }
  }

  private String problem(Status status) {
    return switch (status.getCode()) {
      case UNIMPLEMENTED -> "%s speaks gRPC, but has no heartbeat.ViewService".formatted(this);
      case DEADLINE_EXCEEDED ->
          "%s does not answer within %d s".formatted(this, ANSWER_WAIT_MAX.toSeconds());
      default ->
          "no answer from %s (%s). Is it running, and is this one of its grpc.ports?"
              .formatted(this, Look.printable(reason(status)));
    };
  }

  private static String reason(Status status) {
    var cause = status.getCause();
    return cause != null && cause.getMessage() != null
        ? cause.getMessage()
        : Optional.ofNullable(status.getDescription()).orElse(status.getCode().name());
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
