package lotwatch.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.rest.LotRoutes;
import lotwatch.gateway.stream.StreamRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserCheckTest {
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final ServedRoutes served =
      new ServedRoutes(
          HttpSettings.DEFAULT
              .on(0)
              .pageless()
              .letting(
                  BrowserSettings.of("parking.example", "https://signs.example:8443")
                      .followedBy("https://board.example"))
              .knownAs("node-a"),
          memory.gate(),
          List.of(
              new LotRoutes(memory)::mount,
              new StreamRoutes(memory, Clock.systemUTC())::mount,
              config -> config.routes.post("/api/change", ctx -> ctx.status(204))));

  @AfterEach
  void close() {
    served.close();
  }

  /** The whole answer to a request with these headers. */
  private String ask(String method, String path, String... headers) throws IOException {
    var request =
        "%s %s HTTP/1.1\r\n%s\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            .formatted(method, path, String.join("\r\n", headers));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.http().port())) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:8080, 200",
    "127.0.0.1:8080, 200",
    "192.168.7.4, 200",
    "[::1]:8080, 200",
    "[2001:db8::7], 200",
    "999.1.1.1, 421",
    "1.2.3.256:8080, 421",
    "parking.example:80, 200",
    "node-a:8080, 200",
    "evil.example, 421",
    "localhost.evil.example, 421",
    "127.0.0.1.evil.example, 421",
    "xparking.example, 421"
  })
  void onlyItsOwnNamesAreServed(String host, int status) throws Exception {
    assertThat(status(ask("GET", "/api/lots", "Host: " + host))).isEqualTo(status);
  }

  @Test
  void wrongNameIsAProblemThatNamesTheKey() throws Exception {
    assertThat(ask("GET", "/api/lots", "Host: evil.example"))
        .contains("application/problem+json", "http.allowed-hosts");
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, 403",
    "http://localhost:9, 403",
    "null, 403",
    "http://localhost:8080, 204",
    "https://localhost:8080, 204",
    "https://signs.example:8443, 204",
    "https://signs.example, 403"
  })
  void changesAreForItsOwnPagesAndThoseConfigured(String origin, int status) throws Exception {
    var answer = ask("POST", "/api/change", "Host: localhost:8080", "Origin: " + origin);

    assertThat(status(answer)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.test, none, 403",
    "http://proxied.test, same-origin, 204",
    "http://evil.test, same-site, 403",
    "null, none, 403",
    "http://localhost:8080, same-origin, 204",
    "http://localhost:8080, cross-site, 403",
    "https://signs.example:8443, cross-site, 204"
  })
  void foreignOriginIsRefusedUnlessTheBrowserSaysThatItIsOurs(
      String origin, String site, int status) throws Exception {
    var answer =
        ask(
            "POST",
            "/api/change",
            "Host: localhost:8080",
            "Origin: " + origin,
            "Sec-Fetch-Site: " + site);

    assertThat(status(answer)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, no-cors, image, 403",
    "same-site, cors, empty, 403",
    "cross-site, navigate, iframe, 403",
    "cross-site, navigate, document, 200",
    "same-origin, cors, empty, 200",
    "none, navigate, document, 200"
  })
  void readsAreForItsOwnPages(String site, String mode, String dest, int status) throws Exception {
    var answer =
        ask(
            "GET",
            "/api/lots",
            "Host: localhost",
            "Sec-Fetch-Site: " + site,
            "Sec-Fetch-Mode: " + mode,
            "Sec-Fetch-Dest: " + dest);

    assertThat(status(answer)).isEqualTo(status);
  }

  @Test
  void programsThatAreNoBrowsersGoOn() throws Exception {
    assertThat(status(ask("POST", "/api/change", "Host: localhost"))).isEqualTo(204);
  }

  @Test
  void onlyConfiguredSitesAreTold() throws Exception {
    var signs = "Origin: https://signs.example:8443";

    assertThat(ask("GET", "/api/lots", "Host: localhost")).doesNotContain("Access-Control-");
    assertThat(ask("GET", "/api/lots", "Host: localhost", signs))
        .contains("Access-Control-Allow-Origin: https://signs.example:8443")
        .containsPattern("Access-Control-Expose-Headers: .*Location.*Upload-Offset");
    assertThat(
            ask(
                "OPTIONS",
                "/api/change",
                "Host: localhost",
                signs,
                "Access-Control-Request-Method: PATCH"))
        .startsWith("HTTP/1.1 204")
        .containsPattern("Access-Control-Allow-Methods: .*PATCH")
        .containsPattern("Access-Control-Allow-Headers: .*Upload-Offset.*Tus-Resumable");
  }

  @ParameterizedTest
  @CsvSource({"https://board.example", "https://signs.example:8443"})
  void sitesThatMayFollowReadTheStream(String site) throws Exception {
    var answer = ask("GET", "/api/status", "Host: localhost", "Origin: " + site);

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("Access-Control-Allow-Origin: " + site, "Vary: Origin")
        .doesNotContain("Credentials");
  }

  @Test
  void sitesThatMayFollowDoNothingElse() throws Exception {
    var board = "Origin: https://board.example";
    for (var request : List.of("GET /api/lots", "POST /api/change", "OPTIONS /api/change")) {
      var words = request.split(" ", -1);

      assertThat(ask(words[0], words[1], "Host: localhost", board))
          .as(request)
          .startsWith("HTTP/1.1 403")
          .doesNotContain("Access-Control-");
    }
  }

  @Test
  void preflightOfTheStreamIsAsSystemCHasIt() throws Exception {
    var answer =
        ask(
            "OPTIONS",
            "/api/location/A1",
            "Host: localhost",
            "Origin: https://board.example",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: x-one, x-two");

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("Access-Control-Allow-Origin: https://board.example", "Vary: Origin")
        .contains("Access-Control-Allow-Methods: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
        .contains("Access-Control-Allow-Headers: x-one, x-two");
  }

  @Test
  void streamIsAnybodysOnlyWhereASiteIsConfigured() throws Exception {
    assertThat(ask("GET", "/api/status", "Host: localhost"))
        .contains("Access-Control-Allow-Origin: *");
    assertThat(ask("GET", "/api/status", "Host: localhost", "Origin: https://evil.example"))
        .startsWith("HTTP/1.1 403")
        .doesNotContain("Access-Control-");
    try (var closed = new ServedRoutes(new StreamRoutes(memory, Clock.systemUTC())::mount)) {
      assertThat(closed.ask("/api/status").headers().map())
          .doesNotContainKey("access-control-allow-origin");
    }
  }

  @ParameterizedTest
  @CsvSource({"/api/lots", "/nowhere", "/%zz"})
  void everyAnswerForbidsFramesSniffingAndOtherSites(String path) throws Exception {
    assertThat(ask("GET", path, "Host: localhost"))
        .contains("frame-ancestors 'none'", "X-Frame-Options: DENY")
        .contains("X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer")
        .contains("Cross-Origin-Resource-Policy: same-origin")
        .contains("Cross-Origin-Opener-Policy: same-origin");
  }

  @ParameterizedTest
  @CsvSource({"parking.example:80, ''", "'', parking.example", "'', https://x/", "'', *"})
  void settingsThatMeanNothingAreRefused(String hosts, String origins) {
    assertThatThrownBy(() -> BrowserSettings.of(hosts, origins))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
