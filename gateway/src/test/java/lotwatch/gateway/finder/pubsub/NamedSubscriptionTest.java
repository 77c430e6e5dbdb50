package lotwatch.gateway.finder.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.ledger.Command.RaiseVersion;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotId;
import lotwatch.ledger.PositionCommand;
import lotwatch.ledger.PositionCommand.OpenPosition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two ports of the same ledger, as two nodes have. */
final class NamedSubscriptionTest {
  private static final LotId A = new LotId("LOT-A");
  private static final LotId B = new LotId("LOT-B");
  private static final int KEPT_MAX = 20_000;
  private static final String NAMED = "[\"LOT-A\", null, \"signs\"]";

  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC(), KEPT_MAX);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Loops loops = new Loops(1);
  private PubSubHandler handler;
  private TcpServer here;
  private TcpServer there;

  @BeforeEach
  void open() throws IOException {
    opened.add(loops);
    memory.submit(new RaiseVersion(2, "3fa9"), null);
    memory.openCounted("LOT-A", 100_000);
    memory.openCounted("LOT-B", 100_000);
    there = open(handler());
    handler = handler();
    here = open(handler);
  }

  private PubSubHandler handler() {
    var made =
        new PubSubHandler(
            memory.gate(),
            memory,
            CountedIds.terms(ZoneOffset.UTC, PubSubHandler.ALONE_MAX),
            loops);
    opened.add(made);
    return made;
  }

  private TcpServer open(PubSubHandler of) throws IOException {
    var server = TcpServer.open("pubsub", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, of);
    opened.add(server);
    return server;
  }

  @AfterEach
  void close() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private Subscriber client(TcpServer at) throws IOException {
    var client = new Subscriber(at.port());
    opened.add(client);
    return client;
  }

  private Subscriber named(TcpServer at) throws IOException {
    var client = client(at);
    assertThat(client.ask("subscribe", NAMED)).contains("\"error\": null");
    return client;
  }

  private long count(LotId lot) {
    memory.submit(new Count(lot, 1), null);
    return memory.view().sequence();
  }

  private long position() {
    return memory.view().positions().iterator().next().sequence();
  }

  @Test
  void whatIsNotAcknowledgedIsToldAgainAtAnotherNode() throws IOException {
    var client = named(here);
    long first = count(A);
    long second = count(A);
    long third = count(A);
    assertThat(client.event()).isEqualTo("EVENT LOT-A 99999 " + first);
    assertThat(client.event()).isEqualTo("EVENT LOT-A 99998 " + second);
    assertThat(client.event()).isEqualTo("EVENT LOT-A 99997 " + third);
    assertThat(client.ask("ack", "[1, " + first + "]"))
        .isEqualTo("\"result\": true, \"error\": null");
    client.close();
    long fourth = count(A);

    var again = named(there);

    assertThat(again.event()).isEqualTo("EVENT LOT-A 99998 " + second);
    assertThat(again.event()).isEqualTo("EVENT LOT-A 99997 " + third);
    assertThat(again.event()).isEqualTo("EVENT LOT-A 99996 " + fourth);
  }

  @Test
  void whatHappensWhileNobodyIsThereIsKept() throws IOException {
    named(here).close();
    long only = count(A);

    assertThat(named(there).event()).isEqualTo("EVENT LOT-A 99999 " + only);
  }

  @Test
  void newNameBeginsWhereItIsTold() throws IOException {
    long first = count(A);
    long second = count(A);

    var client = client(here);
    assertThat(client.ask("subscribe", "[\"LOT-A\", %d, \"signs\"]".formatted(first)))
        .startsWith("\"result\": 1");

    assertThat(client.event()).isEqualTo("EVENT LOT-A 99998 " + second);
  }

  @Test
  void secondConnectionTakesOverAndTheFirstIsTold() throws IOException {
    var first = named(here);
    var second = named(there);

    assertThat(first.frame()).isEqualTo("ENDED signs TAKEN");
    assertThat(first.isCut()).isTrue();
    long event = count(A);
    assertThat(second.event()).isEqualTo("EVENT LOT-A 99999 " + event);
  }

  @Test
  void oneThatWasTakenOverAcknowledgesNothing() throws IOException {
    var first = named(here);
    assertThat(first.ask("subscribe", "[\"LOT-B\"]")).contains("null"); // it stays open
    named(there);
    long event = count(A);

    first.call("ack", "[1, " + event + "]");

    var said = List.of(first.frame(), first.frame());
    assertThat(said)
        .anyMatch(each -> each.equals("ENDED signs TAKEN"))
        .anyMatch(each -> each.contains("taken: another") || each.contains("Unknown sub"));
    assertThat(position()).isLessThan(event);
  }

  @Test
  void windowStopsOneThatNeverAcknowledgesAndNobodyElse() throws IOException {
    var silent = named(here);
    var other = client(here);
    assertThat(other.ask("subscribe", "[\"LOT-A\", null, \"other\"]")).contains("null");
    long last = 0;
    int more = 100;
    for (int n = 0; n < NamedSubscription.UNACKNOWLEDGED_MAX + more; n++) {
      last = count(A);
    }
    long newest = 0;
    for (int n = 0; n < NamedSubscription.UNACKNOWLEDGED_MAX + more; n++) {
      newest = number(eventOrAnswer(other));
      if (n % 100 == 0) {
        other.call("ack", "[2, " + newest + "]");
      }
    }
    assertThat(newest).isEqualTo(last);

    long received = 0;
    for (int n = 0; n < NamedSubscription.UNACKNOWLEDGED_MAX; n++) {
      received = number(silent.event());
    }
    assertThat(silent.ask("getSequence", "[]")).contains("\"result\": " + last); // no event first
    assertThat(silent.ask("ack", "[1, " + received + "]")).contains("true");
    for (int n = 0; n < more; n++) {
      received = number(silent.event());
    }
    assertThat(received).isEqualTo(last);
  }

  private static String eventOrAnswer(Subscriber client) throws IOException {
    var frame = client.event();
    return frame.startsWith("EVENT") ? frame : eventOrAnswer(client);
  }

  private static long number(String event) {
    return Long.parseLong(event.substring(event.lastIndexOf(' ') + 1));
  }

  @Test
  void eventsOfOtherLotsMoveThePositionOn() throws IOException {
    var _ = named(here);
    for (int n = 0; n < NamedSubscription.SKIPPED_MAX; n++) {
      count(B);
    }
    long newest = memory.view().sequence();

    MemoryLedger.await("the position", () -> position() == newest);
  }

  @Test
  void acknowledgingTheNewestPassesWhatNeedNotBeTold() throws IOException {
    var client = named(here);
    long event = count(A);
    long other = count(B);
    assertThat(client.event()).endsWith(" " + event);

    MemoryLedger.await(
        "the position",
        () -> {
          acknowledge(client, event);
          return position() == other;
        });
  }

  private static void acknowledge(Subscriber client, long event) {
    try {
      var said = client.call("ack", "[1, " + event + "]").frame();
      while (said.startsWith("EVENT")) {
        said = client.frame();
      }
      assertThat(said).contains("\"result\": true");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eventsThatAreGoneAreToldWithTheirCount() throws IOException {
    named(here).close();
    long before = position();
    for (int n = 0; n < KEPT_MAX + 10; n++) {
      count(A);
    }
    long lost = memory.oldest() - 1;

    var client = named(there);

    assertThat(client.frame()).isEqualTo("GAP signs %d %d".formatted(lost - before, lost));
    assertThat(number(client.event())).isEqualTo(lost + 1);
    acknowledge(client, lost);
    assertThat(position()).isEqualTo(lost);
  }

  @Test
  void forgottenNameIsToldAndGone() throws IOException {
    var client = named(here);

    assertThat(client(there).ask("forget", "[\"signs\"]"))
        .isEqualTo("\"result\": true, \"error\": null");

    assertThat(client.frame()).isEqualTo("ENDED signs FORGOTTEN");
    assertThat(memory.view().positions()).isEmpty();
  }

  @Test
  void connectionThatUnsubscribedIsToldNothingAndKeepsItsPosition() throws IOException {
    var client = named(here);
    assertThat(client.ask("unsubscribe", "[1]")).contains("true");
    assertThat(client.ask("ack", "[1, 1]")).contains("Unknown subscription");
    long event = count(A);

    assertThat(client.ask("subscribe", NAMED)).startsWith("\"result\": 2");
    assertThat(client.event()).isEqualTo("EVENT LOT-A 99999 " + event);
  }

  @Test
  void anotherConnectionEndsItByItsNumber() throws IOException {
    var client = named(here);

    assertThat(client(here).ask("unsubscribe", "[1]")).contains("true");

    assertThat(client.frame()).isEqualTo("ENDED signs UNSUBSCRIBED");
    MemoryLedger.await("nobody is subscribed", () -> handler.size() == 0);
  }

  @Test
  void connectionThatLeavesEndsItsSubscription() throws IOException {
    var impatient =
        new PubSubHandler(
            memory.gate(), memory, CountedIds.terms(ZoneOffset.UTC, Duration.ofMillis(50)), loops);
    opened.add(impatient);

    named(open(impatient)).close();

    MemoryLedger.await("nobody is subscribed", () -> impatient.size() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "subscribe | [\"LOT-A\", null, 5] | name must be a string",
        "subscribe | [\"LOT-A\", null, \"a b\"] | name contains a blank or '/'",
        "subscribe | [\"LOT-A\", null, \"\"] | name is empty",
        "subscribe | [\"LOT-X\", null, \"signs\"] | Unknown lot: LOT-X",
        "subscribe | [\"LOT-A\", -1, \"signs\"] | since must be the sequence number of an event",
        "subscribe | [\"LOT-A\", \"77-1\", \"signs\"] | gap: 77-1 is of another history, the"
            + " events here are of 3fa9",
        "ack | [1] | Missing sub_id or sequence argument",
        "ack | [\"1\", 1] | sub_id must be a whole number",
        "ack | [1, \"1\"] | sequence must be the sequence number of an event",
        "ack | [1, 1] | Unknown subscription",
        "forget | [] | Missing name argument",
        "forget | [5] | name must be a string",
        "forget | [\"signs\"] | Unknown name: signs",
      })
  void whatCannotBeDoneIsAnError(String method, String args, String why) throws IOException {
    assertThat(client(here).ask(method, args))
        .isEqualTo("\"result\": null, \"error\": \"" + why + "\"");
    assertThat(memory.view().positions()).isEmpty();
  }

  @Test
  void limitsNameTheFieldAndTheLimit() throws IOException {
    var client = client(here);
    assertThat(client.ask("subscribe", "[\"LOT-A\", null, \"%s\"]".formatted("x".repeat(65))))
        .contains("name has 65 characters, the limit is 64");
    for (int n = 0; n < PositionCommand.NAMES_OF_OWNER_MAX; n++) {
      assertThat(client.ask("subscribe", "[\"LOT-A\", null, \"c%d\"]".formatted(n)))
          .contains("\"error\": null");
    }
    assertThat(client.ask("subscribe", NAMED))
        .contains("names of local are 50, which is the limit");
    for (int n = PositionCommand.NAMES_OF_OWNER_MAX; n < PositionCommand.POSITIONS_MAX; n++) {
      memory.submit(new OpenPosition("e" + n, null), null);
    }
    assertThat(client.ask("unsubscribe", "[1]")).contains("true");
    assertThat(client.ask("forget", "[\"c0\"]")).contains("true");
    memory.submit(new OpenPosition("more", null), null);
    assertThat(client.ask("subscribe", NAMED)).contains("positions are 100, which is the limit");
  }

  @Test
  void whatDidNotHappenYetCannotBeAcknowledged() throws IOException {
    var client = named(here);
    long newest = memory.view().sequence();

    assertThat(client.ask("ack", "[1, " + (newest + 1) + "]"))
        .contains("the position would be %d, the newest event is %d".formatted(newest + 1, newest));
  }
}
