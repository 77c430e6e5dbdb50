package lotwatch.feeds.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import lotwatch.feeds.Door;
import lotwatch.feeds.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRoutesTest {
  private static final int KEPT_MAX = 50;
  private final House house = new House(Clock.systemUTC(), KEPT_MAX);
  private final LiveRoutes live =
      new LiveRoutes(house, new LiveLimits(3, 3, Duration.ofMillis(200)));
  private final Door door = new Door(live::mount);

  @AfterEach
  void shut() {
    live.close();
    door.close();
  }

  @Test
  void snapshotComesFirstThenEachEvent() throws Exception {
    house.openCounted("north", 10);
    long start = house.picture().sequence();

    try (var listener = new Listener(door.at("/api/live"))) {
      assertThat(listener.next())
          .satisfies(block -> {
            assertThat(block.kind()).isEqualTo("snapshot");
            assertThat(block.id()).isEqualTo(start);
            assertThat(block.data()).contains("\"id\":\"north\"", "\"free\":10");
          });
      house.count("north");
      assertThat(listener.next())
          .satisfies(block -> {
            assertThat(block.kind()).isEqualTo("lot.counted");
            assertThat(block.id()).isEqualTo(start + 1);
            assertThat(block.data()).contains("\"tally\":{\"capacity\":10,\"free\":9");
          });
    }
  }

  @Test
  void resumeHasNoGapAndNoRepeat() throws Exception {
    house.openCounted("north", 100);
    long start = house.picture().sequence();
    for (int i = 0; i < 10; i++) {
      house.count("north");
    }

    try (var listener = new Listener(door.at("/api/live"), "Last-Event-ID", "" + (start + 3))) {
      assertThat(List.of(listener.next().id(), listener.next().id(), listener.next().id()))
          .containsExactly(start + 4, start + 5, start + 6);
    }
  }

  @Test
  void whatIsNoLongerKeptBringsResetAndSnapshot() throws Exception {
    house.openCounted("north", 1_000);
    for (int i = 0; i < KEPT_MAX + 10; i++) {
      house.count("north");
    }

    try (var listener = new Listener(door.at("/api/live?lastEventId=1"))) {
      assertThat(listener.next().kind()).isEqualTo("reset");
      assertThat(listener.next())
          .satisfies(block -> {
            assertThat(block.kind()).isEqualTo("snapshot");
            assertThat(block.id()).isEqualTo(house.picture().sequence());
          });
    }
  }

  @Test
  void filterLeavesOtherLotsOut() throws Exception {
    house.openCounted("north", 10);
    house.openCounted("south", 10);

    try (var listener = new Listener(door.at("/api/live?lot=south"))) {
      assertThat(listener.next().data()).doesNotContain("\"north\"").contains("\"south\"");
      house.count("north");
      house.count("south");
      assertThat(listener.next().data()).contains("\"lot\":\"south\"");
    }
  }

  @Test
  void silenceIsBrokenByHeartbeatsThatMoveTheResumePointOn() throws Exception {
    house.openCounted("north", 10);
    house.openCounted("south", 10);

    try (var listener = new Listener(door.at("/api/live?lot=south"))) {
      listener.next();
      house.count("north");
      long last = house.picture().sequence();

      assertThat(listener.until(block -> block.kind().isEmpty() && block.id() == last)).isTrue();
    }
  }

  @Test
  void clientBeyondTheLimitIsToldSo() throws Exception {
    try (var _ = listening();
        var _ = listening();
        var _ = listening()) {
      var answer = door.ask("/api/live");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("retry-after")).isPresent();
      assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("clientsMax is 3");
    }
  }

  @Test
  void badResumePointIsNamed() throws Exception {
    var answer = door.ask("/api/live", "Last-Event-ID", "yesterday");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void clientThatLeavesGivesItsSeatBack() throws Exception {
    try (var _ = listening()) {
      assertThat(live.clients()).isEqualTo(1);
    }

    House.await("no client is left", () -> live.clients() == 0);
  }

  private Listener listening() throws Exception {
    var listener = new Listener(door.at("/api/live"));
    listener.next();
    return listener;
  }
}
