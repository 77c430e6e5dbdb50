package lotwatch.gateway.finder.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import lotwatch.gateway.FinderClient;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.WebSocketClient;
import lotwatch.gateway.auth.Audit;
import lotwatch.gateway.auth.Authorizer;
import lotwatch.gateway.auth.Gate;
import lotwatch.gateway.http.HttpServer;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.live.LiveLimits;
import lotwatch.gateway.live.LiveRoutes;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.SharedPort;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.gateway.rest.LotRoutes;
import lotwatch.gateway.rest.WriteRoutes;
import lotwatch.ledger.LotId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The text protocol and HTTP on one port. */
class SharedPortTest {
  private static final int PATIENCE_MILLIS = 120_000;
  private static final String RESERVE =
      """
      POST /api/lots/deck/reservations HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: 14\r
      Connection: close\r
      \r
      {"plate":"A1"}\
      """;

  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Gate gate =
      new Gate(
          memory,
          request -> {
            seen.add(request.protocol() + " " + request.address());
            return Authorizer.EVERYBODY.decide(request);
          },
          Audit.NONE);
  private final LiveRoutes live = new LiveRoutes(memory, LiveLimits.DEFAULT);
  private final Loops loops = new Loops(1);
  private HttpServer http;
  private TcpServer server;

  @BeforeEach
  void open() throws IOException {
    memory.openCounted("deck", 5);
    http =
        HttpServer.open(
            HttpSettings.DEFAULT.on(0).pageless(),
            gate,
            List.of(new LotRoutes(memory)::mount, new WriteRoutes(gate)::mount, live::mount));
    var handler = new SharedPort(new TextHandler(gate, memory), http.listenForHandedOver());
    server = TcpServer.open("text", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, handler);
  }

  @AfterEach
  void close() {
    server.close();
    loops.close();
    live.close();
    http.close();
  }

  private Socket connect(String from) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private int free() {
    return Objects.requireNonNull(memory.view().lot(new LotId("deck"))).tally().free();
  }

  @Test
  void webSocketsAreServedToo() throws Exception {
    try (var socket =
        new WebSocketClient(URI.create("http://127.0.0.1:" + server.port() + "/api/live/ws"))) {
      assertThat(socket.next()).contains("\"event\":\"snapshot\"");
      memory.count("deck");
      assertThat(socket.next()).contains("\"event\":\"lot.counted\"");
    }
  }

  @Test
  void eachIsAnsweredInItsOwnProtocol() throws Exception {
    try (var text = new FinderClient(server.port());
        var web = connect("127.0.0.1")) {
      assertThat(text.ask("RESERVE deck B2")).isEqualTo("OK");
      web.getOutputStream().write(RESERVE.getBytes(US_ASCII));

      assertThat(all(web)).startsWith("HTTP/1.1 201").contains("\"status\":\"OK\"");
      assertThat(text.ask("AVAIL deck")).isEqualTo("3");
    }
  }

  @Test
  void bytesThatComeOneByOneAreHttpToo() throws Exception {
    try (var web = connect("127.0.0.1")) {
      for (byte each : RESERVE.getBytes(US_ASCII)) {
        web.getOutputStream().write(each);
      }

      assertThat(all(web)).startsWith("HTTP/1.1 201");
    }
  }

  @Test
  void httpClientsKeepTheirAddress() throws Exception {
    try (var web = connect("127.0.0.2")) {
      web.getOutputStream().write(RESERVE.getBytes(US_ASCII));

      assertThat(all(web)).startsWith("HTTP/1.1 201");
      assertThat(seen).contains("rest 127.0.0.2").doesNotContain("rest 127.0.0.1");
    }
  }

  @Test
  void liveFeedComesThroughAsItHappens() throws Exception {
    try (var web = connect("127.0.0.1")) {
      web.getOutputStream()
          .write("GET /api/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
      var in = new BufferedReader(new InputStreamReader(web.getInputStream(), UTF_8));
      awaitLine(in, "event: snapshot");

      memory.count("deck");

      awaitLine(in, "event: lot.counted");
    }
  }

  private static void awaitLine(BufferedReader in, String wanted) throws IOException {
    var before = new StringBuilder();
    for (var line = in.readLine(); ; line = in.readLine()) {
      if (line == null) {
        throw new AssertionError("no " + wanted + " in " + before);
      }
      if (line.equals(wanted)) {
        return;
      }
      before.append(line).append('\n');
    }
  }

  @Test
  void largeAnswersAndManyRequestsComeWhole() throws Exception {
    for (int i = 0; i < 400; i++) {
      memory.openCounted("lot-" + i, 10);
    }
    try (var web = connect("127.0.0.1")) {
      var ask = "GET /api/lots?limit=500 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(5);
      var last = "GET /api/lots/deck HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      web.getOutputStream().write((ask + last).getBytes(US_ASCII));

      var statuses =
          all(web)
              .lines()
              .filter(line -> line.contains("HTTP/1.1 "))
              .map(line -> line.substring(line.indexOf("HTTP/1.1 ")))
              .collect(Collectors.toList());
      assertThat(statuses).hasSize(6).containsOnly("HTTP/1.1 200 OK");
    }
  }

  @Test
  void clientThatSaysNothingIsToldNothing() throws Exception {
    try (var silent = connect("127.0.0.1")) {
      silent.setSoTimeout(200);

      assertThat(isSilent(silent)).isTrue();
    }
  }

  private static boolean isSilent(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == Integer.MIN_VALUE;
    } catch (SocketTimeoutException _) {
      return true;
    }
  }

  @Test
  void postOfAnotherSiteIsNoLine() throws Exception {
    try (var web = connect("127.0.0.1")) {
      web.getOutputStream()
          .write(
              """
              POST / HTTP/1.1\r
              Host: 127.0.0.1\r
              Origin: http://evil.example\r
              Content-Type: text/plain\r
              Content-Length: 21\r
              Connection: close\r
              \r
              \r
              RESERVE deck EVIL\r
              """
                  .getBytes(US_ASCII));

      assertThat(all(web)).startsWith("HTTP/1.1 403");
      assertThat(free()).isEqualTo(5);
    }
  }

  @Test
  void tlsIsClosed() throws Exception {
    try (var web = connect("127.0.0.1")) {
      web.getOutputStream().write(new byte[] {0x16, 3, 1});

      assertThat(web.getInputStream().read()).isEqualTo(-1);
      assertThat(server.strangers()).isOne();
    }
  }
}
