package lotwatch.lab.bench.cluster;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import lotwatch.ledger.Command;
import lotwatch.ledger.Entry;
import lotwatch.ledger.Inbox;
import lotwatch.ledger.Outcome;
import lotwatch.ledger.RequestId;
import lotwatch.ledger.UnavailableException;
import lotwatch.wire.CorruptException;
import lotwatch.wire.Forwarded;
import lotwatch.wire.proto.Submit;
import lotwatch.wire.proto.Submitted;
import org.jspecify.annotations.Nullable;

/** Sends commands to the leader over gRPC, as the other members do. */
final class MemberClient implements Inbox {
  private static final int ANSWER_SECONDS_MAX = 10;

  /** The Raft library names a service after the class of its question, and its only method so. */
  private static final MethodDescriptor<Submit, Submitted> SUBMIT =
      MethodDescriptor.<Submit, Submitted>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(
              MethodDescriptor.generateFullMethodName(Submit.class.getName(), "_call"))
          .setRequestMarshaller(ProtoUtils.marshaller(Submit.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Submitted.getDefaultInstance()))
          .build();

  private final Channel channel;

  MemberClient(Channel channel) {
    this.channel = channel;
  }

  @Override
  public Outcome submit(Command command, @Nullable RequestId request) throws UnavailableException {
    var options = CallOptions.DEFAULT.withDeadlineAfter(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    var question = Forwarded.submit(new Entry(Instant.now(), request, command));
    try {
      return Forwarded.outcome(ClientCalls.blockingUnaryCall(channel, SUBMIT, options, question));
    } catch (StatusRuntimeException | Forwarded.MovedException | CorruptException e) {
      throw new UnavailableException(e.toString(), true);
    }
  }
}
