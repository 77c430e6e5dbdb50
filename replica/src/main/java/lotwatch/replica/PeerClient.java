package lotwatch.replica;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import lotwatch.replica.link.LinkChannels;

/** Asks the other nodes, over the link. */
final class PeerClient {
  private final LinkChannels channels;

  PeerClient(LinkChannels channels) {
    this.channels = channels;
  }

  /** No answer came. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswerException(String message) {
      super(message);
    }
  }

  /**
   * Asks a node.
   *
   * @param node {@code HOST:PORT}
   * @throws NoAnswerException if no answer came; the question may have been heard all the same
   */
  <Q extends Message, A extends Message> A ask(
      String node, PeerQuestion<Q, A> kind, Q question, Duration waitMax) throws NoAnswerException {
    var options = CallOptions.DEFAULT.withDeadlineAfter(waitMax.toMillis(), MILLISECONDS);
    var call = channels.to(node).newCall(kind.method(), options);
    var answer = ClientCalls.futureUnaryCall(call, question);
    try {
      return answer.get(waitMax.toMillis(), MILLISECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted");
    } catch (ExecutionException e) {
      throw new NoAnswerException("%s: %s".formatted(node, problem(e)));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new NoAnswerException("%s gave no answer in %d ms".formatted(node, waitMax.toMillis()));
    }
  }

  private static String problem(ExecutionException e) {
    return e.getCause() instanceof StatusRuntimeException status
        ? status.getStatus().getCode() + " " + status.getStatus().getDescription()
        : String.valueOf(e.getCause());
  }
}
