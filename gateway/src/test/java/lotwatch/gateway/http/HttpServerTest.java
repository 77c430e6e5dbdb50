package lotwatch.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.rest.LotRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private static final HttpSettings.Limits TIGHT =
      new HttpSettings.Limits(4, 2 << 10, Duration.ofSeconds(2), Duration.ofSeconds(30), 16 << 10);
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final ServedRoutes gateway =
      new ServedRoutes(
          TIGHT,
          List.of(
              new LotRoutes(memory)::mount,
              config ->
                  config.routes.get(
                      "/fault",
                      _ -> {
                        throw new IllegalStateException("secret 42");
                      }),
              config ->
                  config.routes.post(
                      "/reads-body", ctx -> ctx.req().getInputStream().readNBytes(16 << 10))));

  @AfterEach
  void shut() {
    gateway.close();
  }

  @Test
  void everyAnswerForbidsInlineScriptsAndSniffing() throws Exception {
    var headers = gateway.ask("/api/lots").headers();

    assertThat(headers.firstValue("content-security-policy").orElse(""))
        .contains("script-src 'self'")
        .doesNotContain("unsafe-inline");
    assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(headers.firstValue("server")).isEmpty();
  }

  @Test
  void unknownPathIsAProblem() throws Exception {
    var answer = gateway.ask("/nowhere");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void faultTellsNothingOfItself() throws Exception {
    var answer = gateway.ask("/fault");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(new String(answer.body(), US_ASCII)).doesNotContain("secret", "Exception");
  }

  @Test
  void headOverTheLimitIsAProblem() throws Exception {
    var answer = gateway.ask("/api/lots", "X-Long", "x".repeat(3 << 10));

    assertThat(answer.statusCode()).isEqualTo(431);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
  }

  @Test
  void requestThatComesByteByByteIsHungUpOn() throws Exception {
    try (var socket = new Socket(gateway.http().uri().getHost(), gateway.http().port())) {
      var out = socket.getOutputStream();
      out.write("GET /api/lots HTTP/1.1\r\nX: ".getBytes(US_ASCII));

      assertThat(dripsUntilHungUp(out)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2;a=b\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        "Content-Length: 50\r\n\r\n{}"
      })
  void bodyThatDoesNotArriveWholeIsNeverAnsweredWithSuccess(String rest) throws Exception {
    try (var socket = new Socket(gateway.http().uri().getHost(), gateway.http().port())) {
      socket
          .getOutputStream()
          .write(("POST /reads-body HTTP/1.1\r\nHost: localhost\r\n" + rest).getBytes(US_ASCII));
      socket.shutdownOutput();

      var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void connectionsOverTheLimitWaitOutside() throws Exception {
    var held = new Socket[TIGHT.connectionsMax()];
    for (int i = 0; i < held.length; i++) {
      held[i] = asked();
      assertThat(held[i].getInputStream().read()).isEqualTo('H');
    }
    try (var late = asked()) {
      late.setSoTimeout(300);
      assertThat(answers(late)).isFalse();
      held[0].close();
      late.setSoTimeout(60_000);
      assertThat(answers(late)).isTrue();
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private Socket asked() throws IOException {
    var socket = new Socket(gateway.http().uri().getHost(), gateway.http().port());
    socket.getOutputStream().write("GET /api/lots HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(US_ASCII));
    return socket;
  }

  private static boolean answers(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() == 'H';
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  /** One byte now and then, which no idle timeout would ever notice. */
  private static boolean dripsUntilHungUp(java.io.OutputStream out)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < end) {
      try {
        out.write('x');
      } catch (SocketException e) {
        return true;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    return false;
  }
}
