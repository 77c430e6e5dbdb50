package lotwatch.replica;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcUtils;
import com.alipay.sofa.jraft.rpc.impl.GrpcClient;
import com.alipay.sofa.jraft.rpc.impl.MarshallerRegistry;
import com.alipay.sofa.jraft.util.DirectExecutor;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import lotwatch.replica.link.LinkChannels;
import org.jspecify.annotations.Nullable;

/**
 * Carries the log's own messages to the other nodes. It takes the place of the library's client,
 * whose connections are plain text for good; these are made as those of the link are.
 */
final class LogClient extends GrpcClient {
  private final Map<String, Message> messages;
  private final MarshallerRegistry answers;
  private final Map<Endpoint, ManagedChannel> channels = new ConcurrentHashMap<>();
  private volatile @Nullable ReplicatorGroup replicators;

  /**
   * @param messages one of each kind, by its class
   * @param answers to them, likewise
   */
  LogClient(Map<String, Message> messages, MarshallerRegistry answers) {
    super(messages, answers);
    this.messages = messages;
    this.answers = answers;
  }

  @Override
  public void registerConnectEventListener(ReplicatorGroup group) {
    replicators = group;
  }

  /** No more of the log goes to a node that was to become a voter. */
  void stopReplicating(PeerId peer) {
    var group = replicators;
    if (group != null && group.contains(peer)) {
      group.stopReplicator(peer);
    }
  }

  @Override
  public boolean checkConnection(Endpoint node) {
    return checkConnection(node, false);
  }

  @Override
  public boolean checkConnection(Endpoint node, boolean createIfAbsent) {
    var channel = createIfAbsent ? channel(node) : channels.get(node);
    return channel != null && isUsable(channel);
  }

  /** One that failed is tried again at once. */
  private static boolean isUsable(ManagedChannel channel) {
    var state = channel.getState(false);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return state != ConnectivityState.TRANSIENT_FAILURE && state != ConnectivityState.SHUTDOWN;
  }

  private ManagedChannel channel(Endpoint node) {
    return channels.computeIfAbsent(
        node,
        _ -> {
          var channel = LinkChannels.open(node.toString()).build();
          watch(node, channel, ConnectivityState.IDLE);
          return channel;
        });
  }

  /** The library goes on with a node as soon as it is connected again. */
  private void watch(Endpoint node, ManagedChannel channel, ConnectivityState before) {
    channel.notifyWhenStateChanged(
        before,
        () -> {
          var now = channel.getState(false);
          var group = replicators;
          if (now == ConnectivityState.READY && group != null) {
            var peer = new PeerId(node.getIp(), node.getPort());
            var _ = RpcUtils.runInThread(() -> group.checkReplicator(peer, true));
          }
          if (now != ConnectivityState.SHUTDOWN) {
            watch(node, channel, now);
          }
        });
  }

  @Override
  public void invokeAsync(
      Endpoint node,
      Object request,
      @Nullable InvokeContext context,
      InvokeCallback callback,
      long timeoutMs) {
    var executor =
        callback.executor() == null ? DirectExecutor.INSTANCE : requireNonNull(callback.executor());
    var channel = channel(node);
    isUsable(channel);
    var options = CallOptions.DEFAULT.withDeadlineAfter(timeoutMs, MILLISECONDS);
    ClientCalls.asyncUnaryCall(
        channel.newCall(method(request.getClass().getName()), options),
        (Message) request,
        new Answer(executor, callback));
  }

  private MethodDescriptor<Message, Message> method(String name) {
    return MethodDescriptor.<Message, Message>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(name, "_call"))
        .setRequestMarshaller(ProtoUtils.marshaller(requireNonNull(messages.get(name))))
        .setResponseMarshaller(ProtoUtils.marshaller(answers.findResponseInstanceByRequest(name)))
        .build();
  }

  private record Answer(Executor executor, InvokeCallback callback)
      implements StreamObserver<Message> {
    @Override
    public void onNext(Message answer) {
      executor.execute(() -> callback.complete(answer, null));
    }

    @Override
    public void onError(Throwable why) {
      executor.execute(() -> callback.complete(null, why));
    }

    @Override
    public void onCompleted() {
      // Its only message was the answer.
    }
  }

  @Override
  public void closeConnection(Endpoint node) {
    var channel = channels.remove(node);
    if (channel != null) {
      channel.shutdown();
    }
  }

  @Override
  public void shutdown() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    channels.clear();
  }
}
