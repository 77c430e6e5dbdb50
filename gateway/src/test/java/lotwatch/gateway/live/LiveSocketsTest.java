package lotwatch.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.WebSocketClient;
import lotwatch.gateway.http.Proxies;
import lotwatch.ledger.Command.RaiseVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The live feed over WebSockets. */
class LiveSocketsTest {
  private static final int KEPT_MAX = 50;
  private static final String PATH = "/api/live/ws";

  /** What the system may keep for a client that does not read. */
  private static final int SMALL_BYTES = 2_048;

  /** Far more than the system keeps of them for one that does not read. */
  private static final int EVENTS_MAX = 1_000_000;

  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC(), KEPT_MAX);
  private final LiveRoutes live =
      new LiveRoutes(memory, new LiveLimits(3, 3, Proxies.NONE, Duration.ofMinutes(3)));
  private final ServedRoutes server = new ServedRoutes(live::mount);
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void openLots() {
    memory.openCounted("north", 10);
    memory.openCounted("south", 5);
    memory.submit(new RaiseVersion(2, "3fa9"), null);
  }

  @AfterEach
  void shut() throws Exception {
    for (var each : opened) {
      each.close();
    }
    live.close();
    server.close();
  }

  private WebSocketClient client(String query) throws Exception {
    var client = new WebSocketClient(server.at(PATH + query));
    opened.add(client);
    return client;
  }

  private String token(long sequence) {
    return "3fa9-" + sequence;
  }

  private long now() {
    return memory.view().sequence();
  }

  /** What the message says beside the event itself. */
  private static String head(String id, String event) {
    return "{\"id\":\"%s\",\"event\":\"%s\",\"data\":{".formatted(id, event);
  }

  @Test
  void messagesAreTheEventsOfTheOtherFeed() throws Exception {
    var socket = client("");
    try (var listener = new Listener(server.at("/api/live"))) {
      listener.next();
      assertThat(socket.next())
          .startsWith(head(token(now()), "snapshot"))
          .contains("\"id\":\"north\"", "\"id\":\"south\"");
      memory.count("north");

      var block = listener.next();
      assertThat(socket.next())
          .isEqualTo(
              "{\"id\":\"%s\",\"event\":\"%s\",\"data\":%s}"
                  .formatted(block.token(), block.kind(), block.data()));
    }
  }

  @Test
  void tokenGoesOnWithoutASnapshot() throws Exception {
    var before = token(now());
    memory.count("north");
    memory.count("south");

    var socket = client("?lot=south&after=" + before);

    assertThat(socket.next()).startsWith(head(token(now()), "lot.counted"));
  }

  @Test
  void messageSaysWhatIsWantedFromNowOn() throws Exception {
    var before = token(now());
    var socket = client("?lot=south");
    assertThat(socket.next()).startsWith(head(before, "snapshot")).doesNotContain("\"north\"");
    memory.count("north");
    memory.count("south");
    assertThat(socket.next()).startsWith(head(token(now()), "lot.counted"));

    socket.send("{\"lots\":[\"north\"]}");
    assertThat(socket.next())
        .startsWith(head(token(now()), "snapshot"))
        .doesNotContain("\"south\"");
    socket.send("{\"after\":\"" + before + "\"}");
    assertThat(socket.next()).startsWith(head(token(now() - 1), "lot.counted")).contains("north");
    socket.send("{\"lots\":[\"north\",\"south\"],\"after\":\"" + before + "\"}");
    assertThat(socket.next()).startsWith(head(token(now() - 1), "lot.counted")).contains("north");
    assertThat(socket.next()).startsWith(head(token(now()), "lot.counted")).contains("south");
  }

  @Test
  void eventsThatAreNotKeptAreASnapshotAfterAReset() throws Exception {
    var before = token(now());
    for (int i = 0; i <= KEPT_MAX; i++) {
      memory.count("north");
    }
    var socket = client("?after=" + before);
    assertThat(socket.next())
        .isEqualTo(
            "{\"id\":\"%s\",\"event\":\"reset\",\"data\":{\"reason\":\"GAP\"}}".formatted(before));
    assertThat(socket.next()).startsWith(head(token(now()), "snapshot"));

    var other = client("?after=77-1");
    assertThat(other.next()).contains("{\"reason\":\"HISTORY\"}");
    assertThat(other.next()).startsWith(head(token(now()), "snapshot"));
  }

  @Test
  void pingsAreAnswered() throws Exception {
    var socket = client("?lot=north");
    socket.next();
    socket.ping("7");

    assertThat(socket.next()).isEqualTo("pong 7");
  }

  @Test
  void whoSaysNothingIsToldThatTheFeedLives() throws Exception {
    try (var lively =
            new LiveRoutes(memory, new LiveLimits(1, 1, Proxies.NONE, Duration.ofMillis(100)));
        var other = new ServedRoutes(lively::mount);
        var socket = new WebSocketClient(other.at(PATH))) {
      socket.next();
      assertThat(socket.next())
          .isEqualTo("{\"id\":\"%s\",\"event\":\"alive\"}".formatted(token(now())));
    }
  }

  /** It opens a WebSocket by hand and reads nothing. */
  @Test
  void whoReadsNothingIsClosedAndDelaysNobody() throws Exception {
    var wait = Duration.ofSeconds(1);
    try (var strict =
            new LiveRoutes(
                memory, new LiveLimits(3, 3, Proxies.NONE, Duration.ofMinutes(3), wait));
        var other = new ServedRoutes(strict::mount);
        var stalled = new Socket();
        var quick = new WebSocketClient(other.at(PATH + "?lot=north"))) {
      quick.next();
      stalled.setReceiveBufferSize(SMALL_BYTES);
      stalled.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), other.http().port()));
      stalled
          .getOutputStream()
          .write(
              """
              GET %s HTTP/1.1\r
              Host: localhost\r
              Upgrade: websocket\r
              Connection: Upgrade\r
              Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
              Sec-WebSocket-Version: 13\r
              \r
              """
                  .formatted(PATH)
                  .getBytes(UTF_8));
      MemoryLedger.await("both", () -> strict.clients() == 2);

      long told = 0;
      while (strict.clients() == 2) {
        memory.count("north");
        assertThat(quick.next()).startsWith(head(token(now()), "lot.counted"));
        told++;
        assertThat(told).as("events that wait for who does not read").isLessThan(EVENTS_MAX);
      }
      memory.count("north");
      assertThat(quick.next()).startsWith(head(token(now()), "lot.counted"));
    }
  }

  @ParameterizedTest
  @CsvSource({"?after=yesterday", "?after=3fa9-", "lot"})
  void wrongParametersAre400(String query) {
    var asked = query.equals("lot") ? "?" + lots(LiveLimits.FILTER_LOTS_MAX + 1) : query;
    assertThatThrownBy(() -> client(asked))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(400));
  }

  private static String lots(int count) {
    var query = new StringBuilder();
    for (int i = 0; i < count; i++) {
      query.append("&lot=l").append(i);
    }
    return query.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing|body: it cannot be parsed",
        "[]|body: it is not an object",
        "{\"lots\":\"north\"}|lots must be a list of at most 100 strings",
        "{\"lots\":[1]}|lots must be a list of at most 100 strings",
        "{\"after\":7}|after must be a string",
        "{\"after\":\"x\"}|after is not the id of an event",
        "{\"lot\":[]}|lot is not a field",
      })
  void wrongMessagesCloseWithAReason(String message, String reason) throws Exception {
    var socket = client("");
    socket.send(message);

    assertThat(socket.awaitClosed()).startsWith("closed 1008 " + reason);
    MemoryLedger.await("the place is free", () -> live.clients() == 0);
  }

  @Test
  void messagesBeyondTheLimitClose() throws Exception {
    var socket = client("");
    socket.send("{\"after\":\"" + "0".repeat(LiveLimits.MESSAGE_BYTES_MAX) + "\"}");

    assertThat(socket.awaitClosed()).startsWith("closed 1009");
  }

  @Test
  void bothFeedsShareTheLimitOfClients() throws Exception {
    client("").next();
    client("").next();
    try (var listener = new Listener(server.at("/api/live"))) {
      listener.next();
      assertThat(client("").awaitClosed()).isEqualTo("closed 1013 clientsMax is 3");
    }
  }

  @Test
  void closingSendsEverybodyHome() throws Exception {
    var socket = client("");
    socket.next();
    live.close();

    assertThat(socket.awaitClosed()).startsWith("closed 1001");
  }
}
