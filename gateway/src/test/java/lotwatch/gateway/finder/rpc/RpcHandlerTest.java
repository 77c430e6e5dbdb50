package lotwatch.gateway.finder.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import lotwatch.gateway.FinderClient;
import lotwatch.gateway.LedgerInbox;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RpcHandlerTest {
  private final LedgerInbox ledger = new LedgerInbox();
  private final Loops loops = new Loops(1);
  private TcpServer server;
  private FinderClient client;

  @BeforeEach
  void open() throws Exception {
    ledger.open("LOT-A", 1);
    server =
        TcpServer.open(
            "rpc",
            "127.0.0.1",
            0,
            TcpLimits.DEFAULT,
            loops,
            new RpcHandler(ledger.gate(), ledger.eventLog()));
    client = new FinderClient(server.port());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    loops.close();
  }

  private static String call(String method, String args) {
    return "{\"rpcId\": 7, \"method\": \"%s\", \"args\": %s}".formatted(method, args);
  }

  private static String result(String json) {
    return "{\"rpcId\": 7, \"result\": " + json + ", \"error\": null}";
  }

  private static String error(String why) {
    return "{\"rpcId\": 7, \"result\": null, \"error\": \"" + why + "\"}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "getAvailability | [] | Missing lot_id argument",
        "getAvailability | [\"X\"] | Unknown lot: X",
        "getAvailability | [5] | lot_id must be a string",
        "getAvailability | [[\"X\"]] | lot_id must be a string",
        "reserve | [\"LOT-A\"] | Missing arguments",
        "reserve | [\"X\", \"P\"] | Unknown lot: X",
        "reserve | [\"a b\", \"P\"] | Unknown lot: a b",
        "reserve | [null, \"P\"] | lot_id must be a string",
        "reserve | [\"LOT-A\", 1e999] | plate must be a string",
        "reserve | [\"LOT-A\", \" \"] | plate is empty",
        "reserve | [\"LOT-A\", \"\\ud83d\"] | plate contains half of a surrogate pair",
        "reserve | [\"LOT-A\", \"P\", 5] | request_id must be a string",
        "reserve | [\"LOT-A\", \"P\", null] | request_id must be a string",
        "reserve | [\"LOT-A\", \"P\", \"\"] | request_id is empty",
        "cancel | [\"LOT-A\", \"P\", \"a\\u0007\"] | request_id contains a control character",
        "cancel | [] | Missing arguments",
        "cancel | [\"X\", \"P\"] | Unknown lot: X",
        "subscribe | [\"LOT-A\"] | Use pub/sub connection for subscribe",
        "unsubscribe | [1] | Use pub/sub connection for unsubscribe",
        "fly | [] | Unknown method: fly",
        "fly | {} | args must be a list",
        "fly | [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17] | args has 17 entries, the limit is 16",
      })
  void whatCannotBeDoneIsAnError(String method, String args, String why) throws IOException {
    assertThat(client.call(call(method, args))).isEqualTo(error(why));
  }

  @Test
  void callsAreAnsweredOnOneConnection() throws IOException {
    assertThat(client.call(call("getLots", "[]")))
        .isEqualTo(result("[{\"id\": \"LOT-A\", \"capacity\": 1, \"occupied\": 0, \"free\": 1}]"));
    assertThat(client.call(call("getAvailability", "[\"LOT-A\"]"))).isEqualTo(result("1"));
    assertThat(client.call(call("reserve", "[\"LOT-A\", \"A\"]"))).isEqualTo(result("true"));
    assertThat(client.call(call("reserve", "[\"LOT-A\", \"A\"]"))).isEqualTo(result("false"));
    assertThat(client.call(call("reserve", "[\"LOT-A\", \"B\"]"))).isEqualTo(result("false"));
    assertThat(client.call(call("cancel", "[\"LOT-A\", \"A\"]"))).isEqualTo(result("true"));
    assertThat(client.call(call("cancel", "[\"LOT-A\", \"A\"]"))).isEqualTo(result("false"));
  }

  @Test
  void sameRequestIdTwiceIsOneReservationAndTheSameAnswer() throws Exception {
    ledger.open("LOT-B", 3);
    var id = "x".repeat(RpcHandler.REQUEST_ID_LENGTH_MAX);
    var first = call("reserve", "[\"LOT-B\", \"A\", \"%s\"]".formatted(id));

    assertThat(client.call(first)).isEqualTo(result("true"));
    try (var elsewhere = new FinderClient(server.port())) {
      assertThat(elsewhere.call(first)).isEqualTo(result("true"));
    }
    assertThat(ledger.lot("LOT-B").tally().reserved()).isEqualTo(1);
    assertThat(client.call(call("reserve", "[\"LOT-B\", \"A\", \"other\"]")))
        .isEqualTo(result("false"));
    assertThat(client.call(call("reserve", "[\"LOT-B\", \"A\"]"))).isEqualTo(result("false"));

    var cancel = call("cancel", "[\"LOT-B\", \"A\", \"c\"]");
    assertThat(client.call(cancel)).isEqualTo(result("true"));
    assertThat(client.call(cancel)).isEqualTo(result("true"));
    assertThat(client.call(call("cancel", "[\"LOT-B\", \"A\", \"d\"]"))).isEqualTo(result("false"));
  }

  @Test
  void sameRequestIdForSomethingElseIsARequestOfItsOwn() throws Exception {
    ledger.open("LOT-B", 3);

    assertThat(client.call(call("reserve", "[\"LOT-B\", \"A\", \"1\"]"))).isEqualTo(result("true"));
    assertThat(client.call(call("reserve", "[\"LOT-B\", \"B\", \"1\"]"))).isEqualTo(result("true"));
    assertThat(client.call(call("cancel", "[\"LOT-B\", \"A\", \"1\"]"))).isEqualTo(result("true"));
    assertThat(ledger.lot("LOT-B").tally().reserved()).isEqualTo(1);
  }

  @Test
  void requestIdBeyondItsLimitIsAnErrorAndReservesNothing() throws IOException {
    var id = "x".repeat(RpcHandler.REQUEST_ID_LENGTH_MAX + 1);

    assertThat(client.call(call("reserve", "[\"LOT-A\", \"A\", \"%s\"]".formatted(id))))
        .isEqualTo(error("request_id has 65 characters, the limit is 64"));
    assertThat(ledger.lot("LOT-A").tally().reserved()).isZero();
  }

  @Test
  void missingKeysHaveDefaults() throws IOException {
    assertThat(client.call("{}"))
        .isEqualTo("{\"rpcId\": 0, \"result\": null, \"error\": \"Unknown method: \"}");
    assertThat(client.call("{\"method\": \"getAvailability\"}"))
        .isEqualTo("{\"rpcId\": 0, \"result\": null, \"error\": \"Missing lot_id argument\"}");
    assertThat(client.call(call("getLots", "null"))).isEqualTo(client.call(call("getLots", "[]")));
    assertThat(client.call(call("reserve", "null"))).isEqualTo(error("Missing arguments"));
  }

  @Test
  void pipelinedCallsAreAnsweredInOrder() throws IOException {
    for (int i = 0; i < 500; i++) {
      client.frame(
          "{\"rpcId\": %d, \"method\": \"getAvailability\", \"args\": [\"LOT-A\"]}".formatted(i));
    }

    for (int i = 0; i < 500; i++) {
      assertThat(client.frame())
          .isEqualTo("{\"rpcId\": %d, \"result\": 1, \"error\": null}".formatted(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "1.5", "[1]", "{\"a\": 1}", "true", "null", "1e2"})
  void idThatIsNoWholeNumberIsAnError(String id) throws IOException {
    assertThat(client.call("{\"rpcId\": %s, \"method\": \"getLots\"}".formatted(id)))
        .isEqualTo("{\"rpcId\": 0, \"result\": null, \"error\": \"rpcId must be a whole number\"}");
  }

  @Test
  void idsComeBackHoweverLargeAndMethodsMustBeStrings() throws IOException {
    assertThat(client.call("{\"rpcId\": -123456789012345678901234567890, \"method\": 5}"))
        .isEqualTo(
            "{\"rpcId\": -123456789012345678901234567890, \"result\": null,"
                + " \"error\": \"method must be a string\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "{\"rpcId\": 1",
        "{\"rpcId\": NaN}",
        "{\"rpcId\": 1, \"rpcId\": 2}",
        "{\"rpcId\": 1} {\"rpcId\": 2}",
        "{\"method\": \"\u0001\"}",
        "{\"\\ud83d\": 1}",
      })
  void badJsonClosesThisConnectionAndNoOther(String body) throws IOException {
    try (var bad = new FinderClient(server.port())) {
      bad.frame(call("getAvailability", "[\"LOT-A\"]")).frame(body);

      assertThat(bad.frame()).isEqualTo(result("1"));
      assertThat(bad.isCut()).isTrue();
    }
    assertThat(client.call(call("getAvailability", "[\"LOT-A\"]"))).isEqualTo(result("1"));
  }

  @Test
  void deepAndLongJsonIsBadJson() throws IOException {
    var deep = "{\"args\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    var number = "{\"rpcId\": " + "9".repeat(1_000) + "}";
    for (var body : java.util.List.of(deep, number)) {
      try (var bad = new FinderClient(server.port())) {
        assertThat(bad.frame(body).isCut()).isTrue();
      }
    }
  }

  @Test
  void lengthOfFourGigabytesIsAnsweredAndTheConnectionClosed() throws IOException {
    client.send((byte) -1, (byte) -1, (byte) -1, (byte) -1);

    assertThat(client.frame()).contains("frame has 4294967295 bytes, the limit is 1048576");
    assertThat(client.isCut()).isTrue();
  }

  @Test
  void platesOfOtherScriptsAreTakenAndEscapedTextIsAscii() throws IOException {
    assertThat(client.call(call("reserve", "[\"LOT-A\", \"é 🚗\"]"))).isEqualTo(result("true"));
    assertThat(client.call(call("getAvailability", "[\"é\"]")))
        .isEqualTo(error("Unknown lot: \\u00e9"));
  }

  @Test
  void withoutALeaderItIsSaid() throws IOException {
    ledger.away(true);

    assertThat(client.call(call("getLots", "[]"))).isEqualTo(error("unavailable: no leader"));
  }
}
