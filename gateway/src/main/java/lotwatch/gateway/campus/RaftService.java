package lotwatch.gateway.campus;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import lotwatch.gateway.auth.Action;
import lotwatch.gateway.auth.DeniedException;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.grpc.GrpcRequesters;
import lotwatch.wire.Frames;
import lotwatch.wire.Frames.Away;
import lotwatch.wire.Frames.Rejected;
import lotwatch.wire.Frames.Taken;
import lotwatch.wire.proto.raft.AppendEntriesRequest;
import lotwatch.wire.proto.raft.AppendEntriesResponse;
import lotwatch.wire.proto.raft.ForwardResponse;
import lotwatch.wire.proto.raft.HeartbeatRequest;
import lotwatch.wire.proto.raft.HeartbeatResponse;
import lotwatch.wire.proto.raft.RaftGrpc;
import lotwatch.wire.proto.raft.RequestVoteRequest;
import lotwatch.wire.proto.raft.RequestVoteResponse;
import lotwatch.wire.proto.raft.VideoFrameForward;

/**
 * What system A's video processors say to each other. A frame that one forwards is looked at like
 * one that a camera sends. Whoever leads there is none of our business: votes and entries are
 * refused and change nothing.
 */
final class RaftService extends RaftGrpc.RaftImplBase {
  /** The service's name in the version without a package. */
  private static final String UNPACKAGED = "Raft";

  private static final String PROCESSED = "Frame processed by leader";
  private static final int NO_NUMBER = 0;

  private final Gate gate;
  private final Frames frames;

  RaftService(Gate gate, Frames frames) {
    this.gate = gate;
    this.frames = frames;
  }

  /** The same service under the name that the first version of system A calls. */
  ServerServiceDefinition unpackaged() {
    var builder = ServerServiceDefinition.builder(UNPACKAGED);
    bindService().getMethods().forEach(method -> builder.addMethod(renamed(method)));
    return builder.build();
  }

  private static <Q, A> ServerMethodDefinition<Q, A> renamed(ServerMethodDefinition<Q, A> method) {
    var old = method.getMethodDescriptor();
    var name = MethodDescriptor.generateFullMethodName(UNPACKAGED, bare(old));
    return ServerMethodDefinition.create(
        old.toBuilder().setFullMethodName(name).build(), method.getServerCallHandler());
  }

  private static String bare(MethodDescriptor<?, ?> method) {
    var full = method.getFullMethodName();
    return full.substring(full.lastIndexOf('/') + 1);
  }

  @Override
  public void requestVote(RequestVoteRequest asked, StreamObserver<RequestVoteResponse> answer) {
    answer.onNext(RequestVoteResponse.newBuilder().setTerm(asked.getTerm()).build());
    answer.onCompleted();
  }

  @Override
  public void appendEntries(
      AppendEntriesRequest asked, StreamObserver<AppendEntriesResponse> answer) {
    answer.onNext(AppendEntriesResponse.newBuilder().setTerm(asked.getTerm()).build());
    answer.onCompleted();
  }

  @Override
  public void heartbeat(HeartbeatRequest beat, StreamObserver<HeartbeatResponse> answer) {
    answer.onNext(
        HeartbeatResponse.newBuilder().setSuccess(true).setMessage("Heartbeat recorded").build());
    answer.onCompleted();
  }

  @Override
  public void forwardVideoFrame(VideoFrameForward frame, StreamObserver<ForwardResponse> answer) {
    try {
      var requester = GrpcRequesters.current();
      gate.ask(requester.asks(Action.SEND_FRAME, "grpc:" + NO_NUMBER));
      var response = ForwardResponse.newBuilder().setTerm(frame.getTerm());
      switch (give(frame.getData().toByteArray())) {
        case Taken _ -> response.setSuccess(true).setMessage(PROCESSED);
        case Rejected refused -> response.setMessage("Frame refused: " + refused.detail());
        case Away away -> response.setMessage(away.detail());
      }
      answer.onNext(response.build());
      answer.onCompleted();
    } catch (DeniedException e) {
      answer.onError(GrpcRequesters.denied(e));
    } catch (RuntimeException e) {
      answer.onError(Status.INTERNAL.withDescription("internal error").asRuntimeException());
      throw e;
    }
  }

  private Frames.Answer give(byte[] image) {
    var camera = frames.numbered(NO_NUMBER);
    return camera.isEmpty()
        ? new Rejected(Frames.Reason.UNKNOWN_CAMERA, "no camera has the source grpc:" + NO_NUMBER)
        : frames.give(camera.get(), image);
  }
}
