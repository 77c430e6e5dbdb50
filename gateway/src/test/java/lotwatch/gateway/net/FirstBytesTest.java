package lotwatch.gateway.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A port that speaks lines only, and whoever comes to it by mistake or by a web page. */
class FirstBytesTest {
  private final Loops loops = new Loops(1);
  private TcpServer server;
  private RawClient client;

  @BeforeEach
  void open() throws IOException {
    server = TcpServer.open("lines", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, new Echo());
    client = new RawClient(server.port());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    loops.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: x\r\n\r\nSET small 3\r\n",
        "GET /api/lots HTTP/1.1\r\n",
        "GET http://x/ HTTP/1.1\r\n",
        "OPTIONS * HTTP/1.1\r\n",
        "CONNECT x:443 HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000"
      })
  void httpAndTlsAreClosedWithoutAWord(String said) throws IOException {
    client.say(said.getBytes(ISO_8859_1));

    assertThat(client.lastWords()).isEmpty();
    assertThat(server.strangers()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST / HT", "\u0016\u0003"})
  void theyAreAlsoKnownByteByByte(String said) throws IOException {
    for (byte each : said.getBytes(ISO_8859_1)) {
      try {
        client.say(new byte[] {each});
      } catch (IOException _) {
        break; // closed already
      }
    }

    assertThat(client.lastWords()).isEmpty();
    assertThat(server.strangers()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "GETTER /x", "GET deck", "POST deck", "P", "PING", "get /x"})
  void whatOnlyLooksLikeHttpIsALine(String line) throws IOException {
    for (byte each : (line + "\n").getBytes(ISO_8859_1)) {
      client.say(new byte[] {each});
    }

    assertThat(client.receive()).endsWith(" true " + line.replace(' ', '|'));
    assertThat(server.strangers()).isZero();
  }
}
