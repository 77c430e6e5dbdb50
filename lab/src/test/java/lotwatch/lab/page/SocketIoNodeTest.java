package lotwatch.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import lotwatch.sessions.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** npm's socket.io-client in Node.js, as a program of others would use it. */
class SocketIoNodeTest {
  private static final long SECOND = SocketIoSite.NOW.getEpochSecond();

  private final List<SocketIoClient> clients = new ArrayList<>();
  private SocketIoSite site;

  @BeforeEach
  void open() throws IOException {
    site = new SocketIoSite("");
  }

  @AfterEach
  void close() {
    clients.forEach(SocketIoClient::close);
    site.close();
  }

  private SocketIoClient client(URI uri, String transports) throws Exception {
    var client = new SocketIoClient(transports, uri.resolve("/parking"));
    clients.add(client);
    return client;
  }

  private static String statistics(int busy, int closed) {
    return "{\"total_locations\":60,\"busy_count\":%1$d,\"free_count\":%2$d,\"active_sessions\":%1$d,\"closed_sessions_total\":%3$d}"
        .formatted(busy, 60 - busy, closed);
  }

  private static String row(String status, long start, long end, long cost) {
    return "{\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%d,\"end_time\":%d,\"duration\":%d,\"cost\":%d,\"status\":\"%s\",\"last_updated\":%d}"
        .formatted(start, end, end - start, cost, status, end);
  }

  @ParameterizedTest
  @CsvSource({
    "http, polling, polling",
    "http, websocket, websocket",
    "http, 'polling,websocket', polling|websocket",
    "shared, polling, polling",
    "shared, websocket, websocket",
    "shared, 'polling,websocket', polling|websocket",
  })
  void everyEventComesByEveryTransport(String port, String transports, String first)
      throws Exception {
    var client = client(port.equals("http") ? site.uri() : site.shared(), transports);
    var initial = "[\"initial_data\",[{\"active_sessions\":[],\"statistics\":" + statistics(0, 0);
    assertThat(client.next("[\"connect\"")).matches("\\[\"connect\",\"(%s)\"]".formatted(first));
    assertThat(client.next("[\"initial_data\""))
        .startsWith(initial)
        .endsWith("\"busy_locations\":[]}]]");
    if (transports.contains(",")) {
      client.awaitUpgrade("[\"upgrade\",\"websocket\"]");
    }

    site.see("29A-12345", "B7", Status.ENTERING, 590);
    assertThat(client.next())
        .isEqualTo(
            "[\"parking_update\",[%s]]".formatted(row("ACTIVE", SECOND - 590, SECOND - 590, 0)));
    assertThat(client.next()).isEqualTo("[\"statistics_update\",[%s]]".formatted(statistics(1, 0)));
    var active =
        "{\"active_sessions\":[{\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%d,\"duration\":590,\"cost\":10000,\"status\":\"ACTIVE\"}],\"statistics\":%s"
            .formatted(SECOND - 590, statistics(1, 0));
    client.emit("[\"request_update\"]");
    assertThat(client.next("[\"initial_data\""))
        .startsWith("[\"initial_data\",[" + active + ",\"free_");
    assertThat(client.next("[\"ack\"")).isEqualTo("[\"ack\",[]]");
    client.emit("[\"request_location\",{\"location_id\":\"b7\"}]");
    assertThat(client.next("[\"location_info\""))
        .isEqualTo(
            "[\"location_info\",[{\"status\":\"OCCUPIED\",\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%d,\"duration\":590,\"cost\":10000}]]"
                .formatted(SECOND - 590));
    assertThat(client.next("[\"ack\"")).isEqualTo("[\"ack\",[]]");
    client.awaitDurations("[\"duration_update\",[" + active + "}]]");

    site.see("29A-12345", "B7", Status.EXITING, 0);
    assertThat(client.next("[\"parking_update\""))
        .isEqualTo(
            "[\"parking_update\",[%s]]".formatted(row("CLOSED", SECOND - 590, SECOND, 10_000)));
    assertThat(client.next())
        .isEqualTo(
            "[\"exit_notification\",[{\"type\":\"EXIT\",\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"duration\":590,\"cost\":10000,\"timestamp\":%d,\"message\":\"Xe 29A-12345 đã rời vị trí B7\"}]]"
                .formatted(SECOND));
    assertThat(client.next()).isEqualTo("[\"statistics_update\",[%s]]".formatted(statistics(0, 1)));
  }

  @Test
  void unknownNamespaceIsAConnectError() throws Exception {
    var client = new SocketIoClient("websocket", site.uri().resolve("/elsewhere"));
    clients.add(client);

    assertThat(client.next()).isEqualTo("[\"connect_error\",\"Invalid namespace\"]");
  }

  @Test
  void clientComesBackAfterTheServerDoes() throws Exception {
    var client = client(site.uri(), "polling,websocket");
    client.next("[\"initial_data\"");
    site.see("29A-12345", "B7", Status.ENTERING, 10);
    site.startAgain();

    assertThat(client.next("[\"disconnect\"")).contains("transport");
    assertThat(client.next("[\"connect\"")).startsWith("[\"connect\"");
    assertThat(client.next("[\"initial_data\"")).contains("\"license_plate\":\"29A-12345\"");
  }
}
