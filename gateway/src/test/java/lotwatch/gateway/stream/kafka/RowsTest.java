package lotwatch.gateway.stream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.ledger.Configuration;
import lotwatch.ledger.ConfigurationCommand.ApplyConfiguration;
import lotwatch.ledger.ConfigurationCommand.Reserved;
import lotwatch.ledger.Policy;
import lotwatch.ledger.SessionPolicy;
import lotwatch.records.Reading;
import lotwatch.sessions.Places.Place;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Session;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import lotwatch.sessions.Tariffs.Rule;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rows cost that do not say their tariff. */
class RowsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final long CHANGE = NOON.getEpochSecond();
  private static final Tariff CHEAP = new Tariff("EUR", 600, 10, 0, 0);
  private static final Tariff DEAR = new Tariff("EUR", 600, 20, 0, 0);
  private static final Tariff SOUTH = new Tariff("EUR", 600, 70, 0, 0);

  private final MemoryLedger memory = new MemoryLedger(() -> NOON.plusSeconds(7_200));
  private final Rows rows = new Rows("processed-data", memory);

  @BeforeEach
  void configure() {
    var tariffs =
        new Tariffs(
            List.of(
                Rule.always(CHEAP),
                new Rule("", CHANGE, DEAR),
                new Rule("south", Long.MIN_VALUE, SOUTH)));
    var places = List.of(new Place("A1", "north"), new Place("B1", "south"));
    memory.submit(
        new ApplyConfiguration(
            0,
            new Configuration(
                Policy.DEFAULT,
                List.of(),
                List.of(),
                new SessionPolicy(Rules.DEFAULT, tariffs, places, true)),
            Reserved.ENDS),
        null);
    rows.refresh();
  }

  /** Written long after the stay began. */
  private Session read(String location, long start, int cost) {
    var value =
        """
        {"license_plate": "29A-12345", "location": "%s", "start_time": %d, "end_time": %d, "duration": 601, "cost": %d, "status": "CLOSED", "last_updated": %d}
        """
            .formatted(location, start, start + 601, cost, start + 601);
    var record =
        new ConsumerRecord<byte[], byte[]>("processed-data", 0, 0, null, value.getBytes(UTF_8));
    var reading = rows.read(record);
    assertThat(reading).isInstanceOf(Reading.Good.class);
    return ((Reading.Good<Session>) reading).value();
  }

  @Test
  void tariffIsThatOfThePlaceWhenTheStayBegan() {
    assertThat(read("A1", CHANGE - 1, 20).tariff()).isEqualTo(CHEAP);
    assertThat(read("A1", CHANGE, 40).tariff()).isEqualTo(DEAR);
    assertThat(read("b1", CHANGE, 140).tariff()).isEqualTo(SOUTH);
    assertThat(read("nowhere", CHANGE, 40).tariff()).isEqualTo(DEAR);
    assertThat(rows.details()).isEmpty();
  }

  @Test
  void otherCostsAreTold() {
    assertThat(read("A1", CHANGE, 99).cost()).isEqualTo(40);
    assertThat(rows.details()).singleElement().asString().contains("1 rows of processed-data");
  }
}
