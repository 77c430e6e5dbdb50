package lotwatch.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.finder.sensor.SensorHandler;
import lotwatch.gateway.finder.text.TextHandler;
import lotwatch.gateway.http.HttpSettings;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.SharedPort;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.gateway.rest.LotRoutes;
import lotwatch.ledger.LotId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page of another site, in the browser of somebody who can reach us, tries what it can. */
class OtherSiteBrowserTest {
  @RegisterExtension static final InBrowser BROWSER = new InBrowser();

  private PageCampus campus;
  private HttpServer otherSite;
  private Page page;

  @BeforeEach
  void open() throws IOException {
    campus = new PageCampus(0);
    campus.openYard("north", "North yard", "north-gate", new Yard(1, 2, 6));
    campus.openCounted("garage", 40);
    otherSite = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    otherSite.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var html = "<!doctype html><title>Another site</title>".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, html.length);
            exchange.getResponseBody().write(html);
          }
        });
    otherSite.start();
    page =
        BROWSER.open(
            URI.create(
                "http://%s:%d/".formatted(Chromium.OTHER_HOST, otherSite.getAddress().getPort())));
  }

  @AfterEach
  void shut() {
    otherSite.stop(0);
    campus.close();
  }

  private String fetched(URI uri, String options) {
    return (String)
        page.evaluate(
            """
            async ([uri, options]) => {
              try {
                const answer = await fetch(uri, JSON.parse(options));
                return `${answer.type} ${answer.status} ${await answer.text()}`;
              } catch (e) {
                return `failed: ${e.name}`;
              }
            }\
            """,
            List.of(uri.toString(), options));
  }

  @Test
  void cannotReadTheLots() {
    assertThat(fetched(campus.uri().resolve("/api/lots"), "{}")).isEqualTo("failed: TypeError");
  }

  @Test
  void cannotReserve() throws Exception {
    var reserve =
        "{\"method\": \"POST\", \"mode\": \"no-cors\", \"body\": \"{\\\"plate\\\": \\\"EVIL\\\"}\"}";

    fetched(campus.uri().resolve("/api/lots/garage/reservations"), reserve);

    try (var client = java.net.http.HttpClient.newHttpClient()) {
      var lot = java.net.http.HttpRequest.newBuilder(campus.uri().resolve("/api/lots/garage"));
      var answer =
          client.send(lot.build(), java.net.http.HttpResponse.BodyHandlers.ofString(UTF_8));
      assertThat(answer.body()).contains("\"free\":40").contains("\"reserved\":0");
    }
  }

  @Test
  void cannotReadTheLiveFeed() {
    var received =
        page.evaluate(
            """
            uri => new Promise(resolve => {
              const feed = new EventSource(uri);
              feed.onopen = () => resolve('open');
              feed.onerror = () => resolve('refused');
              feed.addEventListener('snapshot', () => resolve('snapshot'));
            })\
            """,
            campus.uri().resolve("/api/live").toString());

    assertThat(received).isEqualTo("refused");
  }

  @Test
  void cannotShowACamera() {
    var shown =
        page.evaluate(
            """
            uri => new Promise(resolve => {
              const image = new Image();
              image.onload = () => resolve('shown');
              image.onerror = () => resolve('refused');
              image.src = uri;
            })\
            """,
            campus.uri().resolve("/api/cameras/north-gate/frame.jpg").toString());

    assertThat(shown).isEqualTo("refused");
  }

  @Test
  void nameBoundToThisAddressIsNotServed() {
    var rebound = "http://%s:%d/".formatted(Chromium.OTHER_HOST, campus.uri().getPort());

    var answer = page.navigate(rebound);

    assertThat(answer.status()).isEqualTo(421);
    assertThat(fetched(URI.create(rebound + "api/lots"), "{}")).startsWith("basic 421 ");
  }

  @Test
  void cannotSpeakToTheLinePorts() throws Exception {
    var memory = new MemoryLedger(Clock.systemUTC());
    memory.openCounted("deck", 5);
    try (var http =
            lotwatch.gateway.http.HttpServer.open(
                HttpSettings.DEFAULT.on(0).pageless(),
                memory.gate(),
                List.of(new LotRoutes(memory)::mount));
        var loops = new Loops(1);
        var sensors = new SensorHandler(memory.gate(), memory);
        var text =
            TcpServer.open(
                "text",
                "127.0.0.1",
                0,
                TcpLimits.DEFAULT,
                loops,
                new SharedPort(
                    new TextHandler(memory.gate(), memory), http.listenForHandedOver()));
        var sensor = TcpServer.open("sensor", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, sensors)) {
      long sequence = memory.view().sequence();

      post(text.port(), "\\r\\nRESERVE deck EVIL\\r\\n");
      post(sensor.port(), "\\r\\nSET deck 3\\r\\n");

      assertThat(memory.view().sequence()).isEqualTo(sequence);
      assertThat(Objects.requireNonNull(memory.view().lot(new LotId("deck"))).tally().free())
          .isEqualTo(5);
      assertThat(sensor.strangers()).isPositive();
    }
  }

  private void post(int port, String body) {
    fetched(
        URI.create("http://127.0.0.1:" + port + "/"),
        "{\"method\": \"POST\", \"mode\": \"no-cors\", \"body\": \"" + body + "\"}");
  }
}
