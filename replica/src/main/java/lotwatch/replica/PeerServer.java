package lotwatch.replica;

import static java.lang.System.Logger.Level.ERROR;

import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
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
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.ServerCalls.UnaryMethod;
import io.grpc.stub.StreamObserver;
import io.grpc.util.MutableHandlerRegistry;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where the other voters come in: with the messages of the log, and with questions of ours. The
 * library's own commands for operators are not served: anybody could reset the cluster by them.
 */
final class PeerServer implements AutoCloseable {
  private static final int LOG_THREADS = 8;

  /** Messages of the log that wait for one of them; more are not taken. */
  private static final int LOG_WAITING_MAX = 10_000;

  private static final int LOG_THREAD_SECONDS = 60;
  private static final System.Logger LOG = System.getLogger("lotwatch.replica");

  private final Endpoint address;
  private final RpcServer server;
  private final MutableHandlerRegistry services;
  private final Consumer<String> closed;
  private final ExecutorService log = logThreads();
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
    var append =
        new AppendEntriesRequestProcessor(log) {
          @Override
          public Message processRequest0(
              RaftServerService service, AppendEntriesRequest request, RpcRequestClosure done) {
            silence.received(done.getRpcCtx().getRemoteAddress());
            return super.processRequest0(service, request, done);
          }
        };
    server.registerConnectionClosedEventListener(append);
    server.registerProcessor(
        checked(append, it -> check.term(it.getServerId(), it.getTerm(), append.defaultResp())));
    var votes = new RequestVoteRequestProcessor(log);
    server.registerProcessor(checked(votes, it -> check.vote(it, votes.defaultResp())));
    var snapshots = new InstallSnapshotRequestProcessor(log);
    server.registerProcessor(
        checked(
            snapshots, it -> check.term(it.getServerId(), it.getTerm(), snapshots.defaultResp())));
    var timeouts = new TimeoutNowRequestProcessor(log);
    server.registerProcessor(
        checked(
            timeouts, it -> check.term(it.getServerId(), it.getTerm(), timeouts.defaultResp())));
    server.registerProcessor(new GetFileRequestProcessor(log));
    server.registerProcessor(new ReadIndexRequestProcessor(log));
    server.registerProcessor(new PingRequestProcessor(log));
  }

  /**
   * The library's own take a message only if one of them is idle at that moment, so that a busy
   * machine would throw votes and log away.
   */
  static ExecutorService logThreads() {
    var threads =
        new ThreadPoolExecutor(
            LOG_THREADS,
            LOG_THREADS,
            LOG_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(LOG_WAITING_MAX),
            Thread.ofPlatform().daemon().name("raft-rpc-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Lets through to the library what is not rejected. */
  private static <Q extends Message> RpcProcessor<Q> checked(
      RpcProcessor<Q> library, Function<Q, Optional<Message>> rejection) {
    return new RpcProcessor<>() {
      @Override
      public void handleRequest(RpcContext context, Q request) {
        rejection
            .apply(request)
            .ifPresentOrElse(context::sendResponse, () -> library.handleRequest(context, request));
      }

      @Override
      public String interest() {
        return library.interest();
      }

      @Override
      public Executor executor() {
        return library.executor();
      }

      @Override
      public ExecutorSelector executorSelector() {
        return library.executorSelector();
      }
    };
  }

  /** Answers one kind of question; each on a thread of its own. */
  <Q extends Message, A extends Message> void answer(
      PeerQuestion<Q, A> kind, Function<Q, A> answer) {
    serve(
        kind,
        (question, requester) ->
            waiting.execute(() -> {
              try {
                answer(answer.apply(question), requester);
              } catch (RuntimeException e) { // who asks must not wait for ever
                LOG.log(ERROR, "a question of another node has no answer", e);
                requester.onError(
                    Status.INTERNAL.withDescription(e.toString()).asRuntimeException());
              }
            }));
  }

  /** Answers one kind of question whenever the answer is there; who is asked must not wait. */
  <Q extends Message, A extends Message> void answerLater(
      PeerQuestion<Q, A> kind, BiConsumer<Q, Consumer<A>> asked) {
    serve(
        kind, (question, requester) -> asked.accept(question, answer -> answer(answer, requester)));
  }

  private <Q extends Message, A extends Message> void serve(
      PeerQuestion<Q, A> kind, UnaryMethod<Q, A> asked) {
    var method = kind.method();
    services.addService(
        ServerServiceDefinition.builder(method.getServiceName())
            .addMethod(method, ServerCalls.asyncUnaryCall(asked))
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
    log.shutdownNow();
  }
}
