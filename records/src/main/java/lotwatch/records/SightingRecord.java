package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import lotwatch.sessions.Places;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.jspecify.annotations.Nullable;

/**
 * A sighting as system C's cameras send it. The key of the record is the plate, the value a JSON
 * object: {@code timestamp} (local time, for people: it decides nothing), {@code timestamp_unix}
 * (whole seconds), {@code license_plate}, {@code location}, {@code status_code}. Other fields are
 * ignored. Ours have their id in the header {@value ID_HEADER}; of those without one, plate,
 * location, status and second are the id.
 */
public final class SightingRecord {
  /** The header that has the id of a sighting. */
  public static final String ID_HEADER = "sighting-id";

  /** The header of a record whose plate is hidden already; its value is {@value HIDDEN}. */
  public static final String PLATE_HEADER = "plate";

  /** What stands in the header {@value PLATE_HEADER}. */
  public static final String HIDDEN = "hidden";

  /** No sighting is seen later than this after its record was written: seconds. */
  public static final long AHEAD_SECONDS_MAX = 60;

  /** Bytes in a value. */
  public static final int BYTES_MAX = Document.BYTES_MAX;

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private final @Nullable Places places;
  private final UnaryOperator<String> hide;

  /**
   * A reader of records.
   *
   * @param places the locations of the site, which give each its spelling; null takes any location
   * @param hide what stands for a plate
   */
  public SightingRecord(@Nullable Places places, UnaryOperator<String> hide) {
    this.places = places;
    this.hide = hide;
  }

  /**
   * Reads a record.
   *
   * @param id the value of its header {@value ID_HEADER}; null if it has none
   */
  public Reading<Sighting> read(byte @Nullable [] value, byte @Nullable [] id) {
    return read(value, id == null ? Map.of() : Map.of(ID_HEADER, id), Sighting.SECOND_MAX);
  }

  /**
   * Reads a record.
   *
   * @param headers those of the record, by name
   * @param written when the record was written, in seconds since 1970: a camera whose clock is far
   *     ahead would end every session of its partition
   */
  public Reading<Sighting> read(
      byte @Nullable [] value, Map<String, byte[]> headers, long written) {
    try {
      return new Reading.Good<>(sighting(Document.of(value), headers, written));
    } catch (BadRecordException e) {
      return e.reading();
    }
  }

  /**
   * When a record was written: as it says itself, unless it says nothing or is ahead of the clock,
   * since whoever writes it may choose.
   *
   * @param millis the time of the record; negative if it has none
   * @param now in seconds since 1970
   * @return seconds since 1970
   */
  public static long written(long millis, long now) {
    return millis < 0 ? now : Math.min(millis / 1_000, now);
  }

  private Sighting sighting(Document document, Map<String, byte[]> headers, long recorded)
      throws BadRecordException {
    long second =
        document.whole(
            "timestamp_unix",
            Sighting.SECOND_MIN,
            Sighting.SECOND_MAX,
            Reason.TIME_TYPE,
            Reason.TIME_RANGE);
    if (second - recorded > AHEAD_SECONDS_MAX) {
      throw new BadRecordException(
          Reason.TIME_AHEAD,
          "timestamp_unix is %d s after its record was written, the limit is %d"
              .formatted(second - recorded, AHEAD_SECONDS_MAX));
    }
    var plate = document.text("license_plate", Sighting.PLATE_LENGTH_MAX, Reason.PLATE);
    var written = document.text("location", Sighting.LOCATION_LENGTH_MAX, Reason.LOCATION);
    var status = status(document.text("status_code", BYTES_MAX, Reason.STATUS_UNKNOWN));
    var location = location(written);
    boolean isHidden = Arrays.equals(headers.get(PLATE_HEADER), HIDDEN.getBytes(UTF_8));
    var hidden = isHidden ? plate : hide.apply(plate);
    byte @Nullable [] id = headers.get(ID_HEADER);
    return new Sighting(
        id == null
            ? Fingerprint.of(hidden, written, status.name(), Long.toString(second))
            : Document.checked(
                "the header " + ID_HEADER,
                new String(id, UTF_8),
                Sighting.ID_LENGTH_MAX,
                Reason.ID),
        new SessionKey(hidden, location),
        status,
        second);
  }

  private String location(String written) throws BadRecordException {
    if (places == null) {
      return written;
    }
    var place = places.place(written);
    if (place == null) {
      throw new BadRecordException(
          Reason.LOCATION_UNKNOWN,
          "location is none of the %d here".formatted(places.all().size()));
    }
    return place.name();
  }

  private static Status status(String written) throws BadRecordException {
    for (var status : Status.values()) {
      if (status.name().equals(written)) {
        return status;
      }
    }
    throw new BadRecordException(
        Reason.STATUS_UNKNOWN, "status_code is none of ENTERING, PARKED, MOVING, EXITING");
  }

  /**
   * The value of a record in the very bytes that system C's producer writes.
   *
   * @param zone of the local time in it
   */
  public static byte[] value(Sighting sighting, ZoneId zone) {
    var text = new StringBuilder(160).append("{\"timestamp\": \"");
    LOCAL.formatTo(Instant.ofEpochSecond(sighting.second()).atZone(zone), text);
    text.append("\", \"timestamp_unix\": ").append(sighting.second());
    quote(text.append(", \"license_plate\": "), sighting.key().plate());
    quote(text.append(", \"location\": "), sighting.key().location());
    return text.append(", \"status_code\": \"")
        .append(sighting.status())
        .append("\"}")
        .toString()
        .getBytes(UTF_8);
  }

  /** The key of a record, which decides its partition. */
  public static byte[] key(Sighting sighting) {
    return sighting.key().plate().getBytes(UTF_8);
  }

  /** Text that a sighting may have contains no control character: two need an escape. */
  static void quote(StringBuilder to, String text) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\');
      }
      to.append(c);
    }
    to.append('"');
  }
}
