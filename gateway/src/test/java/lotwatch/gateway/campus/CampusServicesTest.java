package lotwatch.gateway.campus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lotwatch.gateway.FakeFrames;
import lotwatch.gateway.LedgerInbox;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.ledger.NodeCommand.NodeHeartbeat;
import lotwatch.ledger.NodeId;
import lotwatch.ledger.WorkerStatus;
import lotwatch.wire.proto.heartbeat.HeartbeatRequest;
import lotwatch.wire.proto.heartbeat.ServiceStatus;
import lotwatch.wire.proto.heartbeat.ServiceStatusRequest;
import lotwatch.wire.proto.heartbeat.ViewServiceGrpc;
import lotwatch.wire.proto.parking.ParkingServiceGrpc;
import lotwatch.wire.proto.parking.ParkingUpdateRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As system A's clients speak: over real channels, on two ports. */
class CampusServicesTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final LedgerInbox ledger = new LedgerInbox();
  private GrpcServer server;
  private ManagedChannel channel;

  @BeforeEach
  void open() throws Exception {
    server =
        GrpcServer.open(
            "127.0.0.1",
            List.of(0, 0),
            CampusServices.of(
                ledger.gate(), ledger.eventLog(), new FakeFrames(), InstantSource.fixed(NOON)));
    channel = channel(server.ports().getFirst());
  }

  private static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    server.close();
  }

  private String update(String camera, String location, int available, String status) {
    return update(camera, location, available, status, 1_700_000_000);
  }

  private String update(
      String camera, String location, int available, String status, long timestamp) {
    var update =
        ParkingUpdateRequest.newBuilder()
            .setCameraId(camera)
            .setLocation(location)
            .setAvailableSpaces(available)
            .setStatus(status)
            .setTimestamp(timestamp)
            .build();
    return ParkingServiceGrpc.newBlockingStub(channel).update(update).getAck();
  }

  @Test
  void updateIsAcknowledgedAndCountsTheLotOfThatName() throws Exception {
    ledger.open("north", 10);

    assertThat(update("cam1", "north", 4, "OK")).isEqualTo("Primary ACK");
    assertThat(ledger.lot("north").tally().free()).isEqualTo(4);
    assertThat(update("cam2", "Lot B", 7, "OK")).isEqualTo("Primary ACK");
    assertThat(ledger.lot("north").tally().free()).isEqualTo(4);
  }

  @Test
  void olderUpdateIsAcknowledgedAndChangesNothing() throws Exception {
    ledger.open("north", 10);
    update("cam1", "north", 0, "OK", 1_700_000_000);

    assertThat(update("cam1", "north", 5, "OK", 1_699_999_900)).isEqualTo("Primary ACK");
    assertThat(ledger.lot("north").tally().free()).isZero();
    assertThat(update("cam1", "north", 0, "ERROR")).contains("'timestamp': 1700000000}");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, Long.MAX_VALUE})
  void timestampWithoutADateIsRefusedWithItsLimits(long timestamp) {
    var limits =
        "timestamp is %d, the limits are -31557014167219200 and 31556889864403199"
            .formatted(timestamp);

    assertThatThrownBy(() -> update("cam1", "Lot A", 1, "OK", timestamp))
        .hasMessageContaining("INVALID_ARGUMENT: " + limits);
  }

  @Test
  void heartbeatWithoutADateIsRefusedWithItsLimits() {
    var view = ViewServiceGrpc.newBlockingStub(channel);

    assertThatThrownBy(() -> view.heartbeat(beat("gate", "OK", Long.MIN_VALUE)))
        .hasMessageContaining("INVALID_ARGUMENT: timestamp is -9223372036854775808, the limits");
  }

  @Test
  void errorFallsBackToWhatWasLastKnownOfTheCamera() {
    assertThat(update("cam1", "Lot A", 0, "ERROR"))
        .isEqualTo("Error received and no fallback available.");
    update("cam1", "Lot A", 12, "OK");
    update("cam2", "Dean's lot", 3, "OK");

    assertThat(update("cam1", "Lot A", 0, "ERROR"))
        .isEqualTo(
            "Fallback used. Last known data: {'location': 'Lot A', 'available_spaces': 12,"
                + " 'timestamp': 1700000000}");
    assertThat(update("cam2", "", 0, ""))
        .contains("{'location': \"Dean's lot\", 'available_spaces': 3,");
  }

  @Test
  void badUpdateNamesTheFieldAndHarmsNobody() {
    assertThatThrownBy(() -> update("", "Lot A", 1, "OK"))
        .satisfies(e ->
            assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining("camera_id is empty");
    assertThatThrownBy(() -> update("cam1", "x".repeat(201), 1, "OK"))
        .hasMessageContaining("location has 201 characters, the limit is 200");
    assertThat(update("cam1", "Lot A", 1, "OK")).isEqualTo("Primary ACK");
  }

  @Test
  void nothingIsAcknowledgedWithoutALeader() {
    ledger.away(true);

    assertThatThrownBy(() -> update("cam1", "Lot A", 1, "OK"))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAVAILABLE");
  }

  @Test
  void servicesAreAliveForFifteenSeconds() throws Exception {
    var view = ViewServiceGrpc.newBlockingStub(channel);
    var answer = view.heartbeat(beat("parking_primary", "", 0));
    assertThat(answer.getAcknowledged()).isTrue();
    assertThat(answer.getMessage()).isEqualTo("Heartbeat recorded");
    view.heartbeat(beat("video_processor", "PROCESSING", NOON.getEpochSecond() - 14));
    view.heartbeat(beat("camera_video_client", "STREAMING", NOON.getEpochSecond() - 15));
    ledger.submit(new NodeHeartbeat(new NodeId("n1"), "http://n1/", "n1:1", 0), null);

    var all = view.getServiceStatus(ServiceStatusRequest.getDefaultInstance()).getServicesList();
    assertThat(all)
        .extracting(ServiceStatus::getServiceIdentifier)
        .containsExactly("camera_video_client", "parking_primary", "video_processor", "node/n1");
    assertThat(all.subList(0, 3))
        .extracting(ServiceStatus::getStatus)
        .containsExactly("STREAMING", "OK", "PROCESSING");
    assertThat(all.subList(0, 3))
        .extracting(ServiceStatus::getIsAlive)
        .containsExactly(false, true, true);
    var some =
        ServiceStatusRequest.newBuilder()
            .addServiceIdentifiers("parking_primary")
            .addServiceIdentifiers("nobody")
            .build();
    assertThat(view.getServiceStatus(some).getServicesList())
        .extracting(ServiceStatus::getLastHeartbeat)
        .containsExactly(NOON.getEpochSecond());
  }

  @Test
  void heartbeatFromTheFutureCountsAsNow() {
    var view = ViewServiceGrpc.newBlockingStub(channel);
    var _ = view.heartbeat(beat("parking_primary", "OK", NOON.getEpochSecond() + 86_400));

    assertThat(view.getServiceStatus(ServiceStatusRequest.getDefaultInstance()).getServicesList())
        .extracting(ServiceStatus::getLastHeartbeat)
        .containsExactly(NOON.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(strings = {"node/n1", "worker/n1-1", "camera/north"})
  void nobodySpeaksForOurOwn(String name) {
    var view = ViewServiceGrpc.newBlockingStub(channel);

    assertThatThrownBy(() -> view.heartbeat(beat(name, "OK", 0)))
        .hasMessageContaining("INVALID_ARGUMENT: service_identifier must not begin with");
  }

  @Test
  void badHeartbeatNamesTheFieldOfTheRequest() {
    var view = ViewServiceGrpc.newBlockingStub(channel);

    assertThatThrownBy(() -> view.heartbeat(beat("", "OK", 0)))
        .hasMessageContaining("service_identifier is empty");
  }

  @Test
  void workersAreAliveWithTheirNodeUnlessTheyAreStuck() throws Exception {
    var workerStatus = new WorkerStatus(2, List.of(2));
    ledger.submit(new NodeHeartbeat(new NodeId("n1"), "http://n1/", "n1:1", 0, workerStatus), null);

    var workers =
        ViewServiceGrpc.newBlockingStub(channel)
            .getServiceStatus(
                ServiceStatusRequest.newBuilder()
                    .addServiceIdentifiers("worker/n1-1")
                    .addServiceIdentifiers("worker/n1-2")
                    .addServiceIdentifiers("worker/n1-3")
                    .build())
            .getServicesList();

    assertThat(workers)
        .extracting(ServiceStatus::getServiceIdentifier)
        .containsExactly("worker/n1-1", "worker/n1-2");
    assertThat(workers).extracting(ServiceStatus::getStatus).containsExactly("OK", "STUCK");
    assertThat(workers.getLast().getIsAlive()).isFalse();
  }

  @Test
  void takenPortIsSaidWithWhatToDo() {
    int taken = server.ports().getFirst();

    assertThatThrownBy(() ->
            GrpcServer.open(
                "127.0.0.1",
                List.of(taken),
                CampusServices.of(
                    ledger.gate(), ledger.eventLog(), new FakeFrames(), InstantSource.fixed(NOON))))
        .hasMessageContaining("127.0.0.1:" + taken)
        .hasMessageContaining("grpc.ports")
        .hasMessageContaining("LOTWATCH_GRPC_PORTS");
  }

  private static HeartbeatRequest beat(String service, String status, long timestamp) {
    return HeartbeatRequest.newBuilder()
        .setServiceIdentifier(service)
        .setStatus(status)
        .setTimestamp(timestamp)
        .build();
  }

  @Test
  void everyServiceIsOnEveryPortWithHealthAndReflection() throws Exception {
    var second = channel(server.ports().getLast());
    try {
      var health =
          HealthGrpc.newBlockingStub(second).check(HealthCheckRequest.getDefaultInstance());
      assertThat(health.getStatus()).isEqualTo(ServingStatus.SERVING);
      var services = new CompletableFuture<ServerReflectionResponse>();
      var ask =
          ServerReflectionGrpc.newStub(second)
              .serverReflectionInfo(
                  new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                      services.complete(response);
                    }

                    @Override
                    public void onError(Throwable problem) {
                      services.completeExceptionally(problem);
                    }

                    @Override
                    public void onCompleted() {}
                  });
      ask.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
      assertThat(
              services.get(1, TimeUnit.MINUTES).getListServicesResponse().getServiceList().stream()
                  .map(service -> service.getName()))
          .contains("parking.ParkingService", "heartbeat.ViewService", "video.VideoStreamService");
      ask.onCompleted();
    } finally {
      second.shutdownNow();
    }
  }
}
