package lotwatch.gateway.stream.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.WebSocketClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One client reads nothing, beside one that does. */
class StalledClientTest {
  private static final String WEB_SOCKET = "/socket.io/?EIO=4&transport=websocket";

  private final List<Visitor> visitors = new CopyOnWriteArrayList<>();
  private final Namespace listing =
      new Namespace() {
        @Override
        public void enter(Visitor visitor) {
          visitors.add(visitor);
        }

        @Override
        public void take(Visitor visitor, String event, List<JsonNode> values, Runnable ack) {}

        @Override
        public void leave(Visitor visitor) {}
      };
  private final EngineRoutes routes =
      new EngineRoutes(
          new MemoryLedger(Clock.systemUTC()).gate(),
          SocketLimits.DEFAULT,
          Map.of("/parking", listing));
  private final ServedRoutes server = new ServedRoutes(routes::mount);

  @AfterEach
  void shut() {
    routes.close();
    server.close();
  }

  /** It opens a WebSocket by hand, enters and reads nothing more. */
  @Test
  void whoReadsNothingIsClosedAndDelaysNobody() throws Exception {
    try (var stalled = new Socket(InetAddress.getLoopbackAddress(), server.http().port());
        var quick = new WebSocketClient(server.at(WEB_SOCKET))) {
      stalled
          .getOutputStream()
          .write(
              ("GET "
                      + WEB_SOCKET
                      + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                      + "Sec-WebSocket-Version: 13\r\n\r\n")
                  .getBytes(UTF_8));
      var enter = "40/parking,".getBytes(UTF_8);
      stalled.getOutputStream().write(0x81);
      stalled.getOutputStream().write(0x80 | enter.length);
      stalled.getOutputStream().write(new byte[4]); // a mask that changes nothing
      stalled.getOutputStream().write(enter);
      MemoryLedger.await("there", () -> visitors.size() == 1);
      var slow = visitors.getFirst();
      quick.send("40/parking,");
      MemoryLedger.await("both", () -> visitors.size() == 2);
      var reads = visitors.getLast();
      quick.next("40/parking");
      var packet = "42/parking,[\"" + "x".repeat(10_000) + "\"]";

      int told = 0;
      while (!slow.isGone()) {
        slow.send(packet);
        reads.send("42/parking,[" + told + "]");
        assertThat(quick.next()).isEqualTo("42/parking,[" + told + "]");
        told++;
        assertThat(told).isLessThan(10 * SocketLimits.QUEUE_MAX);
      }
      assertThat((long) told * packet.length()).isGreaterThan(SocketLimits.QUEUE_LENGTH_MAX);
      assertThat(routes.clients()).isEqualTo(1);
    }
  }
}
