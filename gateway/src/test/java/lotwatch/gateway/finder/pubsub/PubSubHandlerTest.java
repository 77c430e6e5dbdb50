package lotwatch.gateway.finder.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.finder.SubscriberLimits;
import lotwatch.gateway.net.Loops;
import lotwatch.gateway.net.TcpLimits;
import lotwatch.gateway.net.TcpServer;
import lotwatch.ledger.Command;
import lotwatch.ledger.LotCommand.Cancel;
import lotwatch.ledger.LotCommand.Count;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotCommand.SetCount;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PubSubHandlerTest {
  private static final LotId A = new LotId("LOT-A");
  private static final LotId B = new LotId("LOT-B");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.25Z");
  private static final int KEPT_MAX = 2_000;

  private final MemoryLedger memory = new MemoryLedger(InstantSource.fixed(NOON), KEPT_MAX);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Loops loops = new Loops(1);
  private PubSubHandler handler;
  private TcpServer server;

  @BeforeEach
  void open() throws IOException {
    opened.add(loops);
    memory.openCounted("LOT-A", 100_000);
    memory.openCounted("LOT-B", 100);
    open(
        new PubSubHandler(
            memory.gate(),
            memory,
            CountedIds.terms(ZoneOffset.ofHours(2), PubSubHandler.ALONE_MAX),
            loops));
  }

  private void open(PubSubHandler other) throws IOException {
    handler = other;
    opened.add(handler);
    server = TcpServer.open("pubsub", "127.0.0.1", 0, TcpLimits.DEFAULT, loops, handler);
    opened.add(server);
  }

  @AfterEach
  void close() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private Subscriber client() throws IOException {
    var client = new Subscriber(server.port());
    opened.add(client);
    return client;
  }

  private Subscriber subscribed(String args) throws IOException {
    var client = client();
    assertThat(client.ask("subscribe", args)).contains("\"error\": null");
    return client;
  }

  private void happen(Command command) {
    memory.submit(command, null);
  }

  @Test
  void subscriberIsToldEveryChangeOfFreePlacesWithItsLocalTime() throws IOException {
    var client = client();
    assertThat(client.ask("subscribe", "[\"LOT-B\"]")).isEqualTo("\"result\": 1, \"error\": null");

    happen(new Count(B, 1));
    happen(new Count(A, 5));
    happen(new Reserve(B, new Plate("P")));
    happen(new Cancel(B, new Plate("P")));
    happen(new Count(B, -1));

    assertThat(client.frame()).isEqualTo("EVENT LOT-B 99 2026-01-01T14:00:00.250000");
    assertThat(client.event()).isEqualTo("EVENT LOT-B 98");
    assertThat(client.event()).isEqualTo("EVENT LOT-B 99");
    assertThat(client.event()).isEqualTo("EVENT LOT-B 100");
  }

  @Test
  void whatLeavesTheFreePlacesAsTheyAreIsNotTold() throws IOException {
    var client = subscribed("[\"LOT-B\"]");

    happen(new Count(B, -1)); // clamped: an anomaly
    happen(new SetCount(B, 7));

    assertThat(client.event()).isEqualTo("EVENT LOT-B 93");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "subscribe | [] | Missing lot_id argument",
        "subscribe | [\"LOT-X\"] | Unknown lot: LOT-X",
        "subscribe | [\"a b\"] | Unknown lot: a b",
        "subscribe | [[\"LOT-A\", \"LOT-X\"]] | Unknown lot: LOT-X",
        "subscribe | [5] | lot_id must be a string, or a list of 1 to 1000 strings",
        "subscribe | [[]] | lot_id must be a string, or a list of 1 to 1000 strings",
        "subscribe | [[5]] | lot_id must be a string",
        "subscribe | [\"LOT-A\", \"LOT-B\"] | since must be the sequence number of an event",
        "subscribe | [\"LOT-A\", -1] | since must be the sequence number of an event",
        "subscribe | [\"LOT-A\", 1e9] | since must be the sequence number of an event",
        "subscribe | [\"LOT-A\", 99999999999999999999] | since must be the sequence number of an"
            + " event",
        "subscribe | {} | args must be a list",
        "unsubscribe | [] | Missing sub_id argument",
        "unsubscribe | [\"1\"] | sub_id must be a whole number",
        "getLots | [] | Unknown method: getLots",
      })
  void whatCannotBeDoneIsAnError(String method, String args, String why) throws IOException {
    var client = client();

    assertThat(client.ask(method, args)).isEqualTo("\"result\": null, \"error\": \"" + why + "\"");
    assertThat(client.ask("subscribe", "[\"LOT-A\"]")).startsWith("\"result\": 1");
  }

  @Test
  void anotherConnectionEndsASubscriptionAndWithTheLastTheConnection() throws IOException {
    var client = subscribed("[\"LOT-A\"]");
    var other = client();

    assertThat(other.ask("unsubscribe", "[2]"))
        .isEqualTo("\"result\": false, \"error\": \"Unknown subscription\"");
    assertThat(client.ask("subscribe", "[\"LOT-B\"]")).startsWith("\"result\": 2");
    assertThat(other.ask("unsubscribe", "[1]")).isEqualTo("\"result\": true, \"error\": null");
    assertThat(other.ask("unsubscribe", "[1]")).contains("Unknown subscription");
    happen(new Count(A, 1));
    happen(new Count(B, 1));
    assertThat(client.event()).isEqualTo("EVENT LOT-B 99");

    assertThat(other.ask("unsubscribe", "[2]")).isEqualTo("\"result\": true, \"error\": null");
    assertThat(client.isCut()).isTrue();
  }

  @Test
  void connectionThatEndsItsOwnSubscriptionStays() throws IOException {
    var client = subscribed("[\"LOT-A\"]");

    assertThat(client.ask("unsubscribe", "[1]")).isEqualTo("\"result\": true, \"error\": null");
    assertThat(client.ask("unsubscribe", "[1]")).contains("Unknown subscription");
    assertThat(client.ask("subscribe", "[\"LOT-B\"]")).startsWith("\"result\": 2");
    happen(new Count(A, 1));
    happen(new Count(B, 1));
    assertThat(client.event()).isEqualTo("EVENT LOT-B 99");
  }

  @Test
  void subscriptionsOfAConnectionThatLeftEnd() throws IOException {
    var client = subscribed("[\"LOT-A\"]");
    assertThat(handler.size()).isEqualTo(1);

    client.close();
    MemoryLedger.await(
        "nobody is subscribed",
        () -> {
          happen(new Count(A, 1)); // it is noticed at the latest when there is something to tell
          return handler.size() == 0;
        });
  }

  @Test
  void connectionThatWillSayNoMoreIsStillTold() throws IOException {
    var client = subscribed("[\"LOT-B\"]");
    client.sayNoMore();

    happen(new Count(B, 1));

    assertThat(client.event()).isEqualTo("EVENT LOT-B 99");
  }

  @Test
  void nobodyGuessesTheNumberOfASubscription() throws Exception {
    open(
        new PubSubHandler(
            memory.gate(), memory, ZoneOffset.UTC, SubscriberLimits.QUEUE_MAX, loops));
    var numbers = new TreeSet<Long>();
    var client = new Subscriber(server.port());
    opened.add(client);
    for (int i = 0; i < 50; i++) {
      var answer = client.ask("subscribe", "[\"LOT-A\"]");
      numbers.add(Long.parseLong(answer.replaceAll("\\D*(\\d+).*", "$1")));
    }

    assertThat(numbers).hasSize(50).allMatch(number -> number <= SubscriptionIds.MAX);
    assertThat(numbers.last() - numbers.first()).isGreaterThan(1L << 40);
  }

  @Test
  void connectionThatWillSayNoMoreIsCutInTheEnd() throws Exception {
    open(
        new PubSubHandler(
            memory.gate(), memory, CountedIds.terms(ZoneOffset.UTC, Duration.ofMillis(50)), loops));
    var client = subscribed("[\"LOT-B\"]");

    client.sayNoMore();

    assertThat(client.isCut()).isTrue();
    MemoryLedger.await("nobody is subscribed", () -> handler.size() == 0);
  }

  @Test
  void stalledSubscriberMissesTheOldestGetsTheNewestAndHindersNobody() throws Exception {
    var stalled = new Subscriber(server.port(), 1 << 10);
    opened.add(stalled);
    stalled.call("subscribe", "[\"LOT-A\"]");
    MemoryLedger.await("one is subscribed", () -> handler.size() == 1);
    var prompt = subscribed("[\"LOT-A\"]");
    int all = 0;
    while (handler.dropped() < 1_000) {
      for (int i = 0; i < SubscriberLimits.QUEUE_MAX / 2; i++) {
        happen(new Count(A, 1));
      }
      for (int i = 0; i < SubscriberLimits.QUEUE_MAX / 2; i++) {
        all++;
        assertThat(prompt.event()).isEqualTo("EVENT LOT-A " + (100_000 - all));
      }
    }

    assertThat(stalled.frame()).contains("\"result\": 1");
    int received = 0;
    String last = "";
    while (!last.equals("EVENT LOT-A " + (100_000 - all))) {
      last = stalled.event();
      received++;
    }
    assertThat(received + handler.dropped()).isEqualTo(all);
  }

  @Test
  void newestOfEveryLotArrivesHoweverBusyAnotherIs() {
    var subscription = new Subscriptions(3, () -> 1, 0).make(Set.of(A, B), false, () -> {});
    subscription.tell(new FreeChange(B, 1, NOON, 1));
    for (int i = 2; i < 50; i++) {
      subscription.tell(new FreeChange(A, i, NOON, i));
    }

    assertThat(subscription.take()).extracting(FreeChange::sequence).containsExactly(1L, 48L, 49L);
  }

  @Test
  void oneConnectionMayHaveManySubscriptionsOfManyLots() throws IOException {
    var client = subscribed("[[\"LOT-A\", \"LOT-B\"]]");
    happen(new Count(A, 1));
    happen(new Count(B, 1));
    assertThat(client.event()).isEqualTo("EVENT LOT-A 99999");
    assertThat(client.event()).isEqualTo("EVENT LOT-B 99");

    for (int i = 1; i < PubSubHandler.SUBSCRIPTIONS_MAX; i++) {
      assertThat(client.ask("subscribe", "[\"LOT-A\"]")).contains("\"error\": null");
    }
    assertThat(client.ask("subscribe", "[\"LOT-A\"]"))
        .contains("this connection has 100 subscriptions, which is the limit");
  }

  @Test
  void moreLotsThanTheLimitAreRefused() throws IOException {
    var lots = "\"LOT-A\",".repeat(PubSubHandler.LOTS_MAX) + "\"LOT-A\"";

    assertThat(client().ask("subscribe", "[[" + lots + "]]"))
        .contains("or a list of 1 to 1000 strings");
  }

  @Test
  void manyCallsAtOnceAreAllAnswered() throws IOException {
    var client = client();
    for (int i = 0; i < 1_000; i++) {
      client.call("unsubscribe", "[99]");
    }

    for (int i = 0; i < 1_000; i++) {
      assertThat(client.frame()).contains("Unknown subscription");
    }
  }

  @Test
  void missedEventsAreToldAgainWithTheirNumbers() throws IOException {
    long since = memory.view().sequence();
    happen(new Count(B, 1));
    happen(new Count(A, 1));
    happen(new Count(B, 1));

    var client = subscribed("[\"LOT-B\", %d]".formatted(since));
    happen(new Count(B, 1));

    assertThat(client.event()).isEqualTo("EVENT LOT-B 99 " + (since + 1));
    assertThat(client.event()).isEqualTo("EVENT LOT-B 98 " + (since + 3));
    assertThat(client.event()).isEqualTo("EVENT LOT-B 97 " + (since + 4));
  }

  @Test
  void subscriptionFromTheNewestSequenceBeginsNow() throws IOException {
    happen(new Count(B, 1));
    var client = client();
    long now = memory.view().sequence();
    assertThat(client.ask("getSequence", "[]"))
        .isEqualTo("\"result\": %d, \"error\": null".formatted(now));

    assertThat(client.ask("subscribe", "[\"LOT-B\", %d]".formatted(now))).contains("null");
    happen(new Count(B, 1));

    assertThat(client.event()).isEqualTo("EVENT LOT-B 98 " + (now + 1));
    assertThat(client.ask("getSequence", "[]")).startsWith("\"result\": " + (now + 1));
  }

  @Test
  void tokenOfAnotherHistoryIsAGap() throws IOException {
    happen(new Command.RaiseVersion(2, "3fa9"));
    var newest = "3fa9-" + memory.view().sequence();
    var client = client();

    assertThat(client.ask("getSequence", "[\"token\"]"))
        .startsWith("\"result\": \"" + newest + "\"");
    assertThat(client.ask("subscribe", "[\"LOT-A\", \"77-1\"]"))
        .contains("\"gap: 77-1 is of another");
    assertThat(client.ask("subscribe", "[\"LOT-A\", \"x\"]"))
        .contains("since must be the sequence");
    assertThat(client.ask("subscribe", "[\"LOT-A\", \"" + newest + "\"]"))
        .contains("\"error\": null");
  }

  @Test
  void eventsThatAreNoLongerKeptAreSaidSo() throws IOException {
    for (int i = 0; i < KEPT_MAX + 10; i++) {
      happen(new Count(A, 1));
    }

    assertThat(client().ask("subscribe", "[\"LOT-A\", 1]")).contains("gap: asked after 1, kept ");
    assertThat(client().ask("subscribe", "[\"LOT-A\", 999999]"))
        .contains("gap: asked after 999999");
  }

  @Test
  void badJsonAndLargeFramesCloseTheirConnectionOnly() throws IOException {
    var client = subscribed("[\"LOT-B\"]");
    assertThat(client().send("no json").isCut()).isTrue();
    assertThat(client().send("x".repeat(2 << 20)).isCut()).isTrue();

    happen(new Count(B, 1));
    assertThat(client.event()).isEqualTo("EVENT LOT-B 99");
  }

  @Test
  void closingThePortDoesNotWaitForSubscribers() throws IOException {
    var client = subscribed("[\"LOT-B\"]");

    server.close();

    assertThat(client.isCut()).isTrue();
    assertThat(handler.size()).isZero();
  }
}
