package lotwatch.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.stream.IntStream;
import lotwatch.gateway.MemoryLedger;
import lotwatch.gateway.ServedRoutes;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LotRoutesTest {
  private final MemoryLedger memory = new MemoryLedger(Clock.systemUTC());
  private final ServedRoutes server = new ServedRoutes(new LotRoutes(memory)::mount);

  @AfterEach
  void shut() {
    server.close();
  }

  @Test
  void lotTellsItsPlacesFlat() throws Exception {
    memory.openCounted("north", 10);
    memory.count("north");
    memory.submit(new Reserve(new LotId("north"), new Plate("M-AB 1234")), null);

    var lot = server.json("/api/lots/north");

    assertThat(lot.properties().stream().map(e -> e.getKey()).toList())
        .containsExactly(
            "id",
            "name",
            "capacity",
            "free",
            "occupied",
            "reserved",
            "unknown",
            "shortfall",
            "counted",
            "simulated",
            "anomalies",
            "changedAt",
            "sequence");
    assertThat(lot.get("free").intValue()).isEqualTo(8);
    assertThat(lot.get("occupied").intValue()).isEqualTo(1);
    assertThat(lot.get("reserved").intValue()).isEqualTo(1);
  }

  @Test
  void spotNobodySawIsUnknown() throws Exception {
    memory.openWatched("north", "cam", 2);

    var spots = server.json("/api/lots/north/spots").get("items");

    assertThat(spots.size()).isEqualTo(2);
    assertThat(spots.get(0).get("state").stringValue()).isEqualTo("unknown");
    assertThat(spots.get(0).get("confidence").doubleValue()).isZero();
  }

  @Test
  void listGoesOnWhereItsPartEnded() throws Exception {
    IntStream.range(0, 5).forEach(i -> memory.openCounted("lot" + i, 1));

    var first = server.json("/api/lots?limit=3");
    var rest = server.json("/api/lots?limit=3&after=" + first.get("next").stringValue());

    assertThat(first.get("items").size()).isEqualTo(3);
    assertThat(rest.get("items").get(0).get("id").stringValue()).isEqualTo("lot3");
    assertThat(rest.get("items").size()).isEqualTo(2);
    assertThat(rest.has("next")).isFalse();
  }

  @Test
  void limitOutOfBoundsIsNamed() throws Exception {
    var answer = server.ask("/api/lots?limit=1001");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(new String(answer.body(), UTF_8)).contains("\"field\":\"limit\"", "1000");
  }

  @Test
  void unknownLotIsNotFound() throws Exception {
    var answer = server.ask("/api/lots/nowhere");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new String(answer.body(), UTF_8)).contains("UNKNOWN_LOT");
  }

  @Test
  void overlongIdNamesTheLimit() throws Exception {
    var answer = server.ask("/api/lots/" + "x".repeat(65));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8)).contains("64").contains("\"field\":\"lot\"");
  }
}
