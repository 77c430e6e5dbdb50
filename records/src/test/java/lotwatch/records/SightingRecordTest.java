package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import lotwatch.sessions.Places;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SightingRecordTest {
  private static final ZoneId SAIGON = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final SightingRecord READER =
      new SightingRecord(Places.systemC(), UnaryOperator.identity());
  private static final String GOOD =
      "{\"timestamp\": \"2023-11-15 05:13:20\", \"timestamp_unix\": 1700000000, \"license_plate\": \"29A-12345\", \"location\": \"A1\", \"status_code\": \"PARKED\"}";

  /** {@code -Dseed=42} runs one case again. */
  static LongStream seeds() {
    var seed = Long.getLong("seed");
    return seed == null ? LongStream.rangeClosed(1, 20) : LongStream.of(seed);
  }

  private static Reading<Sighting> read(String value) {
    return READER.read(value.getBytes(UTF_8), null);
  }

  private static Sighting good(Reading<Sighting> reading) {
    assertThat(reading).isInstanceOf(Reading.Good.class);
    return ((Reading.Good<Sighting>) reading).value();
  }

  private static Reading.Bad<Sighting> bad(Reading<Sighting> reading) {
    assertThat(reading).isInstanceOf(Reading.Bad.class);
    return (Reading.Bad<Sighting>) reading;
  }

  @Test
  void bytesAreThoseOfSystemC() {
    var sighting =
        new Sighting("x", new SessionKey("29A-12345", "A1"), Status.PARKED, 1_700_000_000L);

    assertThat(SightingRecord.value(sighting, SAIGON)).asString(UTF_8).isEqualTo(GOOD);
    assertThat(SightingRecord.key(sighting)).asString(UTF_8).isEqualTo("29A-12345");
    var odd = new Sighting("x", new SessionKey("Đ\"\\1", "A1"), Status.EXITING, 1_700_000_000L);
    assertThat(SightingRecord.value(odd, SAIGON)).asString(UTF_8).contains("\"Đ\\\"\\\\1\"");
    assertThat(good(READER.read(SightingRecord.value(odd, SAIGON), null)).key())
        .isEqualTo(odd.key());
  }

  @Test
  void ourIdIsInAHeaderAndThatOfOthersIsWhatTheySay() {
    assertThat(good(READER.read(GOOD.getBytes(UTF_8), "cam-7".getBytes(UTF_8))).id())
        .isEqualTo("cam-7");
    var first = good(read(GOOD));
    assertThat(first.id()).matches("[0-9a-f]{64}");
    assertThat(good(read(GOOD.replace("05:13:20", "06:13:20")))).isEqualTo(first);
    assertThat(good(read(GOOD.replace("1700000000", "1700000001"))).id()).isNotEqualTo(first.id());
    assertThat(bad(READER.read(GOOD.getBytes(UTF_8), new byte[0])).reason()).isEqualTo(Reason.ID);
    assertThat(bad(READER.read(GOOD.getBytes(UTF_8), new byte[129])).reason()).isEqualTo(Reason.ID);
  }

  @Test
  void localTimeDecidesNothing() {
    var first = good(read(GOOD));

    assertThat(good(read(GOOD.replace("\"timestamp\": \"2023-11-15 05:13:20\", ", ""))))
        .isEqualTo(first);
    assertThat(good(read(GOOD.replace("\"2023-11-15 05:13:20\"", "[true]")))).isEqualTo(first);
    assertThat(bad(read(GOOD.replace("\"timestamp_unix\": 1700000000, ", ""))).reason())
        .isEqualTo(Reason.FIELD_MISSING);
  }

  @Test
  void placesHaveTheSpellingOfTheSite() {
    assertThat(good(read(GOOD.replace("\"A1\"", "\" a1 \""))).key().location()).isEqualTo("A1");
    assertThat(bad(read(GOOD.replace("\"A1\"", "\"G1\""))).reason())
        .isEqualTo(Reason.LOCATION_UNKNOWN);
    var anywhere = new SightingRecord(null, UnaryOperator.identity());
    assertThat(good(anywhere.read(GOOD.replace("\"A1\"", "\"g1\"").getBytes(UTF_8), null)))
        .extracting(each -> each.key().location())
        .isEqualTo("g1");
  }

  @Test
  void platesAreHiddenBeforeAnythingFollowsFromThem() {
    var hiding = new SightingRecord(Places.systemC(), plate -> "H" + plate.length());
    var hidden = good(hiding.read(GOOD.getBytes(UTF_8), null));

    assertThat(hidden.key().plate()).isEqualTo("H9");
    assertThat(hidden.id()).isNotEqualTo(good(read(GOOD)).id());
  }

  @Test
  void hiddenPlatesAreNotHiddenTwice() {
    var hiding = new SightingRecord(Places.systemC(), plate -> "H" + plate);
    var hidden = Map.of("plate", "hidden".getBytes(UTF_8));

    assertThat(good(hiding.read(GOOD.getBytes(UTF_8), hidden, 1_700_000_000L)).key().plate())
        .isEqualTo("29A-12345");
    assertThat(good(hiding.read(GOOD.getBytes(UTF_8), Map.of(), 1_700_000_000L)).key().plate())
        .isEqualTo("H29A-12345");
  }

  @Test
  void clocksThatAreFarAheadAreNotBelieved() {
    long second = 1_700_000_000L;

    assertThat(good(READER.read(GOOD.getBytes(UTF_8), Map.of(), second - 60)).second())
        .isEqualTo(second);
    assertThat(bad(READER.read(GOOD.getBytes(UTF_8), Map.of(), second - 61)).reason())
        .isEqualTo(Reason.TIME_AHEAD);
  }

  @ParameterizedTest(name = "{0} instead of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"29A-12345\" | \"\" | PLATE",
        "\"29A-12345\" | \"  \" | PLATE",
        "\"29A-12345\" | \"123456789012345678901234567890123\" | PLATE",
        "\"29A-12345\" | \"29A\\u0000\" | PLATE",
        "\"29A-12345\" | \"29A\\ud800\" | PLATE",
        "\"29A-12345\" | 29 | FIELD_TYPE",
        "\"29A-12345\" | null | FIELD_MISSING",
        "\"license_plate\" | \"plate\" | FIELD_MISSING",
        "\"location\" | \"place\" | FIELD_MISSING",
        "\"A1\" | \"\" | LOCATION",
        "\"A1\" | [\"A1\"] | FIELD_TYPE",
        "\"status_code\" | \"status\" | FIELD_MISSING",
        "\"PARKED\" | \"parked\" | STATUS_UNKNOWN",
        "\"PARKED\" | \"FLYING\" | STATUS_UNKNOWN",
        "\"PARKED\" | true | FIELD_TYPE",
        "1700000000 | \"1700000000\" | TIME_TYPE",
        "1700000000 | true | TIME_TYPE",
        "1700000000 | 1700000000.5 | TIME_TYPE",
        "1700000000 | 1.7e9 | TIME_TYPE",
        "1700000000 | {} | TIME_TYPE",
        "1700000000 | 0 | TIME_RANGE",
        "1700000000 | -1 | TIME_RANGE",
        "1700000000 | 946684799 | TIME_RANGE",
        "1700000000 | 4102444800 | TIME_RANGE",
        "1700000000 | 1700000000000 | TIME_RANGE",
        "1700000000 | 99999999999999999999999 | TIME_RANGE",
        "1700000000 | NaN | NOT_JSON",
        "\"timestamp\" | \"location\" | FIELD_TWICE",
        "\"2023-11-15 05:13:20\" | [[[[[[[[1]]]]]]]] | TOO_DEEP",
      })
  void badFieldsAreNamed(String part, String instead, Reason reason) {
    var bad = bad(read(GOOD.replace(part, instead)));

    assertThat(bad.reason()).isEqualTo(reason);
    assertThat(bad.detail()).isNotEmpty().doesNotContain("29A");
  }

  @Test
  void badValuesAreNamed() {
    assertThat(bad(READER.read(null, null)).reason()).isEqualTo(Reason.NO_VALUE);
    assertThat(bad(read("")).reason()).isEqualTo(Reason.NO_VALUE);
    assertThat(bad(read("[]")).reason()).isEqualTo(Reason.NO_OBJECT);
    assertThat(bad(read("null")).reason()).isEqualTo(Reason.NO_OBJECT);
    assertThat(bad(read("29A-12345")).reason()).isEqualTo(Reason.NOT_JSON);
    assertThat(bad(read(GOOD + GOOD)).reason()).isEqualTo(Reason.NOT_JSON);
    var large = bad(read(GOOD.replace("29A-12345", "A".repeat(1 << 20))));
    assertThat(large.reason()).isEqualTo(Reason.TOO_LONG);
    assertThat(large.detail()).contains("the limit is 8192");
    assertThat(Reason.TOO_LONG.word()).isEqualTo("too-long");
  }

  @Test
  void cutOffAnywhereItIsBad() {
    for (int length = 1; length < GOOD.length(); length++) {
      assertThat(bad(read(GOOD.substring(0, length))).reason()).isEqualTo(Reason.NOT_JSON);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void noBytesMakeAReaderThrow(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] value = GOOD.getBytes(UTF_8);
      int changes = random.nextInt(6);
      for (int change = 0; change < changes; change++) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      byte @Nullable [] id = i % 3 == 0 ? null : Arrays.copyOf(value, random.nextInt(200));
      var reading = READER.read(value, id);
      assertThat(changes > 0 || id != null || reading instanceof Reading.Good).isTrue();
      assertThat(Tick.read(value)).isNotNull();
      random.nextBytes(value);
      assertThat(READER.read(value, null)).isInstanceOf(Reading.Bad.class);
    }
  }
}
