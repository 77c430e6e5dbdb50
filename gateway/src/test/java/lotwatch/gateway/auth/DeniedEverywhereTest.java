package lotwatch.gateway.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.gateway.FakeFrames;
import lotwatch.gateway.FakeHistory;
import lotwatch.gateway.FinderClient;
import lotwatch.gateway.FolderBlobs;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.WebSocketClient;
import lotwatch.gateway.campus.CampusServices;
import lotwatch.gateway.finder.SubscriberLimits;
import lotwatch.gateway.finder.pubsub.PubSubHandler;
import lotwatch.gateway.finder.rpc.RpcHandler;
import lotwatch.gateway.finder.sensor.SensorHandler;
import lotwatch.gateway.finder.text.TextHandler;
import lotwatch.gateway.grpc.GrpcServer;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.metrics.MetricsRoutes;
import lotwatch.gateway.net.Handler;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.gateway.rest.CameraRoutes;
import lotwatch.gateway.rest.ConfigRoutes;
import lotwatch.gateway.rest.ConsumerRoutes;
import lotwatch.gateway.rest.DocsRoutes;
import lotwatch.gateway.rest.EventRoutes;
import lotwatch.gateway.rest.FrameRoutes;
import lotwatch.gateway.rest.HealthRoutes;
import lotwatch.gateway.rest.HistoryRoutes;
import lotwatch.gateway.rest.LotRoutes;
import lotwatch.gateway.rest.MemberRoutes;
import lotwatch.gateway.rest.NodeRoutes;
import lotwatch.gateway.rest.PlaybackRoutes;
import lotwatch.gateway.rest.RecordingRoutes;
import lotwatch.gateway.rest.SessionRoutes;
import lotwatch.gateway.rest.SightingRoutes;
import lotwatch.gateway.rest.WorkerRoutes;
import lotwatch.gateway.rest.WriteRoutes;
import lotwatch.gateway.stream.StreamRoutes;
import lotwatch.gateway.stream.socket.EngineRoutes;
import lotwatch.gateway.stream.socket.Namespace;
import lotwatch.gateway.stream.socket.SocketLimits;
import lotwatch.gateway.uploads.Uploads;
import lotwatch.ledger.NodeId;
import lotwatch.wire.CameraFeed;
import lotwatch.wire.proto.heartbeat.HeartbeatRequest;
import lotwatch.wire.proto.heartbeat.ServiceStatusRequest;
import lotwatch.wire.proto.heartbeat.ViewServiceGrpc;
import lotwatch.wire.proto.parking.ParkingServiceGrpc;
import lotwatch.wire.proto.parking.ParkingUpdateRequest;
import lotwatch.wire.proto.video.VideoAck;
import lotwatch.wire.proto.video.VideoFrame;
import lotwatch.wire.proto.video.VideoStreamServiceGrpc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody may do anything: every protocol says so in its own words, and nothing happens. */
class DeniedEverywhereTest {
  private final List<String> recorded = new CopyOnWriteArrayList<>();
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final Gate gate =
      new Gate(
          memory,
          _ -> new Decision.Denied("nobody may"),
          (request, outcome) -> recorded.add(request.action() + " " + outcome));

  private final FolderBlobs blobs = new FolderBlobs(Path.of("/none"), memory);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Loops loops = new Loops(1);
  private long sequence;

  @BeforeEach
  void openLot() {
    memory.openCounted("deck", 3);
    memory.openWatched("north", "gate", 2);
    sequence = memory.view().sequence();
  }

