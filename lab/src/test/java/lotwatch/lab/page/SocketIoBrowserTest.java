package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import lotwatch.sessions.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of another site follow the stream if that site is configured, and only then. */
class SocketIoBrowserTest {
  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  private HttpServer board;
  private SocketIoSite open;
  private SocketIoSite closed;
  private Page page;

  @BeforeEach
  void open() throws Exception {
    var script = Files.readAllBytes(SocketIoPackage.folder().resolve("dist/socket.io.min.js"));
    board = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/", "text/html", "<!doctype html><title>Board</title>".getBytes(UTF_8));
    serve("/socket.io.js", "text/javascript", script);
    board.start();
    var origin = "http://%s:%d".formatted(Chromium.OTHER_HOST, board.getAddress().getPort());
    open = new SocketIoSite(origin);
    closed = new SocketIoSite("https://elsewhere.example");
    page = BROWSER.open(URI.create(origin + "/"));
    page.addScriptTag(new Page.AddScriptTagOptions().setUrl("/socket.io.js"));
  }

  private void serve(String path, String type, byte[] body) {
    board.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  @AfterEach
  void shut() throws IOException {
    board.stop(0);
    if (open != null) {
      open.close();
    }
    if (closed != null) {
      closed.close();
    }
  }

  private Object connected(SocketIoSite site, String transports) {
    return page.evaluate(
        """
        ([uri, transports]) => new Promise(resolve => {
          const socket = io(uri + 'parking', {transports: transports.split(','), forceNew: true});
          socket.on('connect_error', () => { socket.close(); resolve('refused'); });
          socket.on('initial_data', data => { socket.close(); resolve(JSON.stringify(data)); });
        })\
        """,
        List.of(site.uri().toString(), transports));
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void configuredSiteFollows(String transports) {
    open.see("29A-12345", "B7", Status.ENTERING, 10);

    assertThat(connected(open, transports).toString())
        .startsWith("{\"active_sessions\":[{\"license_plate\":\"29A-12345\",\"location\":\"B7\",");
  }

  @ParameterizedTest
  @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
  void anyOtherSiteIsRefused(String transports) {
    assertThat(connected(closed, transports)).isEqualTo("refused");
  }

  @Test
  void pageGoesOverToAWebSocketAndGetsRows() {
    page.evaluate(
        """
        uri => {
          window.rows = [];
          const socket = io(uri + 'parking');
          socket.on('parking_update', row => window.rows.push(JSON.stringify(row)));
          socket.io.on('open', () => socket.io.engine.on('upgrade', () => { window.over = true; }));
        }\
        """,
        open.uri().toString());
    page.waitForFunction("() => window.over");
    open.see("29A-12345", "B7", Status.ENTERING, 0);

    page.waitForFunction("() => window.rows.length > 0");
    long now = SocketIoSite.NOW.getEpochSecond();
    assertThat(page.evaluate("() => window.rows[0]"))
        .isEqualTo(
            "{\"license_plate\":\"29A-12345\",\"location\":\"B7\",\"start_time\":%1$d,\"end_time\":%1$d,\"duration\":0,\"cost\":0,\"status\":\"ACTIVE\",\"last_updated\":%1$d}"
                .formatted(now));
  }

  @ParameterizedTest
  @CsvSource({"true, snapshot", "false, refused"})
  void liveFeedIsAsOpen(boolean configured, String event) {
    var site = configured ? open : closed;
    var first =
        page.evaluate(
            """
            uri => new Promise(resolve => {
              const socket = new WebSocket(uri.replace('http', 'ws') + 'api/live/ws');
              socket.onmessage = message => resolve(JSON.parse(message.data).event);
              socket.onerror = () => resolve('refused');
            })\
            """,
            site.uri().toString());

    assertThat(first).isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource({"true, cors 200", "false, failed"})
  void readsAreAsOpen(boolean configured, String answer) {
    var site = configured ? open : closed;
    var read =
        page.evaluate(
            """
            uri => fetch(uri + 'api/status', {headers: {'X-Board': '1'}})
              .then(answer => `${answer.type} ${answer.status}`, () => 'failed')\
            """,
            site.uri().toString());

    assertThat(read).isEqualTo(answer);
  }
}
