package lotwatch.replica;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import lotwatch.wire.proto.Change;
import lotwatch.wire.proto.Changed;
import lotwatch.wire.proto.Greet;
import lotwatch.wire.proto.Greeting;
import lotwatch.wire.proto.ListMembers;
import lotwatch.wire.proto.MemberList;
import lotwatch.wire.proto.Replace;
import lotwatch.wire.proto.Submit;
import lotwatch.wire.proto.Submitted;

/**
 * One kind of question between nodes, as a gRPC call.
 *
 * @param method is named as version 1 named it, which left its calls to the Raft library, so that
 *     both understand each other
 */
record PeerQuestion<Q extends Message, A extends Message>(MethodDescriptor<Q, A> method) {
  /** A command for the leader. */
  static final PeerQuestion<Submit, Submitted> SUBMIT =
      of(Submit.getDefaultInstance(), Submitted.getDefaultInstance());

  /** What a node has and understands. */
  static final PeerQuestion<Greet, Greeting> GREET =
      of(Greet.getDefaultInstance(), Greeting.getDefaultInstance());

  /** Who shall be a voter. */
  static final PeerQuestion<Change, Changed> CHANGE =
      of(Change.getDefaultInstance(), Changed.getDefaultInstance());

  /** Which node takes the place of a voter. */
  static final PeerQuestion<Replace, Changed> REPLACE =
      of(Replace.getDefaultInstance(), Changed.getDefaultInstance());

  /** Who is a voter. */
  static final PeerQuestion<ListMembers, MemberList> LIST_MEMBERS =
      of(ListMembers.getDefaultInstance(), MemberList.getDefaultInstance());

  private static <Q extends Message, A extends Message> PeerQuestion<Q, A> of(
      Q question, A answer) {
    return new PeerQuestion<>(
        MethodDescriptor.<Q, A>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(question.getClass().getName(), "_call"))
            .setRequestMarshaller(ProtoUtils.marshaller(question))
            .setResponseMarshaller(ProtoUtils.marshaller(answer))
            .build());
  }
}
