package lotwatch.gateway.stream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import lotwatch.gateway.MemoryLedger;
import lotwatch.ledger.LotCommand.OpenLot;
import lotwatch.ledger.LotId;
import lotwatch.ledger.SpotId;
import lotwatch.records.SightingRecord;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SightingWriterTest {
  private static final KafkaSettings SETTINGS =
      new KafkaSettings("127.0.0.1:9092", "cars", "ticks", "sessions", "dead");

  private final MemoryLedger ledger = new MemoryLedger(InstantSource.system());

  private ProducerRecord<byte[], byte[]> written(String location) {
    var key = new SessionKey("29A-12345", location);
    try (var writer = new SightingWriter(SETTINGS, ledger)) {
      return writer.record(new Sighting("c1-1", key, Status.PARKED, 1_796_040_000));
    }
  }

  @Test
  void pseudonymIsCalledHidden() {
    var record = written("A1");

    assertThat(record.headers().lastHeader(SightingRecord.PLATE_HEADER)).isNotNull();
    assertThat(record.headers().lastHeader(SightingRecord.ID_HEADER)).isNotNull();
    assertThat(record.key()).isEqualTo("29A-12345".getBytes(UTF_8));
    assertThat(record.partition()).isNull(); // the key decides, as it does for other producers
  }

  @ParameterizedTest
  @CsvSource({"NORTH/a1,north/A1", "North,north", "elsewhere,elsewhere"})
  void locationIsWrittenAsTheSiteSpellsIt(String given, String spelled) {
    var spots = List.of(new SpotId("A1"));
    ledger.submit(new OpenLot(new LotId("north"), "North yard", 4, spots), null);
    var key = new SessionKey("29A-12345", spelled);
    var expected = new Sighting("c1-1", key, Status.PARKED, 1_796_040_000);

    assertThat(written(given).value())
        .isEqualTo(SightingRecord.value(expected, ZoneId.systemDefault()));
  }
}
