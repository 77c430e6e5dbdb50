package lotwatch.gateway.finder;

import lotwatch.gateway.net.Connection;
import lotwatch.gateway.net.Output;
import lotwatch.gateway.net.Protocol.Next;
import lotwatch.gateway.net.TcpFrames;
import lotwatch.wire.json.ProblemException;
import lotwatch.wire.rpc.RpcAnswer;
import lotwatch.wire.rpc.RpcRequest;
import org.jspecify.annotations.Nullable;

/** The framed JSON calls of one connection: each is read, and answered in its turn. */
public final class FramedCalls {
  private static final String NO_ID = "0";

  private final TcpFrames frames;
  private final Output out;
  private final Answers answers;

  /** Is to be answered elsewhere: where waiting is allowed, or where it is not. */
  private @Nullable RpcRequest held;

  /** Who answers. */
  public interface Answers {
    /** Whether something has to be written before the next call is read. */
    default boolean isBehind() {
      return false;
    }

    /** Writes that, where waiting is allowed. */
    default void catchUp() {}

    /** Whether the cluster has to be asked before there is an answer. */
    boolean waits(RpcRequest call);

    /** Whether it is asked for without waiting, so that the answer comes later. */
    default boolean asks(RpcRequest call) {
      return false;
    }

    /** The body of the answer; null if it comes later, by {@link Connection#answer}. */
    byte @Nullable [] answer(RpcRequest call);
  }

  /** Answers what this connection calls. */
  public FramedCalls(Connection connection, Answers answers) {
    frames = new TcpFrames(connection.input());
    out = connection.output();
    this.answers = answers;
  }

  /** What a connection is told that is not let in. */
  public static byte[] refusal(String why) {
    return TcpFrames.of(RpcAnswer.error(NO_ID, "unavailable: " + why));
  }

  /** Answers the calls that are there. */
  public Next receive(boolean mayWait) {
    try {
      while (!out.isFull()) {
        if (answers.isBehind()) {
          if (!mayWait) {
            return Next.WAIT;
          }
          answers.catchUp();
          continue;
        }
        var call = next();
        if (call == null) {
          return Next.LISTEN;
        }
        if (mayWait ? answers.asks(call) : answers.waits(call)) {
          held = call;
          return mayWait ? Next.SEND : Next.WAIT;
        }
        byte[] answer = answers.answer(call);
        if (answer == null) {
          return Next.ASKED;
        }
        out.frame(answer);
      }
      return Next.SEND;
    } catch (TcpFrames.TooLongException e) {
      out.frame(RpcAnswer.error(NO_ID, String.valueOf(e.getMessage())));
      return Next.HANG_UP;
    } catch (ProblemException _) {
      return Next.HANG_UP; // bad JSON: answers to what came before it go out, it has none
    }
  }

  private @Nullable RpcRequest next() throws TcpFrames.TooLongException, ProblemException {
    var call = held;
    held = null;
    if (call != null) {
      return call;
    }
    var body = frames.next();
    return body == null ? null : RpcRequest.read(body);
  }
}
