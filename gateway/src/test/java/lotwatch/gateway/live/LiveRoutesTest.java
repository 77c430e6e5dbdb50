package lotwatch.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.gateway.http.Proxies;
import lotwatch.ledger.Command.RaiseVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRoutesTest {
  private static final int KEPT_MAX = 50;
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC(), KEPT_MAX);
  private final LiveRoutes live =
      new LiveRoutes(memory, new LiveLimits(3, 3, Proxies.NONE, Duration.ofMillis(200)));
  private final ServedRoutes server = new ServedRoutes(live::mount);

  @AfterEach
  void shut() {
    live.close();
    server.close();
  }

  @Test
  void headOfTheStreamEndsAndKeepsNoPlace() throws Exception {
    var head = server.send("HEAD", "/api/live");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(live.clients()).isZero();
  }

  @Test
  void snapshotComesFirstThenEachEvent() throws Exception {
    memory.openCounted("north", 10);
    long start = memory.view().sequence();

    try (var listener = new Listener(server.at("/api/live"))) {
      assertThat(listener.next())
          .satisfies(block -> {
            assertThat(block.kind()).isEqualTo("snapshot");
            assertThat(block.id()).isEqualTo(start);
            assertThat(block.data()).contains("\"id\":\"north\"", "\"free\":10");
          });
      memory.count("north");
      assertThat(listener.next())
          .satisfies(block -> {
            assertThat(block.kind()).isEqualTo("lot.counted");
            assertThat(block.id()).isEqualTo(start + 1);
            assertThat(block.data()).contains("\"tally\":{\"capacity\":10,\"free\":9");
          });
    }
  }

  @Test
  void tokenOfAnotherHistoryGetsTheStateAnew() throws Exception {
    memory.openCounted("north", 100);
    memory.submit(new RaiseVersion(2, "3fa9"), null);
    memory.count("north");
    long now = memory.view().sequence();

    try (var listener =
        new Listener(server.at("/api/live"), "Last-Event-ID", "3fa9-" + (now - 1))) {
      assertThat(listener.next().token()).isEqualTo("3fa9-" + now);
    }
    for (var other : List.of("77-" + (now - 1), "" + (now - 1))) {
      try (var listener = new Listener(server.at("/api/live"), "Last-Event-ID", other)) {
        assertThat(listener.next().data()).isEqualTo("{\"reason\":\"HISTORY\"}");
        assertThat(listener.next())
            .satisfies(block -> {
              assertThat(block.kind()).isEqualTo("snapshot");
              assertThat(block.token()).isEqualTo("3fa9-" + now);
            });
      }
    }
  }

  @Test
  void zeroIsTheBeginningOfAnyHistory() throws Exception {
    memory.submit(new RaiseVersion(2, "3fa9"), null);
    memory.openCounted("north", 100);

    try (var listener = new Listener(server.at("/api/live?lastEventId=0"))) {
      assertThat(listener.next().token()).isEqualTo("3fa9-1");
    }
  }

  @Test
  void resumeHasNoGapAndNoRepeat() throws Exception {
    memory.openCounted("north", 100);
    long start = memory.view().sequence();
    for (int i = 0; i < 10; i++) {
      memory.count("north");
    }

    try (var listener = new Listener(server.at("/api/live"), "Last-Event-ID", "" + (start + 3))) {
      assertThat(List.of(listener.next().id(), listener.next().id(), listener.next().id()))
          .containsExactly(start + 4, start + 5, start + 6);
    }
  }

  @Test
  void whatIsNoLongerKeptBringsResetAndSnapshot() throws Exception {
    memory.openCounted("north", 1_000);
    for (int i = 0; i < KEPT_MAX + 10; i++) {
      memory.count("north");
    }

    try (var listener = new Listener(server.at("/api/live?lastEventId=1"))) {
      assertThat(listener.next().kind()).isEqualTo("reset");
      assertThat(listener.next())
          .satisfies(block -> {
            assertThat(block.kind()).isEqualTo("snapshot");
            assertThat(block.id()).isEqualTo(memory.view().sequence());
          });
    }
  }

  @Test
  void filterLeavesOtherLotsOut() throws Exception {
    memory.openCounted("north", 10);
    memory.openCounted("south", 10);

    try (var listener = new Listener(server.at("/api/live?lot=south"))) {
      assertThat(listener.next().data()).doesNotContain("\"north\"").contains("\"south\"");
      memory.count("north");
      memory.count("south");
      assertThat(listener.next().data()).contains("\"lot\":\"south\"");
    }
  }

  @Test
  void silenceIsBrokenByHeartbeatsThatMoveTheResumePointOn() throws Exception {
    memory.openCounted("north", 10);
    memory.openCounted("south", 10);

    try (var listener = new Listener(server.at("/api/live?lot=south"))) {
      listener.next();
      memory.count("north");
      long last = memory.view().sequence();

      assertThat(listener.until(block -> block.kind().isEmpty() && block.id() == last)).isTrue();
    }
  }

  @Test
  void clientBeyondTheLimitIsToldSo() throws Exception {
    try (var _ = listening();
        var _ = listening();
        var _ = listening()) {
      var answer = server.ask("/api/live");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("clientsMax is 3");
    }
  }

  @Test
  void badResumePointIsNamed() throws Exception {
    var answer = server.ask("/api/live", "Last-Event-ID", "yesterday");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void clientThatLeavesGivesItsSeatBack() throws Exception {
    try (var _ = listening()) {
      assertThat(live.clients()).isEqualTo(1);
    }

    MemoryLedger.await("no client is left", () -> live.clients() == 0);
  }

  private Listener listening() throws Exception {
    var listener = new Listener(server.at("/api/live"));
    listener.next();
    return listener;
  }
}
