package lotwatch.gateway.encode;

import io.grpc.stub.StreamObserver;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.wire.proto.replication.DistributeShardRequest;
import lotwatch.wire.proto.replication.ProcessShardResponse;
import lotwatch.wire.proto.replication.RequestShardRequest;
import lotwatch.wire.proto.replication.RequestShardResponse;
import lotwatch.wire.proto.replication.WorkerServiceGrpc;

/** What system D's masters ask its workers: no node of ours works for another system. */
final class WorkerService extends WorkerServiceGrpc.WorkerServiceImplBase {
  private final Gate gate;

  WorkerService(Gate gate) {
    this.gate = gate;
  }

  @Override
  public void processShard(
      DistributeShardRequest asked, StreamObserver<ProcessShardResponse> answer) {
    try {
      gate.ask(GrpcRequesters.current().asks(Action.STEER_WORKERS, "guest"));
      answer.onNext(
          ProcessShardResponse.newBuilder()
              .setShardId(asked.getShardId())
              .setMessage("Not a worker")
              .build());
      answer.onCompleted();
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    }
  }

  @Override
  public void requestShard(RequestShardRequest asked, StreamObserver<RequestShardResponse> answer) {
    try {
      gate.ask(GrpcRequesters.current().asks(Action.READ, "recordings"));
      answer.onNext(
          RequestShardResponse.newBuilder()
              .setShardId(asked.getShardId())
              .setMessage("Processed shard file not found.")
              .build());
      answer.onCompleted();
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    }
  }
}
