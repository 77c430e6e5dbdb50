package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import lotwatch.sessions.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * The time of day, told to one partition of sightings so that sessions there time out while no car
 * moves. Ticks have a topic of their own, since others read the one of the sightings. The value is
 * a JSON object: {@code partition}, {@code time} (whole seconds since 1970), and {@code offset}.
 *
 * @param partition of the topic of sightings
 * @param time in seconds since 1970, by which no sighting should be missing any more
 * @param offset the end of that partition when the tick was made: the tick counts after the
 *     sightings before it, so that a job which catches up sees both in the order in which they
 *     happened; a record without the field has {@link #NO_OFFSET} and counts at once
 */
public record Tick(int partition, long time, long offset) {
  /** Partitions of a topic. */
  public static final int PARTITIONS_MAX = 10_000;

  /** Nobody says what the tick follows. */
  public static final long NO_OFFSET = -1;

  /** Reads the value of a record. */
  public static Reading<Tick> read(byte @Nullable [] value) {
    try {
      var document = Document.of(value);
      return new Reading.Good<>(
          new Tick(
              (int) document.whole("partition", 0, PARTITIONS_MAX - 1),
              document.whole(
                  "time",
                  Sighting.SECOND_MIN,
                  Sighting.SECOND_MAX,
                  Reason.TIME_TYPE,
                  Reason.TIME_RANGE),
              document.has("offset") ? document.whole("offset", 0, Long.MAX_VALUE) : NO_OFFSET));
    } catch (BadRecordException e) {
      return e.reading();
    }
  }

  /** The value of a record. */
  public byte[] value() {
    return "{\"partition\":%d,\"time\":%d,\"offset\":%d}"
        .formatted(partition, time, offset)
        .getBytes(UTF_8);
  }
}
