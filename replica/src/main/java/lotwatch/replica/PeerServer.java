package lotwatch.replica;

import com.alipay.sofa.jraft.JRaftUtils;
import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.GrpcServer;
import com.alipay.sofa.jraft.rpc.impl.PingRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.AppendEntriesRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.GetFileRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.InstallSnapshotRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.ReadIndexRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.RequestVoteRequestProcessor;
import com.alipay.sofa.jraft.rpc.impl.core.TimeoutNowRequestProcessor;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import com.google.protobuf.Message;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import io.grpc.util.MutableHandlerRegistry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where the other voters come in: with the messages of the log, and with questions of ours. The
 * library's own commands for operators are not served: anybody could reset the cluster by them.
 */
final class PeerServer implements AutoCloseable {
  private static final int LOG_THREADS = 8;

  private final Endpoint address;
  private final RpcServer server;
  private final MutableHandlerRegistry services;
  private final Consumer<String> closed;
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * A server that does not listen yet.
   *
   * @param silence is ended by each message of a leader
   * @param check rejects messages of the log that no voter sends
   */
  PeerServer(Endpoint address, Silence silence, MessageCheck check) {
    this.address = address;
    this.closed = silence::closed;
    PeerTransport.tellClosed(closed);
    this.server = RpcFactoryHelper.rpcFactory().createRpcServer(address);
    this.services = ((GrpcServer) server).getHandlerRegistry();
    var log = JRaftUtils.createExecutor("raft-rpc-", LOG_THREADS);
    var append =
        new AppendEntriesRequestProcessor(log) {
          @Override
          public Message processRequest0(
              RaftServerService service, AppendEntriesRequest request, RpcRequestClosure done) {
            var rejection = check.term(request.getServerId(), request.getTerm(), defaultResp());
            if (rejection.isPresent()) {
              return rejection.get();
            }
            silence.received(done.getRpcCtx().getRemoteAddress());
            return super.processRequest0(service, request, done);
          }
        };
    var votes =
        new RequestVoteRequestProcessor(log) {
          @Override
          public Message processRequest0(
              RaftServerService service, RequestVoteRequest request, RpcRequestClosure done) {
            return check
                .vote(request, defaultResp())
                .orElseGet(() -> super.processRequest0(service, request, done));
          }
        };
    var snapshots =
        new InstallSnapshotRequestProcessor(log) {
          @Override
          public Message processRequest0(
              RaftServerService service, InstallSnapshotRequest request, RpcRequestClosure done) {
            return check
                .term(request.getServerId(), request.getTerm(), defaultResp())
                .orElseGet(() -> super.processRequest0(service, request, done));
          }
        };
    var timeouts =
        new TimeoutNowRequestProcessor(log) {
          @Override
          public Message processRequest0(
              RaftServerService service, TimeoutNowRequest request, RpcRequestClosure done) {
            return check
                .term(request.getServerId(), request.getTerm(), defaultResp())
                .orElseGet(() -> super.processRequest0(service, request, done));
          }
        };
    server.registerConnectionClosedEventListener(append);
    server.registerProcessor(append);
    server.registerProcessor(new GetFileRequestProcessor(log));
    server.registerProcessor(snapshots);
    server.registerProcessor(votes);
    server.registerProcessor(timeouts);
    server.registerProcessor(new ReadIndexRequestProcessor(log));
    server.registerProcessor(new PingRequestProcessor(log));
  }

  /** Answers one kind of question; each on a thread of its own. */
  <Q extends Message, A extends Message> void answer(
      PeerQuestion<Q, A> kind, Function<Q, A> answer) {
    answerLater(
        kind,
        (question, requester) -> waiting.execute(() -> requester.accept(answer.apply(question))));
  }

  /** Answers one kind of question whenever the answer is there; who is asked must not wait. */
  <Q extends Message, A extends Message> void answerLater(
      PeerQuestion<Q, A> kind, BiConsumer<Q, Consumer<A>> asked) {
    var method = kind.method();
    UnaryMethod<Q, A> later =
        (question, requester) -> asked.accept(question, answer -> answer(answer, requester));
    services.addService(
        ServerServiceDefinition.builder(method.getServiceName())
            .addMethod(method, ServerCalls.asyncUnaryCall(later))
            .build());
  }

  private static <A> void answer(A answer, StreamObserver<A> requester) {
    try {
      requester.onNext(answer);
      requester.onCompleted();
    } catch (StatusRuntimeException e) {
      // It does not wait any more.
    }
  }

  /** Answers the calls of a service; which thread it uses is its own affair. */
  void serve(BindableService service) {
    services.addService(service);
  }

  /**
   * Begins to listen.
   *
   * @throws ReplicaException if the address is taken or not of this machine
   */
  void open() throws ReplicaException {
    try {
      if (!server.init(null)) {
        throw new ReplicaException("cannot listen for the other nodes on " + address);
      }
    } catch (RuntimeException e) {
      throw new ReplicaException(
          "cannot listen for the other nodes on %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    PeerTransport.forget(closed);
    server.shutdown();
    waiting.shutdownNow();
  }
}