  @AfterEach
  void nothingHappened() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
    loops.close();
    assertThat(memory.view().sequence()).isEqualTo(sequence);
  }

  private FinderClient client(Handler handler) throws Exception {
    if (handler instanceof AutoCloseable closeable) {
      opened.add(closeable);
    }
    var server = TcpServer.open("denied", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, handler);
    opened.add(server);
    var client = new FinderClient(server.port());
    opened.add(client);
    return client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOTS", "AVAIL deck", "AVAIL none", "RESERVE deck X1", "CANCEL deck X1"})
  void textAnswersAnError(String line) throws Exception {
    assertThat(client(new TextHandler(gate, memory)).ask(line))
        .isEqualTo("ERROR: denied: nobody may");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE deck 1", "UPDATE deck 1 s1 7", "SET deck 2", "SET deck 2 s1 7"})
  void sensorAnswersAnError(String line) throws Exception {
    assertThat(client(new SensorHandler(gate, memory)).ask(line))
        .isEqualTo("ERROR: denied: nobody may");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getLots|[]",
        "getAvailability|[\"deck\"]",
        "reserve|[\"deck\", \"X1\"]",
        "cancel|[\"deck\", \"X1\"]"
      })
  void rpcAnswersAnError(String method, String args) throws Exception {
    assertThat(client(new RpcHandler(gate, memory)).call(call(method, args)))
        .isEqualTo("{\"rpcId\": 4, \"result\": null, \"error\": \"denied: nobody may\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subscribe|[\"deck\"]",
        "subscribe|[\"deck\", null, \"signs\"]",
        "ack|[1, 1]",
        "forget|[\"signs\"]",
        "unsubscribe|[1]",
        "getSequence|[]"
      })
  void pubSubAnswersAnError(String method, String args) throws Exception {
    var handler =
        new PubSubHandler(gate, memory, ZoneOffset.UTC, SubscriberLimits.QUEUE_MAX, loops);

    assertThat(client(handler).call(call(method, args)))
        .isEqualTo("{\"rpcId\": 4, \"result\": null, \"error\": \"denied: nobody may\"}");
    assertThat(handler.size()).isZero();
  }

  private static String call(String method, String args) {
    return "{\"rpcId\": 4, \"method\": \"%s\", \"args\": %s}".formatted(method, args);
  }

  private ServedRoutes http() {
    var live = new LiveRoutes(memory, LiveLimits.DEFAULT);
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var clock = Clock.systemUTC();
    opened.add(live);
    var sockets = new EngineRoutes(gate, SocketLimits.DEFAULT, Map.of("/parking", Namespace.QUIET));
    opened.add(sockets);
    var served =
        new ServedRoutes(
            HttpSettings.DEFAULT.on(0).pageless(),
            gate,
            List.of(
                new LotRoutes(memory)::mount,
                new CameraRoutes(memory, CameraFeed.NONE, clock)::mount,
                live::mount,
                new WriteRoutes(gate)::mount,
                new SightingRoutes(gate, memory, clock)::mount,
                new SessionRoutes(memory)::mount,
                new StreamRoutes(memory, clock)::mount,
                sockets::mount,
                new ConsumerRoutes(gate, memory)::mount,
                new EventRoutes(memory)::mount,
                new HistoryRoutes(new FakeHistory(), clock)::mount,
                new ConfigRoutes(gate, memory, new NoDocuments())::mount,
                new FrameRoutes(gate, new FakeFrames())::mount,
                new NodeRoutes(
                        new NodeId("n1"),
                        memory,
                        () -> new NodeRoutes.Votes("n1:1", 1, List.of("n1:1")))
                    ::mount,
                new MemberRoutes(gate, new UnchangedMembers())::mount,
                new DocsRoutes()::mount,
                new RecordingRoutes(gate, memory, new Uploads(gate, memory, blobs), blobs)::mount,
                new PlaybackRoutes(
                        memory,
                        (_, _) -> {
                          throw new AssertionError("a video was asked for");
                        },
                        blobs)
                    ::mount,
                new WorkerRoutes(gate, memory)::mount,
                new MetricsRoutes(registry, memory, CameraFeed.NONE, clock, live::clients)::mount));
    opened.add(served);
    return served;
  }

  private static final class UnchangedMembers implements MemberRoutes.Members {
    @Override
    public void change(String host, int port, boolean member) {
      throw new AssertionError("a node was changed");
    }

    @Override
    public void replace(String name, String host, int port) {
      throw new AssertionError("a node was replaced");
    }
  }

  @Test
  void onlyWhetherTheServerIsReadyIsEverybodys() throws Exception {
    var served =
        new ServedRoutes(
            HttpSettings.DEFAULT.on(0).pageless(),
            gate,
            List.of(new HealthRoutes(List::of)::mount));
    opened.add(served);

    assertThat(served.ask("/readyz").statusCode()).isEqualTo(200);
    assertThat(served.ask("/readyz?verbose").statusCode()).isEqualTo(403);
  }

  /** Every route there is, so that a new one cannot be forgotten. */
  @Test
  void everyRouteAnswersForbidden() throws Exception {
    var served = http();
    var routes = served.http().routes();
    assertThat(routes).hasSizeGreaterThan(12);
    try (var client = HttpClient.newHttpClient()) {
      for (var route : routes) {
        var words = route.split(" ", 2);
        var path =
            words[1]
                .replace("{lot}", "deck")
                .replace("{camera}", "gate")
                .replace("{plate}", "X1")
                .replace("{name}", "billing")
                .replace("{id}", "s1")
                .replace("{file}", "index.m3u8")
                .replace("{upload}", "u1")
                .replace("<id>", "A1")
                .replace("{node}", "n3")
                .replace("{address}", "10.0.0.9:7070");
        var body =
            path.endsWith("counts")
                ? "{\"delta\": 1}"
                : path.endsWith("sightings")
                    ? "{\"sightings\": [{}]}"
                    : path.endsWith("position") ? "{\"sequence\": 1}" : "{\"plate\": \"X1\"}";
        var request =
            HttpRequest.newBuilder(served.at(path))
                .header("Content-Type", "application/json")
                .method(words[0], BodyPublishers.ofString(body))
                .build();

        var answer = client.send(request, BodyHandlers.ofString(UTF_8));
        assertThat(answer.statusCode()).as(route).isEqualTo(403);
        assertThat(answer.body()).as(route).contains("nobody may", "DENIED");
      }
    }
    assertThat(recorded)
        .contains(
            "RESERVE DENIED", "CHANGE_NODES DENIED", "SUBSCRIBE DENIED", "STEER_WORKERS DENIED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/live/ws", "/socket.io/?EIO=4&transport=websocket"})
  void everyWebSocketAnswersForbidden(String path) throws Exception {
    var uri = http().at(path);

    assertThatThrownBy(() -> new WebSocketClient(uri))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    assertThat(recorded).contains("SUBSCRIBE DENIED");
  }

  private ManagedChannel grpc() throws Exception {
    var server =
        GrpcServer.open(
            "127.0.0.1",
            List.of(0),
            CampusServices.of(gate, memory, new FakeFrames(), Clock.systemUTC()));
    opened.add(server);
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.ports().getFirst())
            .usePlaintext()
            .build();
    opened.add(() -> channel.shutdownNow().awaitTermination(1, TimeUnit.MINUTES));
    return channel;
  }

  @Test
  void everyCallIsPermissionDenied() throws Exception {
    var channel = grpc();
    var parking = ParkingServiceGrpc.newBlockingStub(channel);
    var heartbeats = ViewServiceGrpc.newBlockingStub(channel);
    var update =
        ParkingUpdateRequest.newBuilder().setCameraId("c1").setLocation("L").setTimestamp(1);

    Stream.<Runnable>of(
            () -> parking.update(update.setStatus("OK").build()),
            () -> parking.update(update.setStatus("ERROR").build()),
            () ->
                heartbeats.heartbeat(
                    HeartbeatRequest.newBuilder().setServiceIdentifier("s").build()),
            () -> heartbeats.getServiceStatus(ServiceStatusRequest.getDefaultInstance()))
        .forEach(call ->
            assertThat(refusal(call).getStatus())
                .returns(Status.Code.PERMISSION_DENIED, Status::getCode)
                .returns("nobody may", Status::getDescription));
  }

  private static StatusRuntimeException refusal(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }

  @Test
  void videoStreamEndsWithPermissionDenied() throws Exception {
    var ended = new CompletableFuture<Status>();
    var frames =
        VideoStreamServiceGrpc.newStub(grpc())
            .streamVideo(
                new StreamObserver<VideoAck>() {
                  @Override
                  public void onNext(VideoAck ack) {
                    ended.completeExceptionally(new AssertionError(ack.getMessage()));
                  }

                  @Override
                  public void onError(Throwable why) {
                    ended.complete(Status.fromThrowable(why));
                  }

                  @Override
                  public void onCompleted() {
                    ended.completeExceptionally(new AssertionError("completed"));
                  }
                });

    frames.onNext(VideoFrame.newBuilder().setFrameNumber(1).build());

    assertThat(ended.get(1, TimeUnit.MINUTES).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
  }
}
