package lotwatch.lab.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RespExchangeTest {
  private final RespExchange exchange = new RespExchange("LOT-A", "50");

  private RequestAnswer receive(String text) {
    return exchange.receive(ByteBuffer.wrap(text.getBytes(US_ASCII)));
  }

  @Test
  void asksForItsKey() {
    var out = ByteBuffer.allocate(Exchange.REQUEST_BYTES_MAX);
    exchange.ask(out);

    assertThat(new String(out.array(), 0, out.position(), US_ASCII))
        .isEqualTo("*2\r\n$3\r\nGET\r\n$5\r\nLOT-A\r\n");
  }

  @Test
  void onlyTheWholeValueIsAnAnswer() {
    assertThat(receive("$2\r\n5")).isEqualTo(RequestAnswer.PARTIAL);
    assertThat(receive("$2\r\n50\r\n")).isEqualTo(RequestAnswer.READ);
    assertThat(receive("$-1\r\n")).isEqualTo(RequestAnswer.WRONG);
    assertThat(receive("$2\r\n51\r\n")).isEqualTo(RequestAnswer.WRONG);
  }
}
