package lotwatch.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lotwatch.records.Reason;
import lotwatch.sessions.Rules;
import lotwatch.sessions.Tariff;
import lotwatch.sessions.Tariffs;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record's own time, which its writer chooses, says about the time of its sighting. */
class ParsingTest {
  private static final String TICKS = "ticks";
  private static final JobPolicy POLICY =
      new JobPolicy(Rules.DEFAULT, Tariffs.of(Tariff.SYSTEM_C), null, "");
  private static final StructType KAFKA =
      new StructType()
          .add("key", DataTypes.BinaryType)
          .add("value", DataTypes.BinaryType)
          .add("topic", DataTypes.StringType)
          .add("partition", DataTypes.IntegerType)
          .add("offset", DataTypes.LongType)
          .add("timestamp", DataTypes.TimestampType)
          .add("headers", DataTypes.createArrayType(DataTypes.StringType));

  private static Row parsed(boolean isLive, long second, long recordMillis) {
    var value =
        "{\"timestamp_unix\": %d, \"license_plate\": \"29A-12345\", \"location\": \"A1\", \"status_code\": \"PARKED\"}"
            .formatted(second);
    Object[] columns = {
      null, value.getBytes(UTF_8), "raw-data", 0, 7L, new Timestamp(recordMillis), null
    };
    Row row = new GenericRowWithSchema(columns, KAFKA);
    return new Parsing(TICKS, isLive, POLICY).call(List.of(row).iterator()).next();
  }

  private static Instant in(Duration ahead) {
    return Instant.now().plus(ahead);
  }

  /** A camera and its gateway whose clocks are ahead by the same would end all other sessions. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 7_200_000})
  void sightingAheadOfTheClockIsBadWhateverItsRecordSays(long millis) {
    var second = in(Duration.ofHours(2)).getEpochSecond();
    long record = millis > 0 ? in(Duration.ofMillis(millis)).toEpochMilli() : millis;

    var row = parsed(true, second, record);

    assertThat(row.getInt(2)).isEqualTo(Parsing.BAD);
    assertThat(row.getString(12)).isEqualTo(Reason.TIME_AHEAD.name());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 7_200_000})
  void sightingOfNowIsGoodWhateverItsRecordSays(long millis) {
    long record = millis > 0 ? in(Duration.ofMillis(millis)).toEpochMilli() : millis;

    assertThat(parsed(true, Instant.now().getEpochSecond(), record).getInt(2))
        .isEqualTo(Parsing.SIGHTING);
  }

  @Test
  void recordedSightingsMayBeOfAnyTime() {
    var second = in(Duration.ofDays(365)).getEpochSecond();

    assertThat(parsed(false, second, 0).getInt(2)).isEqualTo(Parsing.SIGHTING);
  }
}
