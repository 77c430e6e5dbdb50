package lotwatch.gateway.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class UnfinishedCallsTest {
  /** What a call comes to; with or without its request. */
  private static Status status(Duration requestWaitMax, boolean sends) throws Exception {
    try (var unfinished = new UnfinishedCalls(requestWaitMax)) {
      var server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .intercept(unfinished)
              .addService(new HealthStatusManager().getHealthService())
              .build()
              .start();
      var channel =
          Grpc.newChannelBuilder(
                  "127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
              .build();
      try {
        var status = new CompletableFuture<Status>();
        // as a stream, of which the library sends the head at once
        var method =
            HealthGrpc.getCheckMethod().toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .build();
        var call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(
            new ClientCall.Listener<HealthCheckResponse>() {
              @Override
              public void onClose(Status why, Metadata trailers) {
                status.complete(why);
              }
            },
            new Metadata());
        call.request(2);
        if (sends) {
          call.sendMessage(HealthCheckRequest.getDefaultInstance());
          call.halfClose();
        }
        return status.get(2, TimeUnit.MINUTES);
      } finally {
        channel.shutdownNow();
        server.shutdownNow();
        server.awaitTermination();
      }
    }
  }

  @Test
  void callWhoseRequestDoesNotArriveIsEnded() throws Exception {
    var status = status(Duration.ofSeconds(1), false);

    assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(status.getDescription()).isEqualTo("the request did not arrive in 1 s");
  }

  @Test
  void callWhoseRequestArrivesIsAnswered() throws Exception {
    assertThat(status(Duration.ofMinutes(5), true).isOk()).isTrue();
  }
}
