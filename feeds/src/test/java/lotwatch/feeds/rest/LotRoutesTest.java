package lotwatch.feeds.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.stream.IntStream;
import lotwatch.feeds.Door;
import lotwatch.feeds.House;
import lotwatch.ledger.LotCommand.Reserve;
import lotwatch.ledger.LotId;
import lotwatch.ledger.Plate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LotRoutesTest {
  private final House house = new House(Clock.systemUTC());
  private final Door door = new Door(new LotRoutes(house)::mount);

  @AfterEach
  void shut() {
    door.close();
  }

  @Test
  void lotTellsItsPlacesFlat() throws Exception {
    house.openCounted("north", 10);
    house.count("north");
    house.submit(new Reserve(new LotId("north"), new Plate("M-AB 1234")), null);

    var lot = door.json("/api/lots/north");

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
            "changedAt",
            "sequence");
    assertThat(lot.get("free").intValue()).isEqualTo(8);
    assertThat(lot.get("occupied").intValue()).isEqualTo(1);
    assertThat(lot.get("reserved").intValue()).isEqualTo(1);
  }

  @Test
  void spotNobodySawIsUnknown() throws Exception {
    house.openWatched("north", "cam", 2);

    var spots = door.json("/api/lots/north/spots").get("items");

    assertThat(spots.size()).isEqualTo(2);
    assertThat(spots.get(0).get("state").stringValue()).isEqualTo("unknown");
    assertThat(spots.get(0).get("confidence").doubleValue()).isZero();
  }

  @Test
  void listGoesOnWhereItsPartEnded() throws Exception {
    IntStream.range(0, 5).forEach(i -> house.openCounted("lot" + i, 1));

    var first = door.json("/api/lots?limit=3");
    var rest = door.json("/api/lots?limit=3&after=" + first.get("next").stringValue());

    assertThat(first.get("items").size()).isEqualTo(3);
    assertThat(rest.get("items").get(0).get("id").stringValue()).isEqualTo("lot3");
    assertThat(rest.get("items").size()).isEqualTo(2);
    assertThat(rest.has("next")).isFalse();
  }

  @Test
  void limitOutOfBoundsIsNamed() throws Exception {
    var answer = door.ask("/api/lots?limit=1001");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(new String(answer.body(), UTF_8)).contains("\"field\":\"limit\"", "1000");
  }

  @Test
  void unknownLotIsNotFound() throws Exception {
    var answer = door.ask("/api/lots/nowhere");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(new String(answer.body(), UTF_8)).contains("UNKNOWN_LOT");
  }

  @Test
  void overlongIdNamesTheLimit() throws Exception {
    var answer = door.ask("/api/lots/" + "x".repeat(65));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8)).contains("64").contains("\"field\":\"lot\"");
  }
}
