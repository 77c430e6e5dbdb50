package lotwatch.gateway.stream.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.WebSocketClient;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.http.Proxies;
import lotwatch.gateway.stream.socket.SocketLimits.Pings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Engine.IO and Socket.IO, byte by byte. */
class EngineRoutesTest {
  private static final String POLLING = "/socket.io/?EIO=4&transport=polling";
  private static final String WEB_SOCKET = "/socket.io/?EIO=4&transport=websocket";

  private final List<Visitor> visitors = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final Namespace echoing =
      new Namespace() {
        @Override
        public void enter(Visitor visitor) {
          visitors.add(visitor);
        }

        @Override
        public void take(Visitor visitor, String event, List<JsonNode> values, Runnable ack) {
          taken.add(event + values);
          ack.run();
        }

        @Override
        public void leave(Visitor visitor) {
          visitors.remove(visitor);
        }
      };
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private EngineRoutes routes = routes(SocketLimits.DEFAULT);
  private ServedRoutes server = served(routes);

  /** Who came: a client may hear of it before we do. */
  private Visitor visitor() {
    MemoryLedger.await("somebody is there", () -> !visitors.isEmpty());
    return visitors.getFirst();
  }

  private EngineRoutes routes(SocketLimits limits) {
    return new EngineRoutes(
        memory.gate(), limits, Map.of("/", Namespace.QUIET, "/parking", echoing));
  }

  private ServedRoutes served(EngineRoutes mounted) {
    return new ServedRoutes(
        HttpSettings.DEFAULT.on(0).pageless(), memory.gate(), List.of(mounted::mount));
  }

  private void limit(SocketLimits limits) {
    shutServer();
    routes = routes(limits);
    server = served(routes);
  }

  private void shutServer() {
    routes.close();
    server.close();
  }

  @AfterEach
  void shut() throws Exception {
    for (var each : opened) {
      each.close();
    }
    shutServer();
    http.close();
  }

