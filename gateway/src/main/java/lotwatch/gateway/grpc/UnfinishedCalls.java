package lotwatch.gateway.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends calls whose request does not arrive: each holds what came of it in memory. Streams of
 * requests are not meant, they have limits of their own.
 */
final class UnfinishedCalls implements ServerInterceptor, AutoCloseable {
  /** How long a request may be on its way. */
  static final Duration REQUEST_WAIT_MAX = Duration.ofSeconds(30);

  private final Duration requestWaitMax;
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("grpc-unfinished").factory());

  UnfinishedCalls(Duration requestWaitMax) {
    this.requestWaitMax = requestWaitMax;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return next.startCall(call, headers);
    }
    var decided = new AtomicBoolean(); // it has arrived, or it has not: whichever is first
    var end =
        later.schedule(
            () -> {
              if (!decided.getAndSet(true)) {
                call.close(
                    Status.DEADLINE_EXCEEDED.withDescription(
                        "the request did not arrive in %d s".formatted(requestWaitMax.toSeconds())),
                    new Metadata());
              }
            },
            requestWaitMax.toMillis(),
            TimeUnit.MILLISECONDS);
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        if (!decided.getAndSet(true)) {
          end.cancel(false);
          super.onHalfClose();
        }
      }

      @Override
      public void onCancel() {
        end.cancel(false);
        super.onCancel();
      }
    };
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
