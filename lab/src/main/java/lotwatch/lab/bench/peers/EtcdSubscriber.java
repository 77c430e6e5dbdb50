package lotwatch.lab.bench.peers;

import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import lotwatch.lab.bench.servers.proto.WatchCreateRequest;
import lotwatch.lab.bench.servers.proto.WatchGrpc;
import lotwatch.lab.bench.servers.proto.WatchRequest;
import lotwatch.lab.bench.servers.proto.WatchResponse;
import org.jspecify.annotations.Nullable;

/** One who watches the key. Told by the thread of its channel. */
final class EtcdSubscriber extends PeerSubscriber {
  private static final WatchRequest WATCH =
      WatchRequest.newBuilder()
          .setCreateRequest(WatchCreateRequest.newBuilder().setKey(EtcdWatch.KEY))
          .build();

  private final ManagedChannel channel;
  private final Watching watching = new Watching();

  /**
   * @param channel is closed with this
   */
  EtcdSubscriber(Audience audience, ManagedChannel channel) {
    super(audience);
    this.channel = channel;
    WatchGrpc.newStub(channel).watch(watching).onNext(WATCH);
  }

  @Override
  void reading(boolean on) {
    watching.reading(on);
  }

  @Override
  void close() {
    channel.shutdownNow();
  }

  private void take(WatchResponse response, long nanos) throws IOException {
    if (response.getCanceled()) {
      throw new IOException("the watch is cancelled: " + response.getCancelReason());
    }
    if (response.getCreated()) {
      ready();
    }
    for (var event : response.getEventsList()) {
      var line = event.getKv().getValue();
      received(Payload.number(line.asReadOnlyByteBuffer(), 0, line.size()), nanos);
    }
  }

  private final class Watching implements ClientResponseObserver<WatchRequest, WatchResponse> {
    private volatile @Nullable ClientCallStreamObserver<WatchRequest> call;
    private volatile boolean on = true;

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> starting) {
      starting.disableAutoRequestWithInitial(1);
      call = starting;
    }

    void reading(boolean now) {
      on = now;
      next();
    }

    private void next() {
      var now = call;
      if (on && now != null) {
        now.request(1);
      }
    }

    @Override
    public void onNext(WatchResponse response) {
      long now = System.nanoTime();
      next();
      try {
        take(response, now);
      } catch (IOException e) {
        end(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void onError(Throwable why) {
      end(String.valueOf(why.getMessage()));
    }

    @Override
    public void onCompleted() {
      end("cut off");
    }
  }
}
