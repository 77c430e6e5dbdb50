package lotwatch.gateway.campus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import lotwatch.gateway.FakeFrames;
import lotwatch.gateway.FinderClient;
import lotwatch.gateway.LedgerInbox;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.wire.proto.parking.ParkingServiceGrpc;
import lotwatch.wire.proto.parking.ParkingUpdateRequest;
import lotwatch.wire.proto.raft.AppendEntriesRequest;
import lotwatch.wire.proto.raft.RaftGrpc;
import lotwatch.wire.proto.raft.RequestVoteRequest;
import lotwatch.wire.proto.raft.VideoFrameForward;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** System A's primary with our backup, our primary with its backup, and what its processors say. */
class BackupTest {
  private final LedgerInbox ledger = new LedgerInbox();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private int open(LedgerInbox inbox, BackupSettings settings, @Nullable BackupClient client)
      throws Exception {
    var ports = settings.ports().isEmpty() ? List.of(0) : settings.ports();
    var server =
        GrpcServer.open(
            "127.0.0.1",
            ports,
            CampusServices.of(
                inbox.gate(),
                inbox.eventLog(),
                new FakeFrames(),
                List::of,
                InstantSource.system(),
                settings,
                client));
    opened.add(server);
    return server.ports().getFirst();
  }

  private ManagedChannel channel(int port) {
    var channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    opened.add(channel::shutdownNow);
    return channel;
  }

  private static ParkingUpdateRequest update(String lot, int available, String status) {
    return ParkingUpdateRequest.newBuilder()
        .setCameraId("cam1")
        .setLocation(lot)
        .setAvailableSpaces(available)
        .setStatus(status)
        .setTimestamp(1_700_000_000)
        .build();
  }

  @Test
  void portOfABackupAnswersAsABackupDoesAndIsAsDurable() throws Exception {
    ledger.open("north", 10);
    int port = open(ledger, new BackupSettings(List.of(freePort()), Optional.empty()), null);
    var primary = ParkingServiceGrpc.newBlockingStub(channel(port));

    assertThat(primary.update(update("north", 4, "OK")).getAck()).isEqualTo("Backup ACK");
    assertThat(ledger.lot("north").tally().free()).isEqualTo(4);
    assertThat(primary.update(update("north", 9, "ERROR")).getAck()).isEqualTo("Backup ACK");
    assertThat(ledger.lot("north").tally().free()).isEqualTo(4);

    ledger.away(true);
    assertThatThrownBy(() -> primary.update(update("north", 5, "OK")))
        .hasMessageContaining("UNAVAILABLE");
  }

  @Test
  void backupGetsWhatCameAsSoonAsItIsThereAndNobodyWaitsForIt() throws Exception {
    var other = new LedgerInbox();
    ledger.open("north", 10);
    other.open("north", 10);
    int backupPort = freePort();
    var client = new BackupClient(new BackupSettings.Address("127.0.0.1", backupPort));
    opened.add(client);
    int port = open(ledger, BackupSettings.NONE, client);
    var camera = ParkingServiceGrpc.newBlockingStub(channel(port));

    assertThat(camera.update(update("north", 4, "OK")).getAck()).isEqualTo("Primary ACK");
    assertThat(camera.update(update("north", 3, "OK")).getAck()).isEqualTo("Primary ACK");
    open(other, new BackupSettings(List.of(backupPort), Optional.empty()), null);

    FinderClient.await(
        () -> "%d wait, free %d".formatted(client.waiting(), other.lot("north").tally().free()),
        () -> other.lot("north").tally().free() == 3);
    assertThat(client.leftOut()).isZero();
  }

  private int primaryAndBackup(LedgerInbox inbox, int backupPort, int otherBackupPort)
      throws Exception {
    var client = new BackupClient(new BackupSettings.Address("127.0.0.1", otherBackupPort));
    opened.add(client);
    var server =
        GrpcServer.open(
            "127.0.0.1",
            List.of(0, backupPort),
            CampusServices.of(
                inbox.gate(),
                inbox.eventLog(),
                new FakeFrames(),
                List::of,
                InstantSource.system(),
                new BackupSettings(List.of(backupPort), Optional.empty()),
                client));
    opened.add(server);
    return server.ports().getFirst();
  }

