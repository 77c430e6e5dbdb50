package lotwatch.gateway.stream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import lotwatch.records.SightingRecord;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SightingWriterTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyAPseudonymIsCalledHidden(boolean hides) {
    var key = new SessionKey("29A-12345", "A1");
    var sighting = new Sighting("c1-1", key, Status.PARKED, 1_796_040_000);
    var settings = new KafkaSettings("127.0.0.1:9092", "cars", "ticks", "sessions", "dead");
    try (var writer = new SightingWriter(settings, () -> hides)) {
      var record = writer.record(sighting);

      assertThat(record.headers().lastHeader(SightingRecord.PLATE_HEADER) != null).isEqualTo(hides);
      assertThat(record.headers().lastHeader(SightingRecord.ID_HEADER)).isNotNull();
      assertThat(record.key()).isEqualTo("29A-12345".getBytes(UTF_8));
      assertThat(record.partition()).isNull(); // the key decides, as it does for other producers
    }
  }
}
