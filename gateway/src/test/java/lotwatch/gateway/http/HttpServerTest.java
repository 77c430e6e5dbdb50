package lotwatch.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.net.LostPeers;
import lotwatch.gateway.rest.LotRoutes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  /** Excepted from the limit of one address; Linux has all of 127.0.0.0/8 as its own. */
  private static final String HOME = "127.0.0.1";

  private static final String STRANGER = "127.0.0.8";
  private static final String OTHER = "127.0.0.9";
  private static final HttpSettings.Limits TIGHT =
      new HttpSettings.Limits(
          new HttpSettings.Connections(4, 2, from -> from.equals(InetAddress.ofLiteral(HOME))),
          2 << 10,
          new HttpSettings.Waits(
              Duration.ofSeconds(2), Duration.ofSeconds(30), new LostPeers(LostPeers.MIN)),
          16 << 10);
  private final List<Socket> sockets = new ArrayList<>();
  private final Semaphore waiting = new Semaphore(0);
  private final Semaphore go = new Semaphore(0);
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final ServedRoutes gateway =
      new ServedRoutes(
          TIGHT,
          List.of(
              new LotRoutes(memory)::mount,
              config -> config.routes.get("/small", ctx -> ctx.result("ok")),
              config -> config.routes.get("/waits", this::waits).post("/waits", this::waits),
              config ->
                  config.routes.get(
                      "/fault",
                      _ -> {
                        throw new IllegalStateException("secret 42");
                      }),
              config ->
                  config.routes.post(
                      "/reads-body", ctx -> ctx.req().getInputStream().readNBytes(16 << 10))));

  private void waits(Context ctx) throws InterruptedException {
    waiting.release();
    go.acquire();
    ctx.result("ok");
  }

  @AfterEach
  void shut() throws IOException {
    go.release(9);
    for (var each : sockets) {
      each.close();
    }
    gateway.close();
  }

  @Test
  void everyAnswerForbidsInlineScriptsAndSniffing() throws Exception {
    var headers = gateway.ask("/api/lots").headers();

    assertThat(headers.firstValue("content-security-policy").orElse(""))
        .contains("script-src 'self'", "media-src 'self'")
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
  void longWorkIsNotTakenForASlowSenderWhoseBodyNobodyHasRead() throws Exception {
    var guest = connect(HOME);
    guest
        .getOutputStream()
        .write(
            "POST /waits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
                .getBytes(US_ASCII));
    guest.getOutputStream().write(new byte[60_000]);
    assertThat(waiting.tryAcquire(1, TimeUnit.MINUTES)).isTrue();

    var work = TIGHT.waits().requestMax().multipliedBy(3);
    assertThat(go.tryAcquire(work.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
    go.release();

    assertThat(isAnswered(guest)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/small", "/nowhere", "/api/lots", "/api/lots/nowhere", "/fault"})
  void headIsAnsweredAsGetIsWithoutTheBody(String path) throws Exception {
    var get = gateway.ask(path);

    var head = gateway.send("HEAD", path);

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(headers(head)).isEqualTo(headers(get));
    assertThat(head.body()).isEmpty();
    assertThat(isAnswered(connect(HOME), "/small")).isTrue();
  }

  private static Map<String, List<String>> headers(HttpResponse<byte[]> answer) {
    var headers = new TreeMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void optionsSayWhatAPathAllows() throws Exception {
    var answer = gateway.send("OPTIONS", "/small");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
    assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(gateway.send("OPTIONS", "/nowhere").statusCode()).isEqualTo(404);
    assertThat(gateway.send("DELETE", "/small").headers().firstValue("allow"))
        .hasValue("GET, HEAD, OPTIONS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/small", "/parking/small", "/parking/yard/small"})
  void pathsAreServedWithAndWithoutThatOfAProxy(String path) throws Exception {
    var base = new BasePath(path.substring(0, path.indexOf("/small")));
    try (var proxied =
        new ServedRoutes(
            HttpSettings.DEFAULT.on(0).pageless().below(base),
            memory.gate(),
            List.of(config -> config.routes.get("/small", ctx -> ctx.result("ok"))))) {
      assertThat(proxied.ask(path).statusCode()).isEqualTo(200);
      assertThat(proxied.ask("/small").statusCode()).isEqualTo(200);
      assertThat(proxied.ask(path + "er").statusCode()).isEqualTo(404);
      if (!base.path().isEmpty()) {
        var bare = proxied.ask(base.path());
        assertThat(bare.statusCode()).isEqualTo(302);
        assertThat(bare.headers().firstValue("location").orElse("")).endsWith(base.path() + "/");
        assertThat(proxied.ask(base.path() + "ing").statusCode()).isEqualTo(404);
      }
    }
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
  void longestSilentConnectionIsClosedForANewOne() throws Exception {
    var guests = guests(HOME, TIGHT.connections().max() + 1);

    assertThat(isHungUpOn(guests.getFirst())).isTrue();
    for (var guest : guests.subList(1, guests.size())) {
      assertThat(isAnswered(guest, "/small")).isTrue();
    }
  }

  @Test
  void oneAddressHasOnlyItsOwnConnectionsClosed() throws Exception {
    var other = guests(OTHER, 1).getFirst();
    var strangers = guests(STRANGER, TIGHT.connections().perAddressMax() + 1);

    assertThat(isHungUpOn(strangers.getFirst())).isTrue();
    assertThat(isAnswered(strangers.getLast(), "/small")).isTrue();
    assertThat(isAnswered(other, "/small")).isTrue();
  }

  @Test
  void connectionsThatAreBeingAnsweredAreNotClosedForOthers() throws Exception {
    var first = connect(STRANGER);
    ask(first, "/waits");
    ask(connect(STRANGER), "/waits");
    assertThat(waiting.tryAcquire(2, 1, TimeUnit.MINUTES)).isTrue();

    assertThat(isHungUpOn(connect(STRANGER))).isTrue();
    go.release(2);
    assertThat(isAnswered(first)).isTrue();
  }

  @Test
  void whoTakesAllConnectionsAndSaysNothingKeepsNobodyOut() throws Exception {
    for (int i = 0; i < 3 * TIGHT.connections().max(); i++) {
      connect(HOME);
    }

    assertThat(isAnswered(connect(OTHER), "/small")).isTrue();
  }

  @Test
  void limitOfOneAddressIsNotForThisMachineAndProxies() {
    var proxies = Proxies.of(" 10.0.0.7 ,fd00::7");

    assertThat(Stream.of("127.0.0.1", "::1", "10.0.0.7", "fd00::7").map(InetAddress::ofLiteral))
        .allMatch(proxies);
    assertThat(proxies.test(InetAddress.ofLiteral("10.0.0.8"))).isFalse();
    assertThatThrownBy(() -> Proxies.of("10.0.0.7,proxy")).hasMessageContaining("proxy");
  }

  private List<Socket> guests(String from, int count) throws IOException {
    var guests = new ArrayList<Socket>();
    for (int i = 0; i < count; i++) {
      guests.add(connect(from));
      assertThat(isAnswered(guests.getLast(), "/small")).isTrue();
    }
    return guests;
  }

  private Socket connect(String from) throws IOException {
    var socket = new Socket();
    sockets.add(socket);
    socket.setSoTimeout(60_000);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.http().port()));
    return socket;
  }

  private static boolean isAnswered(Socket guest, String path) throws IOException {
    ask(guest, path);
    return isAnswered(guest);
  }

  private static void ask(Socket guest, String path) throws IOException {
    guest
        .getOutputStream()
        .write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(US_ASCII));
  }

  /** Reads to the end of the answer. */
  private static boolean isAnswered(Socket guest) throws IOException {
    var answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\nok")) {
      int next = guest.getInputStream().read();
      if (next < 0) {
        return false;
      }
      answer.append((char) next);
    }
    return answer.toString().startsWith("HTTP/1.1 200");
  }

  private static boolean isHungUpOn(Socket guest) {
    try {
      return guest.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
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
