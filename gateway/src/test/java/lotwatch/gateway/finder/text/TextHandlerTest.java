package lotwatch.gateway.finder.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import lotwatch.gateway.FinderClient;
import lotwatch.gateway.LedgerInbox;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.ledger.LotCommand;
import lotwatch.ledger.LotId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextHandlerTest {
  private final LedgerInbox ledger = new LedgerInbox();
  private final Loops loops = new Loops(1);
  private TcpServer server;
  private FinderClient client;

  @BeforeEach
  void open() throws Exception {
    ledger.open("LOT-A", 2);
    ledger.open("LOT-B", 150);
    server =
        TcpServer.open(
            "text",
            "127.0.0.1",
            0,
            TcpLimits.DEFAULT,
            loops,
            new TextHandler(ledger.gate(), ledger.eventLog()));
    client = new FinderClient(server.port());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    loops.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PING | PONG",
        "ping and more | PONG",
        "AVAIL LOT-B | 150",
        "avail LOT-B | 150",
        "AVAIL | ERROR: AVAIL requires lot_id",
        "AVAIL LOT-A LOT-B | ERROR: AVAIL requires lot_id",
        "AVAIL lot-b | ERROR: Unknown lot",
        "AVAIL a/b | ERROR: Unknown lot",
        "RESERVE | ERROR: RESERVE requires lot_id and plate",
        "RESERVE LOT-A | ERROR: RESERVE requires lot_id and plate",
        "RESERVE LOT-A MY CAR | ERROR: RESERVE requires lot_id and plate",
        "RESERVE LOT-X ABC | ERROR: Unknown lot",
        "CANCEL LOT-A | ERROR: CANCEL requires lot_id and plate",
        "CANCEL LOT-X ABC | ERROR: Unknown lot",
        "CANCEL LOT-A ABC | NOT_FOUND",
        "hello world | ERROR: Unknown command: HELLO",
        "LOTS now | `[{\"id\": \"LOT-A\", \"capacity\": 2, \"occupied\": 0, \"free\": 2},"
            + " {\"id\": \"LOT-B\", \"capacity\": 150, \"occupied\": 0, \"free\": 150}]`",
      })
  void eachCommandHasItsAnswer(String asked, String answer) throws IOException {
    assertThat(client.ask(asked)).isEqualTo(answer);
  }

  @Test
  void placesAreHeldAndGivenBack() throws IOException {
    assertThat(client.ask("RESERVE LOT-A abc")).isEqualTo("OK");
    assertThat(client.ask("reserve LOT-A abc")).isEqualTo("EXISTS");
    assertThat(client.ask("RESERVE LOT-A ABC")).isEqualTo("EXISTS");
    assertThat(client.ask("RESERVE LOT-A second")).isEqualTo("OK");
    assertThat(client.ask("RESERVE LOT-A third")).isEqualTo("FULL");
    assertThat(client.ask("RESERVE LOT-A abc")).isEqualTo("EXISTS");
    assertThat(client.ask("AVAIL LOT-A")).isEqualTo("0");
    assertThat(client.ask("CANCEL LOT-A abc")).isEqualTo("OK");
    assertThat(client.ask("CANCEL LOT-A abc")).isEqualTo("NOT_FOUND");
    assertThat(client.ask("AVAIL LOT-A")).isEqualTo("1");
  }

  @Test
  void plateWithBlanksStandsInQuotesAndIsTheSamePlate() throws IOException {
    assertThat(client.ask("RESERVE LOT-A \"abc  123\"")).isEqualTo("OK");
    assertThat(client.ask("RESERVE LOT-A ABC-123")).isEqualTo("EXISTS");
    assertThat(client.ask("RESERVE LOT-A \uff21\u0412\u0421123")).isEqualTo("EXISTS");
    assertThat(client.ask("RESERVE LOT-A \"ABC 123")).startsWith("ERROR: RESERVE requires");
    assertThat(client.ask("RESERVE LOT-A \"ABC123")).startsWith("ERROR: RESERVE requires");
    assertThat(client.ask("RESERVE LOT-A ABC/\"123")).isEqualTo("EXISTS");
    assertThat(client.ask("RESERVE LOT-A \"\"")).isEqualTo("ERROR: plate is empty");
    assertThat(client.ask("RESERVE LOT-A ABC\u200b123"))
        .isEqualTo("ERROR: plate contains U+200B, a character that nobody sees");
    assertThat(client.ask("CANCEL LOT-A \"ABC 1 2 3\"")).isEqualTo("OK");
  }

  @Test
  void lotOfWhichNobodyKnowsAnythingIsFullInThisProtocol() throws Exception {
    ledger.submit(new LotCommand.OpenLot(new LotId("LOT-C"), "C", 2, List.of()), null);

    assertThat(client.ask("RESERVE LOT-C ABC")).isEqualTo("FULL");
  }

  @Test
  void pipelinedLinesAreAnsweredInOrderAndBlankOnesNot() throws IOException {
    client.send("PING\n\n   \r\nRESERVE LOT-A X\r\nAVAIL LOT-A\n\nCANCEL LOT-A X\nAVAIL LOT-A\n");

    assertThat(client.line()).isEqualTo("PONG");
    assertThat(client.line()).isEqualTo("OK");
    assertThat(client.line()).isEqualTo("1");
    assertThat(client.line()).isEqualTo("OK");
    assertThat(client.line()).isEqualTo("2");
  }

  @Test
  void platesBeyondTheLimitsAreRefusedByNameAndOthersTaken() throws IOException {
    assertThat(client.ask("RESERVE LOT-A " + "x".repeat(1_024)))
        .isEqualTo("ERROR: plate has 1024 characters, the limit is 32");
    assertThat(client.ask("RESERVE LOT-A a\u0001b"))
        .isEqualTo("ERROR: plate contains a control character");
    assertThat(client.ask("RESERVE LOT-A 🚗-1")).isEqualTo("OK");
    assertThat(client.ask("CANCEL LOT-A 🚗-1")).isEqualTo("OK");
  }

  @Test
  void linesThatAreNoneLeaveTheConnectionOpen() throws IOException {
    client.send(new byte[] {'R', (byte) 0xc3, 0x28, '\n'});
    assertThat(client.line()).isEqualTo("ERROR: line is not UTF-8");
    assertThat(client.ask("x".repeat(5_000)))
        .isEqualTo("ERROR: line is too long, the limit is 4096 bytes");
    assertThat(client.ask("a\u001b[2J")).isEqualTo("ERROR: Unknown command: A?[2J");
    assertThat(client.ask("PING")).isEqualTo("PONG");
  }

  @Test
  void megabytesWithoutAnEndAreCutAndOthersServed() throws IOException {
    try (var flood = new FinderClient(server.port())) {
      try {
        for (int i = 0; i < 10_000; i++) {
          flood.send("x".repeat(1_000));
        }
      } catch (IOException _) {
        // cut in the middle
      }
      assertThat(flood.isCut()).isTrue();
    }

    assertThat(client.ask("PING")).isEqualTo("PONG");
  }

  @Test
  void withoutALeaderItIsSaidAndTheConnectionGoesOn() throws IOException {
    ledger.away(true);
    assertThat(client.ask("AVAIL LOT-A")).isEqualTo("ERROR: unavailable: no leader");
    assertThat(client.ask("LOTS")).isEqualTo("ERROR: unavailable: no leader");
    assertThat(client.ask("RESERVE LOT-A X")).isEqualTo("ERROR: unavailable: no leader");

    ledger.away(false);
    assertThat(client.ask("RESERVE LOT-A X")).isEqualTo("OK");
  }
}
