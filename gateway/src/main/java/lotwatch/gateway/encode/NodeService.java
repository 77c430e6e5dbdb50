package lotwatch.gateway.encode;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Supplier;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.encode.EncodeServices.Election;
import lotwatch.gateway.encode.EncodeServices.Parts;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.wire.proto.replication.GetAllNodesRequest;
import lotwatch.wire.proto.replication.GetAllNodesResponse;
import lotwatch.wire.proto.replication.GetCurrentMasterRequest;
import lotwatch.wire.proto.replication.GetCurrentMasterResponse;
import lotwatch.wire.proto.replication.MasterAnnouncement;
import lotwatch.wire.proto.replication.MasterAnnouncementResponse;
import lotwatch.wire.proto.replication.NodeInfo;
import lotwatch.wire.proto.replication.NodeServiceGrpc;
import lotwatch.wire.proto.replication.NodeStatsRequest;
import lotwatch.wire.proto.replication.NodeStatsResponse;
import lotwatch.wire.proto.replication.RegisterNodeRequest;
import lotwatch.wire.proto.replication.RegisterNodeResponse;
import lotwatch.wire.proto.replication.ReplicateVideoRequest;
import lotwatch.wire.proto.replication.ReplicateVideoResponse;
import lotwatch.wire.proto.replication.ReportResourceScoreRequest;
import lotwatch.wire.proto.replication.ReportResourceScoreResponse;
import lotwatch.wire.proto.replication.RequestBackupDataRequest;
import lotwatch.wire.proto.replication.RequestBackupDataResponse;
import lotwatch.wire.proto.replication.UpdateNodeListRequest;
import lotwatch.wire.proto.replication.UpdateNodeListResponse;
import lotwatch.wire.proto.replication.VoteRequest;
import lotwatch.wire.proto.replication.VoteResponse;

/**
 * What the nodes of system D ask each other. Any node of ours is a master to them, since any takes
 * all calls; who leads ours is decided elsewhere, so nobody of them is voted for or followed.
 */
final class NodeService extends NodeServiceGrpc.NodeServiceImplBase {
  private final Parts parts;
  private final Guests guests;
  private final Machine machine;
  private final String id = UUID.randomUUID().toString();

  NodeService(Parts parts, Guests guests) {
    this.parts = parts;
    this.guests = guests;
    machine = new Machine(parts.self().folder());
  }

  /** Where this node is asked. */
  private String self() {
    return parts.self().host() + ":" + GrpcRequesters.localPort();
  }

  private Election election() {
    return parts.self().election().get();
  }

  private int term() {
    return (int) Math.min(Integer.MAX_VALUE, election().term());
  }

  @Override
  public void announceMaster(
      MasterAnnouncement said, StreamObserver<MasterAnnouncementResponse> answer) {
    answer(
        Action.HEARTBEAT,
        answer,
        () ->
            MasterAnnouncementResponse.newBuilder()
                .setStatus("Acknowledged by " + id)
                .setNodeId(id)
                .build());
  }

  @Override
  public void requestVote(VoteRequest asked, StreamObserver<VoteResponse> answer) {
    answer(
        Action.HEARTBEAT,
        answer,
        () ->
            VoteResponse.newBuilder()
                .setTerm(term())
                .setVoterId(self())
                .setCurrentMasterAddress(self())
                .setHasMaster(true)
                .build());
  }

  @Override
  public void getNodeStats(NodeStatsRequest asked, StreamObserver<NodeStatsResponse> answer) {
    answer(Action.READ, answer, this::stats);
  }

