package lotwatch.lab.bench.finder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventLagsTest {
  private static final long HOUR_MICROS = 3_600_000_000L;

  /** Of now and later, whatever the time of the day is. */
  private final EventLags lags = new EventLags(-24 * HOUR_MICROS, ZoneOffset.UTC);

  private long lag(String event, long nowMicros) throws IOException {
    var text = ByteBuffer.wrap((event + "more").getBytes(UTF_8));
    lags.event(text, event.length(), nowMicros);
    assertThat(text.position()).isZero();
    return lags.all().getMaxValue();
  }

  @Test
  void lagIsFromTheEventsTimeToNow() throws Exception {
    assertThat(lag("EVENT LOT-A 49 2026-01-01T12:00:00.250000", 12 * HOUR_MICROS + 250_090))
        .isEqualTo(90);
  }

  @Test
  void timeMayBeWithoutAFraction() throws Exception {
    assertThat(lag("EVENT LOT-A 49 2026-01-01T12:00:00", 12 * HOUR_MICROS + 70)).isEqualTo(70);
  }

  @Test
  void numberedEventsHaveTheirTimeToo() throws Exception {
    assertThat(lag("EVENT LOT-A -4 2026-01-01T01:00:00.000001 1234", HOUR_MICROS + 101))
        .isEqualTo(100);
  }

  @Test
  void midnightMayPassOnTheWay() throws Exception {
    assertThat(lag("EVENT LOT-A 49 2026-01-01T23:59:59.999990", 100)).isEqualTo(110);
  }

  @Test
  void clockThatGoesBackGivesNoLag() throws Exception {
    assertThat(lag("EVENT LOT-A 49 2026-01-01T12:00:00.000050", 12 * HOUR_MICROS)).isZero();
  }

  @Test
  void otherTextIsNoEvent() {
    assertThatThrownBy(() -> lag("{\"rpcId\": 1, \"result\": 1, \"error\": null}", 0))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> lag("EVENT LOT-A 49 2026-01-01T12:xx:00", 0))
        .isInstanceOf(IOException.class);
  }
}
