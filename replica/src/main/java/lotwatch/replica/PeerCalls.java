package lotwatch.replica;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.MarshallerHelper;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Changed;
import lotwatch.wire.proto.Greet;
import lotwatch.wire.proto.Greeting;
import lotwatch.wire.proto.ListMembers;
import lotwatch.wire.proto.MemberList;
import lotwatch.wire.proto.Submit;
import lotwatch.wire.proto.Submitted;

/** Questions that members ask each other, over the same gRPC port as the log. */
final class PeerCalls implements AutoCloseable {
  static {
    register(Submit.getDefaultInstance(), Submitted.getDefaultInstance());
    register(Greet.getDefaultInstance(), Greeting.getDefaultInstance());
    register(Change.getDefaultInstance(), Changed.getDefaultInstance());
    register(ListMembers.getDefaultInstance(), MemberList.getDefaultInstance());
  }

  private final RpcClient client = RpcFactoryHelper.rpcFactory().createRpcClient();

  /** No answer came. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswerException(String message) {
      super(message);
    }
  }

  private static void register(Message question, Message answer) {
    var name = question.getClass().getName();
    RpcFactoryHelper.rpcFactory().registerProtobufSerializer(name, question);
    MarshallerHelper.registerRespInstance(name, answer);
  }

  /**
   * Answers one kind of question.
   *
   * @param executor runs {@code answer}, which may wait
   */
  static <Q extends Message, A extends Message> void serve(
      RpcServer server, Class<Q> kind, Executor executor, Function<Q, A> answer) {
    server.registerProcessor(new Answers<>(kind, executor, answer));
  }

  /**
   * Asks a member.
   *
   * @throws NoAnswerException if no answer came; the question may have been heard all the same
   */
  <A extends Message> A ask(Endpoint member, Message question, Class<A> kind, Duration waitMax)
      throws NoAnswerException {
    var answer = new CompletableFuture<A>();
    try {
      client.invokeAsync(
          member,
          question,
          (result, problem) -> {
            if (problem == null) {
              answer.complete(kind.cast(result));
            } else {
              answer.completeExceptionally(problem);
            }
          },
          waitMax.toMillis());
      return answer.get(waitMax.toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted");
    } catch (ExecutionException e) {
      throw new NoAnswerException("%s: %s".formatted(member, String.valueOf(e.getCause())));
    } catch (RemotingException | TimeoutException e) {
      throw new NoAnswerException(
          "%s gave no answer in %d ms".formatted(member, waitMax.toMillis()));
    }
  }

  @Override
  public void close() {
    client.shutdown();
  }

  private record Answers<Q extends Message, A extends Message>(
      Class<Q> kind, Executor executor, Function<Q, A> answer) implements RpcProcessor<Q> {
    @Override
    public String interest() {
      return kind.getName();
    }

    @Override
    public void handleRequest(RpcContext from, Q question) {
      from.sendResponse(answer.apply(question));
    }
  }
}
