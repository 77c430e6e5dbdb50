package lotwatch.recordings.media;

import java.math.BigDecimal;
import java.time.Duration;

/** How times are written, for ffmpeg and for people. */
final class Spoken {
  private Spoken() {}

  /** Microseconds as seconds with six decimals. */
  static String seconds(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }

  /** Such as {@code 90 s} or {@code 1.5 s}. */
  static String duration(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
