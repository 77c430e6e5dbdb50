package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Tariff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRowTest {
  private static final Tariff CHEAP = new Tariff("EUR", 3_600, 150, 900, 600);
  private static final Session CLOSED =
      new Session(
          "0123456789abcdef0123456789abcdef",
          7,
          new SessionKey("29A-12345", "A1"),
          1_700_000_000L,
          1_700_000_601L,
          State.CLOSED,
          Tariff.SYSTEM_C);
  private static final String VALUE =
      "{\"license_plate\":\"29A-12345\",\"location\":\"A1\",\"start_time\":1700000000,\"end_time\":1700000601,\"duration\":601,\"cost\":20000,\"status\":\"CLOSED\",\"last_updated\":1700000601}";

  private static SessionRow good(byte[] value, Map<String, byte[]> headers) {
    var reading = SessionRow.read(value, headers, (key, start) -> CHEAP);
    assertThat(reading).isInstanceOf(Reading.Good.class);
    return ((Reading.Good<SessionRow>) reading).value();
  }

  private static Reason bad(String value, Map<String, byte[]> headers) {
    var reading = SessionRow.read(value.getBytes(UTF_8), headers, (key, start) -> CHEAP);
    assertThat(reading).isInstanceOf(Reading.Bad.class);
    return ((Reading.Bad<SessionRow>) reading).reason();
  }

  @Test
  void bytesAreThoseOfSystemC() {
    var row = SessionRow.of(CLOSED);

    assertThat(row.value()).asString(UTF_8).isEqualTo(VALUE);
    assertThat(row.key()).asString(UTF_8).isEqualTo("29A-12345");
    assertThat(row.headers()).containsOnlyKeys("session-id", "revision", "tariff");
    assertThat(row.headers().get("revision")).asString(UTF_8).isEqualTo("7");
  }

  @Test
  void writtenAndReadItIsTheSame() {
    for (var session :
        new Session[] {
          CLOSED,
          new Session(
              "a",
              1,
              new SessionKey("Đ\"\\ 1", "n/A1"),
              1_700_000_000L,
              1_700_000_000L,
              State.ACTIVE,
              CHEAP)
        }) {
      var row = SessionRow.of(session);
      assertThat(good(row.value(), row.headers())).isEqualTo(row);
    }
  }

  @Test
  void rowsOfOthersHaveAnIdAndRevisionsThatGrow() {
    var active = good(VALUE.replace("CLOSED", "ACTIVE").getBytes(UTF_8), Map.of()).session();
    var closed = good(VALUE.getBytes(UTF_8), Map.of()).session();
    var longer = good(VALUE.replace("0601", "0602").getBytes(UTF_8), Map.of()).session();

    assertThat(closed.id()).matches("[0-9a-f]{32}").isEqualTo(active.id()).isEqualTo(longer.id());
    assertThat(closed.revision()).isGreaterThan(active.revision());
    assertThat(longer.revision()).isGreaterThan(closed.revision());
    assertThat(good(VALUE.getBytes(UTF_8), Map.of()).cost()).isEqualTo(20_000);
    assertThat(closed.tariff()).isEqualTo(CHEAP);
  }

  @ParameterizedTest(name = "{0} instead of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"start_time\":1700000000 | \"start_time\":1700000602 | TIME_RANGE",
        "\"end_time\":1700000601 | \"end_time\":null | FIELD_MISSING",
        "\"cost\":20000 | \"cost\":-10000 | NUMBER_RANGE",
        "\"cost\":20000 | \"cost\":\"20000\" | FIELD_TYPE",
        "CLOSED | OPEN | STATUS_UNKNOWN",
        "29A-12345 | `` | PLATE",
      })
  void badFieldsAreNamed(String part, String instead, Reason reason) {
    assertThat(bad(VALUE.replace(part, instead), SessionRow.of(CLOSED).headers()))
        .isEqualTo(reason);
  }

  @Test
  void badHeadersAreNamed() {
    var headers = new HashMap<>(SessionRow.of(CLOSED).headers());
    for (var revision : new String[] {"", "x", "0", "-1", "99999999999"}) {
      headers.put("revision", revision.getBytes(UTF_8));
      assertThat(bad(VALUE, headers)).isEqualTo(Reason.NUMBER_RANGE);
    }
    headers.put("revision", "1".getBytes(UTF_8));
    for (var tariff : new String[] {"", "EUR", "EUR 1 2 3", "EUR 0 1 1 1", "eur 1 1 1 1"}) {
      headers.put("tariff", tariff.getBytes(UTF_8));
      assertThat(bad(VALUE, headers)).isEqualTo(Reason.NUMBER_RANGE);
    }
    headers.put("session-id", new byte[65]);
    assertThat(bad(VALUE, headers)).isEqualTo(Reason.ID);
  }

  @Test
  void noBytesMakeAReaderThrow() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] value = VALUE.getBytes(UTF_8);
      for (int change = random.nextInt(6); change > 0; change--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt(256);
      }
      byte[] header = new byte[random.nextInt(20)];
      random.nextBytes(header);
      assertThat(
              SessionRow.read(
                  value,
                  Map.of("session-id", header, "revision", header, "tariff", header),
                  (key, start) -> CHEAP))
          .isNotNull();
    }
  }

  @Test
  void ticksAreReadAsTheyWereWritten() {
    var tick = new Tick(3, 1_700_000_000L, 42);

    assertThat(tick.value())
        .asString(UTF_8)
        .isEqualTo("{\"partition\":3,\"time\":1700000000,\"offset\":42}");
    assertThat(Tick.read(tick.value())).isEqualTo(new Reading.Good<>(tick));
    assertThat(Tick.read("{\"partition\":3,\"time\":1700000000}".getBytes(UTF_8)))
        .isEqualTo(new Reading.Good<>(new Tick(3, 1_700_000_000L, Tick.NO_OFFSET)));
    assertThat(Tick.read("{\"partition\":-1,\"time\":1700000000}".getBytes(UTF_8)))
        .isInstanceOf(Reading.Bad.class);
    assertThat(Tick.read("{\"partition\":1,\"time\":1}".getBytes(UTF_8)))
        .isInstanceOf(Reading.Bad.class);
  }
}
