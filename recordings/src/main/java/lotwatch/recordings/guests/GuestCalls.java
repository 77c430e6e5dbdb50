package lotwatch.recordings.guests;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lotwatch.wire.proto.replication.DistributeShardRequest;
import lotwatch.wire.proto.replication.MasterAnnouncement;
import lotwatch.wire.proto.replication.NodeServiceGrpc;
import lotwatch.wire.proto.replication.NodeStatsRequest;
import lotwatch.wire.proto.replication.NodeStatsResponse;
import lotwatch.wire.proto.replication.ProcessShardResponse;
import lotwatch.wire.proto.replication.RequestShardRequest;
import lotwatch.wire.proto.replication.RequestShardResponse;
import lotwatch.wire.proto.replication.UpdateNodeListRequest;
import lotwatch.wire.proto.replication.WorkerServiceGrpc;

/** What we ask of one guest, each within a time. All throw StatusRuntimeException. */
final class GuestCalls implements AutoCloseable {
  /** Bytes of what a guest made, at most. */
  static final int RESULT_BYTES_MAX = 64 << 20;

  private static final Duration STATS_MAX = Duration.ofSeconds(3);
  private static final Duration TOLD_MAX = Duration.ofSeconds(5);
  private static final Duration FETCH_MAX = Duration.ofSeconds(30);

  private final ManagedChannel channel;

  GuestCalls(String address) {
    channel =
        NettyChannelBuilder.forTarget("dns:///" + address)
            .usePlaintext()
            .maxInboundMessageSize(RESULT_BYTES_MAX + 4_096)
            .build();
  }

  NodeStatsResponse stats() {
    return NodeServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(STATS_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .getNodeStats(NodeStatsRequest.getDefaultInstance());
  }

  void announce(String self, String node, int term) {
    var _ =
        NodeServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(TOLD_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .announceMaster(
                MasterAnnouncement.newBuilder()
                    .setMasterAddress(self)
                    .setNodeIdOfMaster(node)
                    .setTerm(term)
                    .build());
  }

  void tellNodes(String self, List<String> nodes) {
    var _ =
        NodeServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(TOLD_MAX.toMillis(), TimeUnit.MILLISECONDS)
            .updateNodeList(
                UpdateNodeListRequest.newBuilder()
                    .addAllNodeAddresses(nodes)
                    .setMasterAddress(self)
                    .build());
  }

  /** Gives it a piece; it answers at once, or when it has done it. */
  ListenableFuture<ProcessShardResponse> process(DistributeShardRequest shard, Duration max) {
    return WorkerServiceGrpc.newFutureStub(channel)
        .withDeadlineAfter(max.toMillis(), TimeUnit.MILLISECONDS)
        .processShard(shard);
  }

  RequestShardResponse fetch(String shard) {
    return WorkerServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(FETCH_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .requestShard(RequestShardRequest.newBuilder().setShardId(shard).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
