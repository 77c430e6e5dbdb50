package lotwatch.lab.bench.peers;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lotwatch.lab.bench.servers.proto.KVGrpc;
import lotwatch.lab.bench.servers.proto.KVGrpc.KVFutureStub;
import lotwatch.lab.bench.servers.proto.PutRequest;
import lotwatch.lab.bench.servers.proto.PutResponse;
import org.jspecify.annotations.Nullable;

/**
 * Puts one value after the other on one key. Each waits for the answer to the one before: etcd does
 * calls of one connection side by side, so a later one could come first.
 */
final class EtcdPublisher implements Publisher {
  private static final int ANSWER_SECONDS_MAX = 10;

  private final ManagedChannel channel;
  private final KVFutureStub etcd;
  private PutRequest prepared = PutRequest.getDefaultInstance();
  private @Nullable Future<PutResponse> sent;

  /**
   * @param channel is closed with this
   */
  EtcdPublisher(ManagedChannel channel) {
    this.channel = channel;
    etcd = KVGrpc.newFutureStub(channel);
  }

  @Override
  public void prepare(int number) {
    prepared =
        PutRequest.newBuilder()
            .setKey(EtcdWatch.KEY)
            .setValue(ByteString.copyFrom(Payload.of(number)))
            .build();
  }

  @Override
  public void publish() throws IOException {
    var before = sent;
    if (before != null) {
      await(before);
    }
    sent = etcd.put(prepared);
  }

  private static void await(Future<PutResponse> answer) throws IOException {
    try {
      answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer to a put: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