  @Test
  void whatCameAsToABackupGoesNoFurther() throws Exception {
    var other = new LedgerInbox();
    ledger.open("north", 10);
    other.open("north", 10);
    int here = freePort();
    int there = freePort();
    int port = primaryAndBackup(ledger, here, there);
    primaryAndBackup(other, there, here);
    long before = ledger.eventLog().view().sequence();
    var camera = ParkingServiceGrpc.newBlockingStub(channel(port));

    for (int free = 4; free >= 2; free--) {
      int now = free;
      camera.update(update("north", now, "OK"));
      FinderClient.await(
          () -> "free %d, not %d".formatted(other.lot("north").tally().free(), now),
          () -> other.lot("north").tally().free() == now);
    }

    // Each is an event that it was reported, and one that the count changed.
    assertThat(ledger.eventLog().view().sequence()).isEqualTo(before + 6);
  }

  @Test
  void updateThatTheBackupRefusesForGoodHoldsUpNoOther() throws Exception {
    var other = new LedgerInbox();
    other.open("north", 10);
    int backupPort = open(other, new BackupSettings(List.of(freePort()), Optional.empty()), null);
    var client = new BackupClient(new BackupSettings.Address("127.0.0.1", backupPort));
    opened.add(client);

    client.give(update("x".repeat(201), 4, "OK"));
    client.give(update("north", 4, "OK"));

    FinderClient.await(
        () -> "free %d".formatted(other.lot("north").tally().free()),
        () -> other.lot("north").tally().free() == 4);
    assertThat(client.leftOut()).isEqualTo(1);
  }

  @Test
  void backupThatIsAwayForLongGetsTheNewest() throws Exception {
    var client = new BackupClient(new BackupSettings.Address("127.0.0.1", freePort()));
    opened.add(client);
    for (int i = 0; i < BackupClient.QUEUE_MAX + 10; i++) {
      client.give(update("north", i, "OK"));
    }

    assertThat(client.waiting()).isEqualTo(BackupClient.QUEUE_MAX);
    assertThat(client.leftOut()).isBetween(9L, 10L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Raft", "raft.Raft"})
  void processorsGetNoVoteAndTheirFramesAreLookedAt(String service) throws Exception {
    var channel = channel(open(ledger, BackupSettings.NONE, null));

    var vote =
        call(
            channel,
            service,
            RaftGrpc.getRequestVoteMethod(),
            RequestVoteRequest.newBuilder().setTerm(7).setCandidateId(2).build());
    assertThat(vote.getVoteGranted()).isFalse();
    assertThat(vote.getTerm()).isEqualTo(7);
    var append =
        call(
            channel,
            service,
            RaftGrpc.getAppendEntriesMethod(),
            AppendEntriesRequest.newBuilder().setTerm(7).build());
    assertThat(append.getSuccess()).isFalse();
    var here = call(channel, service, RaftGrpc.getForwardVideoFrameMethod(), frame("here"));
    assertThat(here.getSuccess()).isTrue();
    assertThat(here.getMessage()).isEqualTo("Frame processed by leader");
    var noImage = call(channel, service, RaftGrpc.getForwardVideoFrameMethod(), frame("text"));
    assertThat(noImage.getSuccess()).isFalse();
    assertThat(noImage.getMessage()).isEqualTo("Frame refused: not a JPEG or PNG image");
  }

  private static VideoFrameForward frame(String says) {
    return VideoFrameForward.newBuilder().setData(ByteString.copyFromUtf8(says)).build();
  }

  private static <Q, A> A call(
      ManagedChannel channel, String service, io.grpc.MethodDescriptor<Q, A> method, Q asks) {
    var name = service + '/' + method.getBareMethodName();
    return ClientCalls.blockingUnaryCall(
        channel, method.toBuilder().setFullMethodName(name).build(), CallOptions.DEFAULT, asks);
  }

  @Test
  void namesThatAnAddressBringsHaveALimit() throws Exception {
    var nanos = new AtomicLong();
    var names = new NewNames(nanos::get);
    var far = InetAddress.ofLiteral("192.0.2.7");
    for (int i = 0; i < NewNames.NAMES_PER_ADDRESS_MAX; i++) {
      names.bring(far);
    }

    assertThatThrownBy(() -> names.bring(far))
        .hasMessage("new names of this address are 500 within 60 minutes, which is the limit");
    Set.of("192.0.2.8", "127.0.0.1").forEach(other -> names.bring(InetAddress.ofLiteral(other)));
    nanos.addAndGet(NewNames.WINDOW.toNanos());
    names.bring(far);
  }
}