  private NodeStatsResponse stats() {
    var space = machine.space();
    var tasks =
        parts.eventLog().view().workers().stream().mapToInt(each -> each.tasks().size()).sum();
    return NodeStatsResponse.newBuilder()
        .setNodeId(id)
        .setNodeAddress(self())
        .setIsMaster(true)
        .setCurrentMasterAddress(self())
        .setCpuUtilization(machine.cpuPercent())
        .setMemoryUtilization(machine.memoryPercent())
        .setDiskSpaceFreeShards(Machine.NO_FOLDER)
        .setDiskSpaceTotalShards(Machine.NO_FOLDER)
        .setDiskSpaceFreeMasterdata(space.free())
        .setDiskSpaceTotalMasterdata(space.total())
        .setActiveTasks(tasks)
        .setKnownNodesCount(guests.all(parts.eventLog().view()).size() + 1)
        .setElectionInProgress(!election().isOver())
        .setCurrentTerm(term())
        .build();
  }

  @Override
  public void getCurrentMaster(
      GetCurrentMasterRequest asked, StreamObserver<GetCurrentMasterResponse> answer) {
    answer(
        Action.READ,
        answer,
        () ->
            GetCurrentMasterResponse.newBuilder()
                .setMasterAddress(self())
                .setTerm(term())
                .setIsMasterKnown(true)
                .build());
  }

  @Override
  public void reportResourceScore(
      ReportResourceScoreRequest asked, StreamObserver<ReportResourceScoreResponse> answer) {
    answer(
        Action.HEARTBEAT,
        answer,
        () -> {
          var score = asked.getResourceScore();
          parts.desk().scored(asked.getWorkerAddress(), score.getLoadAvg(), score.getIoWait());
          return ReportResourceScoreResponse.newBuilder().setSuccess(true).build();
        });
  }

  @Override
  public void registerNode(RegisterNodeRequest asked, StreamObserver<RegisterNodeResponse> answer) {
    answer(
        Action.STEER_WORKERS,
        answer,
        () -> {
          boolean added = added(asked.getAddress() + ":" + asked.getPort());
          return RegisterNodeResponse.newBuilder()
              .setSuccess(added)
              .setCurrentLeader(self())
              .addAllNodes(guests.all(parts.eventLog().view()))
              .build();
        });
  }

  private boolean added(String address) {
    try {
      if (!address.equals(self())) {
        parts.desk().came(guests.add(address), self());
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Who belongs to whom is not a stranger's to say: it is answered, and nothing changes. */
  @Override
  public void updateNodeList(
      UpdateNodeListRequest asked, StreamObserver<UpdateNodeListResponse> answer) {
    answer(
        Action.HEARTBEAT,
        answer,
        () -> UpdateNodeListResponse.newBuilder().setSuccess(true).build());
  }

  @Override
  public void getAllNodes(GetAllNodesRequest asked, StreamObserver<GetAllNodesResponse> answer) {
    answer(
        Action.READ,
        answer,
        () -> {
          var all = new ArrayList<>(guests.all(parts.eventLog().view()));
          all.add(self());
          var nodes = GetAllNodesResponse.newBuilder();
          all.stream()
              .flatMap(each -> Guests.Address.of(each).stream())
              .forEach(each ->
                  nodes.addNodes(
                      NodeInfo.newBuilder()
                          .setNodeId(each.toString())
                          .setAddress(each.host())
                          .setPort(each.port())));
          return nodes.build();
        });
  }

  @Override
  public void replicateVideo(
      ReplicateVideoRequest asked, StreamObserver<ReplicateVideoResponse> answer) {
    answer(
        Action.CHANGE_RECORDINGS,
        answer,
        () ->
            ReplicateVideoResponse.newBuilder()
                .setMessage("This node keeps no videos of other systems: upload it")
                .build());
  }

  @Override
  public void requestBackupData(
      RequestBackupDataRequest asked, StreamObserver<RequestBackupDataResponse> answer) {
    answer(
        Action.READ,
        answer,
        () ->
            RequestBackupDataResponse.newBuilder().setMessage("No backup directory found").build());
  }

  private <T> void answer(Action action, StreamObserver<T> answer, Supplier<T> message) {
    try {
      parts.gate().ask(GrpcRequesters.current().asks(action, "guest"));
      answer.onNext(message.get());
      answer.onCompleted();
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    }
  }
}
