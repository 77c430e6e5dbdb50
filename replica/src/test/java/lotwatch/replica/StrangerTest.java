package lotwatch.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who is no voter speaks to the port of the nodes. */
final class StrangerTest {
  private static final String STRANGER = "127.0.0.1:9";

  @TempDir Path temp = Path.of("set by JUnit");

  private Members members;

  @BeforeEach
  void start() throws Exception {
    members = new Members(temp, 3, 1_000);
    members.start("n1", "n2", "n3");
    members.leader();
    for (var command : Commands.opening()) {
      members.get("n1").submit(command, null);
    }
  }

  @AfterEach
  void stop() throws Exception {
    members.close();
  }

  /** Asks as the library does: a service for each kind of request, with one method. */
  private <Q extends Message, A extends Message> A ask(String name, Q request, A answer)
      throws InterruptedException {
    var method =
        MethodDescriptor.<Q, A>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(request.getClass().getName(), "_call"))
            .setRequestMarshaller(ProtoUtils.marshaller(request))
            .setResponseMarshaller(ProtoUtils.marshaller(answer))
            .build();
    var channel =
        Grpc.newChannelBuilder(
                "127.0.0.1:" + members.peer(name).port(), InsecureChannelCredentials.create())
            .build();
    try {
      return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    } finally {
      channel.shutdownNow();
      channel.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private static RequestVoteRequest vote(String voter, String candidate, long term) {
    return RequestVoteRequest.newBuilder()
        .setGroupId("lotwatch")
        .setServerId(candidate)
        .setPeerId(voter)
        .setTerm(term)
        .setLastLogTerm(term)
        .setLastLogIndex(term)
        .setPreVote(false)
        .build();
  }

  private String address(String name) {
    return "127.0.0.1:" + members.peer(name).port();
  }

  private void stillWrites() throws Exception {
    for (var name : List.of("n1", "n2", "n3")) {
      assertThat(members.get(name).submit(Commands.opening().getFirst(), null)).isNotNull();
    }
  }

  @Test
  void strangerGetsNoVoteAndRaisesNoTerm() throws Exception {
    for (var name : List.of("n1", "n2", "n3")) {
      long term = members.get(name).term();
      var answer =
          ask(
              name,
              vote(address(name), STRANGER, term + 5),
              RequestVoteResponse.getDefaultInstance());

      assertThat(answer.getGranted()).isFalse();
      assertThat(answer.getErrorResponse().getErrorMsg()).contains("no voter");
      assertThat(members.get(name).term()).isEqualTo(term);
    }
    stillWrites();
  }

  @Test
  void whatIsNoAddressIsNotRepeated() throws Exception {
    var answer =
        ask(
            "n1",
            vote(address("n1"), "x\n".repeat(100_000), 1),
            RequestVoteResponse.getDefaultInstance());

    assertThat(answer.getErrorResponse().getErrorMsg())
        .isEqualTo("a vote for what is no address, which is no voter");
  }

  @Test
  void lastTermThereIsEndsNoClusterWhoeverNamesIt() throws Exception {
    for (var name : List.of("n1", "n2", "n3")) {
      var other = name.equals("n1") ? "n2" : "n1";
      var answer =
          ask(
              name,
              vote(address(name), address(other), Long.MAX_VALUE),
              RequestVoteResponse.getDefaultInstance());
      var append =
          ask(
              name,
              AppendEntriesRequest.newBuilder()
                  .setGroupId("lotwatch")
                  .setServerId(address(other))
                  .setPeerId(address(name))
                  .setTerm(Long.MAX_VALUE)
                  .setPrevLogIndex(0)
                  .setPrevLogTerm(0)
                  .setCommittedIndex(0)
                  .build(),
              AppendEntriesResponse.getDefaultInstance());

      assertThat(answer.getErrorResponse().getErrorMsg()).contains("ahead");
      assertThat(append.getErrorResponse().getErrorMsg()).contains("ahead");
    }
    stillWrites();
  }
}