  private String get(String path) throws Exception {
    return new String(server.ask(path).body(), UTF_8);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(server.at(path))
            .header("Content-Type", "text/plain;charset=UTF-8")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString(UTF_8));
  }

  /** The path of a new client that polls. */
  private String begin() throws Exception {
    var greeting = get(POLLING);
    return POLLING + "&sid=" + greeting.replaceFirst("0\\{\"sid\":\"([^\"]+)\".*", "$1");
  }

  private WebSocketClient webSocket(String path) throws Exception {
    var client = new WebSocketClient(server.at(path));
    opened.add(client);
    return client;
  }

  @Test
  void pollsGetGreetingNamespaceAndEvents() throws Exception {
    assertThat(get(POLLING))
        .matches(
            "0\\{\"sid\":\"[\\w-]{20}\",\"upgrades\":\\[\"websocket\"],\"pingTimeout\":20000,\"pingInterval\":25000,\"maxPayload\":65536}");
    var client = begin();
    assertThat(post(client, "40\u001e40/parking,{\"token\":1}").body()).isEqualTo("OK");

    assertThat(get(client))
        .matches("40\\{\"sid\":\"[\\w-]{20}\"}\u001e40/parking,\\{\"sid\":\"[\\w-]{20}\"}");
    visitor().send(SocketPacket.event("/parking", "x", Map.of("a", "đ")));
    assertThat(get(client)).isEqualTo("42/parking,[\"x\",{\"a\":\"đ\"}]");
  }

  @Test
  void pollWaitsUntilThereIsSomethingToSay() throws Exception {
    var client = begin();
    post(client, "40/parking,");
    assertThat(get(client)).startsWith("40/parking,{");
    var poll =
        http.sendAsync(
            HttpRequest.newBuilder(server.at(client)).build(), BodyHandlers.ofString(UTF_8));

    visitor().send("42/parking,[\"late\"]");

    assertThat(poll.get(1, TimeUnit.MINUTES).body()).isEqualTo("42/parking,[\"late\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?EIO=3&transport=polling|unsupported version",
        "?transport=polling|unsupported version",
        "?EIO=4&transport=carrier|Invalid transport",
        "?EIO=4&transport=websocket|Invalid websocket upgrade",
        "?EIO=4&transport=polling&sid=nobody|Invalid session",
        "?EIO=4&transport=polling&sid=|Invalid session",
      })
  void wrongRequestsAre400WithAReason(String query, String reason) throws Exception {
    var got = server.ask("/socket.io/" + query);
    assertThat(got.statusCode()).isEqualTo(400);
    assertThat(new String(got.body(), UTF_8)).startsWith("\"").contains(reason);
    assertThat(post("/socket.io/" + query, "40").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?EIO=3&transport=websocket",
        "?EIO=4&transport=polling",
        "?EIO=4&transport=websocket&sid=nobody"
      })
  void wrongWebSocketsAre400(String query) {
    assertThatThrownBy(() -> new WebSocketClient(server.at("/socket.io/" + query)))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(400));
    assertThat(routes.clients()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "2", "5", "40/parking,\u001e9"})
  void payloadThatIsNoPacketIs400AndEndsTheClient(String body) throws Exception {
    var client = begin();

    assertThat(post(client, body).statusCode()).isEqualTo(400);
    assertThat(get(client)).isEqualTo("\"Invalid session\"");
    assertThat(routes.clients()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4",
        "49",
        "42/parking,",
        "42/parking,{}",
        "42/parking,[]",
        "42/parking,[1]",
        "42/parking,[\"a\"",
        "42/parking,[\"a\"],\"data\":[\"a\"]",
        "42[\"nobody listens\"]",
        "451-/parking,[\"a\",{\"_placeholder\":true,\"num\":0}]",
        "bAAAA",
        "43/parking,7[]",
        "41/elsewhere,"
      })
  void bytesThatMeanNothingGetNoAnswerAndTheConnectionLives(String packet) throws Exception {
    var client = webSocket(WEB_SOCKET);
    client.send("40/parking,");
    client.next("40/parking");
    client.send(packet);
    client.sendBytes(10);
    client.send("42/parking,5[\"after\",{\"b\":1,\"a\":2}]");

    assertThat(client.next()).isEqualTo("43/parking,5[]");
    assertThat(taken).containsExactly("after[{\"b\":1,\"a\":2}]");
  }

  @Test
  void unknownNamespaceIsAConnectError() throws Exception {
    var client = webSocket(WEB_SOCKET);
    client.next("0{");
    client.send("40/elsewhere,");
    assertThat(client.next()).isEqualTo("44/elsewhere,{\"message\":\"Invalid namespace\"}");
    client.send("40");
    assertThat(client.next()).startsWith("40{\"sid\":");
  }

  @Test
  void whoLeavesANamespaceGetsNothingMore() throws Exception {
    var client = webSocket(WEB_SOCKET);
    client.send("40/parking,");
    client.next("40/parking");
    var visitor = visitor();
    client.send("41/parking,");
    MemoryLedger.await("gone", visitors::isEmpty);
    visitor.send("42/parking,[\"x\"]");
    client.send("40/parking,");

    assertThat(client.next()).startsWith("40/parking,");
  }

  @Test
  void clientGoesOverToAWebSocketAndLosesNothing() throws Exception {
    var client = begin();
    post(client, "40/parking,");
    get(client);
    var poll =
        http.sendAsync(
            HttpRequest.newBuilder(server.at(client)).build(), BodyHandlers.ofString(UTF_8));
    var socket = webSocket(client.replace("polling", "websocket"));
    socket.send("2probe");
    assertThat(socket.next()).isEqualTo("3probe");
    assertThat(poll.get(1, TimeUnit.MINUTES).body()).isEqualTo("6");

    visitor().send("42/parking,[\"between\"]");
    socket.send("5");
    visitor().send("42/parking,[\"after\"]");

    assertThat(socket.next()).isEqualTo("42/parking,[\"between\"]");
    assertThat(socket.next()).isEqualTo("42/parking,[\"after\"]");
    assertThat(get(client)).isEqualTo("\"Invalid transport\"");
    socket.close();
    MemoryLedger.await("the client is gone", () -> routes.clients() == 0);
  }

  @Test
  void probeThatFailsLeavesTheClientPolling() throws Exception {
    var client = begin();
    post(client, "40/parking,");
    get(client);
    try (var socket = webSocket(client.replace("polling", "websocket"))) {
      socket.send("2probe");
      socket.next("3probe");
    }
    visitor().send("42/parking,[\"x\"]");

    assertThat(get(client)).endsWith("42/parking,[\"x\"]");
  }

  @Test
  void secondPollEndsTheClient() throws Exception {
    var client = begin();
    var request = HttpRequest.newBuilder(server.at(client)).build();
    var one = http.sendAsync(request, BodyHandlers.ofString(UTF_8));
    var other = http.sendAsync(request, BodyHandlers.ofString(UTF_8));

    assertThat(
            List.of(
                one.get(1, TimeUnit.MINUTES).statusCode(),
                other.get(1, TimeUnit.MINUTES).statusCode()))
        .containsExactlyInAnyOrder(200, 400);
    assertThat(routes.clients()).isZero();
  }

  @Test
  void whoAnswersNoPingIsClosed() throws Exception {
    limit(
        new SocketLimits(
            5, 5, Proxies.NONE, new Pings(Duration.ofMillis(200), Duration.ofMillis(200))));
    var polling = begin();
    var socket = webSocket(WEB_SOCKET);
    assertThat(socket.next("2")).isEqualTo("2");

    socket.awaitClosed();
    MemoryLedger.await("nobody is left", () -> routes.clients() == 0);
    assertThat(get(polling)).isEqualTo("\"Invalid session\"");
  }

  @Test
  void whoAnswersPingsStays() throws Exception {
    limit(
        new SocketLimits(
            5, 5, Proxies.NONE, new Pings(Duration.ofMillis(100), Duration.ofMinutes(2))));
    var socket = webSocket(WEB_SOCKET);
    for (int i = 0; i < 5; i++) {
      assertThat(socket.next("2")).isEqualTo("2");
      socket.send("3");
    }
    assertThat(routes.clients()).isEqualTo(1);
  }

  @Test
  void clientsBeyondALimitAreToldItsName() throws Exception {
    limit(new SocketLimits(3, 2, _ -> false, Pings.SYSTEM_C));
    begin();
    begin();
    var refused = server.ask(POLLING);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(new String(refused.body(), UTF_8)).contains("http.socket-clients-per-address-max");
    assertThat(webSocket(WEB_SOCKET).awaitClosed()).startsWith("closed 1013");

    limit(new SocketLimits(1, 1, Proxies.NONE, Pings.SYSTEM_C));
    begin();
    assertThat(server.ask(POLLING).statusCode()).isEqualTo(503);
    assertThat(get(POLLING)).contains("http.socket-clients-max is 1");
  }

  @Test
  void messagesBeyondTheLimitEndTheClient() throws Exception {
    var polling = begin();
    assertThat(post(polling, "4" + "x".repeat(SocketLimits.MESSAGE_BYTES_MAX)).statusCode())
        .isEqualTo(413);
    var many = begin();
    assertThat(post(many, "6" + "\u001e6".repeat(SocketLimits.PACKETS_MAX)).body())
        .contains("Too many packets", "256");
    var socket = webSocket(WEB_SOCKET);
    socket.send("4" + "x".repeat(SocketLimits.MESSAGE_BYTES_MAX));

    assertThat(socket.awaitClosed()).startsWith("closed 1009");
    MemoryLedger.await("nobody is left", () -> routes.clients() == 0);
  }

  @Test
  void forgottenQueueIsBounded() throws Exception {
    var client = begin();
    post(client, "40/parking,");
    var visitor = visitor();

    for (int i = 0; i <= SocketLimits.QUEUE_MAX; i++) {
      visitor.send("42/parking,[\"x\"]");
    }
    assertThat(visitor.isGone()).isTrue();
    assertThat(get(client)).isEqualTo("\"Invalid session\"");
    assertThat(routes.clients()).isZero();
  }

  @Test
  void headBeginsNothing() throws Exception {
    assertThat(server.send("HEAD", POLLING).statusCode()).isEqualTo(200);
    assertThat(routes.clients()).isZero();
  }
}
