package lotwatch.lab.bench.finder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long events were under way: from their timestamp, which the server takes when it has an
 * update and before it writes it to its log, until a subscriber has read them. Both clocks are that
 * of this machine. Written by one thread, read when that has ended.
 */
final class EventLags {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final int DIGITS = 2;

  /** Seconds of one run of which the lag is kept. */
  private static final int SECONDS_MAX = 3_600;

  /** {@code 12:00:00} and perhaps {@code .250000}. */
  private static final int CLOCK_BYTES = 8;

  private final long midnightMicros;
  private final Histogram all = new Histogram(DIGITS);
  private final List<Histogram> seconds = new ArrayList<>();
  private final long fromMicros;

  /**
   * Counts what comes after so many microseconds from now.
   *
   * @param zone of the server's clock
   */
  EventLags(long afterMicros, ZoneId zone) {
    midnightMicros = micros(LocalDate.now(zone).atStartOfDay(zone).toInstant());
    fromMicros = now() + afterMicros;
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  /** The time, in microseconds since the last midnight but perhaps one. */
  long now() {
    return micros(Instant.now()) - midnightMicros;
  }

  /** Microseconds of each event that counts. */
  Histogram all() {
    return all;
  }

  /** The same for each second. */
  List<Histogram> seconds() {
    return List.copyOf(seconds);
  }

  /**
   * Counts one event.
   *
   * @param text {@code EVENT lot free timestamp} at its position, which stays
   * @throws IOException if it is something else
   */
  void event(ByteBuffer text, int length, long nowMicros) throws IOException {
    if (nowMicros < fromMicros) {
      return;
    }
    long at = time(text, length);
    long lag = Math.floorMod(nowMicros - at, DAY_MICROS);
    lag = lag > DAY_MICROS / 2 ? 0 : lag; // the clock went back a little
    all.recordValue(lag);
    int second = (int) Math.min(SECONDS_MAX, (nowMicros - fromMicros) / 1_000_000);
    while (seconds.size() <= second) {
      seconds.add(new Histogram(DIGITS));
    }
    seconds.get(second).recordValue(lag);
  }

  /** Microseconds since midnight. */
  private static long time(ByteBuffer text, int length) throws IOException {
    int from = text.position();
    int at = from + length - 1;
    while (at > from && text.get(at) != 'T') {
      at--;
    }
    at++;
    if (text.get(from) != 'E' || at + CLOCK_BYTES > from + length || at == from + 1) {
      throw new IOException("no event");
    }
    long seconds =
        number(text, at, 2) * 3_600 + number(text, at + 3, 2) * 60 + number(text, at + 6, 2);
    int dot = at + CLOCK_BYTES;
    boolean whole = dot + 7 > from + length || text.get(dot) != '.';
    return seconds * 1_000_000 + (whole ? 0 : number(text, dot + 1, 6));
  }

  private static long number(ByteBuffer text, int at, int digits) throws IOException {
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = text.get(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new IOException("an event without a time");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
