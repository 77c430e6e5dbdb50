package lotwatch.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.TreeMap;
import lotwatch.sessions.Session;
import lotwatch.sessions.Session.State;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Tariff;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a session as system C's job writes it. The key of the record is the plate; the
 * value is a JSON object with eight fields and no more, since its readers pass on whatever is in
 * it; what else there is to say is in the headers {@value ID_HEADER}, {@value REVISION_HEADER} and
 * {@value TARIFF_HEADER}.
 *
 * @param session the revision. Of a row of others, which has no such headers, the id follows from
 *     plate, location and start, and the revision from the length of the stay
 * @param cost in minor units, as the row says
 */
public record SessionRow(Session session, long cost) {
  /** The header that has the id of a session. */
  public static final String ID_HEADER = "session-id";

  /** The header that has the number of the revision, as text. */
  public static final String REVISION_HEADER = "revision";

  /** The header that has the tariff: currency, block, price, free seconds, most for a day. */
  public static final String TARIFF_HEADER = "tariff";

  private static final int ID_LENGTH_MAX = 64;
  private static final int ID_LENGTH_OF_OTHERS = 32;
  private static final long COST_MAX = 1L << 53;

  /** Which tariff a stay has whose row does not say it. */
  @FunctionalInterface
  public interface InForce {
    /** The tariff in force where a stay is and at the second at which it began. */
    Tariff at(SessionKey key, long start);
  }

  /** The row of a session. */
  public static SessionRow of(Session session) {
    return new SessionRow(session, session.cost());
  }

  /** The key of the record. */
  public byte[] key() {
    return session.key().plate().getBytes(UTF_8);
  }

  /** The value of the record. */
  public byte[] value() {
    var text = new StringBuilder(200).append("{\"license_plate\":");
    SightingRecord.quote(text, session.key().plate());
    SightingRecord.quote(text.append(",\"location\":"), session.key().location());
    return text.append(",\"start_time\":")
        .append(session.start())
        .append(",\"end_time\":")
        .append(session.last())
        .append(",\"duration\":")
        .append(session.seconds())
        .append(",\"cost\":")
        .append(cost)
        .append(",\"status\":\"")
        .append(session.state())
        .append("\",\"last_updated\":")
        .append(session.last())
        .append('}')
        .toString()
        .getBytes(UTF_8);
  }

  /** The headers of the record, in the order of their names. */
  public Map<String, byte[]> headers() {
    var tariff = session.tariff();
    var headers = new TreeMap<String, byte[]>();
    headers.put(ID_HEADER, session.id().getBytes(UTF_8));
    headers.put(REVISION_HEADER, Integer.toString(session.revision()).getBytes(UTF_8));
    headers.put(
        TARIFF_HEADER,
        "%s %d %d %d %d"
            .formatted(
                tariff.currency(),
                tariff.blockSeconds(),
                tariff.blockPrice(),
                tariff.freeSeconds(),
                tariff.dayPriceMax())
            .getBytes(UTF_8));
    return headers;
  }

  /**
   * Reads a record.
   *
   * @param headers those of the record, by name
   * @param usual the tariff of a row that does not say its own
   */
  public static Reading<SessionRow> read(
      byte @Nullable [] value, Map<String, byte[]> headers, InForce usual) {
    try {
      return new Reading.Good<>(row(Document.of(value), headers, usual));
    } catch (BadRecordException e) {
      return e.reading();
    }
  }

  private static SessionRow row(Document document, Map<String, byte[]> headers, InForce usual)
      throws BadRecordException {
    var key =
        new SessionKey(
            document.text("license_plate", Sighting.PLATE_LENGTH_MAX, Reason.PLATE),
            document.text("location", Sighting.LOCATION_LENGTH_MAX, Reason.LOCATION));
    long start = second(document, "start_time", Sighting.SECOND_MIN);
    long end = second(document, "end_time", start);
    var state = state(document.text("status", ID_LENGTH_MAX, Reason.STATUS_UNKNOWN));
    long cost = document.whole("cost", 0, COST_MAX);
    byte @Nullable [] id = headers.get(ID_HEADER);
    var session =
        id == null
            ? ofOthers(key, start, end, state, usual.at(key, start))
            : new Session(
                Document.checked(ID_HEADER, new String(id, UTF_8), ID_LENGTH_MAX, Reason.ID),
                revision(headers.get(REVISION_HEADER)),
                key,
                start,
                end,
                state,
                tariff(headers.get(TARIFF_HEADER), usual, key, start));
    return new SessionRow(session, cost);
  }

  /** Each longer stay is a newer revision, and the end of a stay newer than the stay. */
  private static Session ofOthers(SessionKey key, long start, long end, State state, Tariff usual) {
    var id = Fingerprint.of(key.plate(), key.location(), Long.toString(start));
    long revision = Math.min(Integer.MAX_VALUE - 2L, 2 * (end - start));
    return new Session(
        id.substring(0, ID_LENGTH_OF_OTHERS),
        (int) revision + (state == State.ACTIVE ? 1 : 2),
        key,
        start,
        end,
        state,
        usual);
  }

  private static long second(Document document, String field, long min) throws BadRecordException {
    return document.whole(field, min, Sighting.SECOND_MAX, Reason.TIME_TYPE, Reason.TIME_RANGE);
  }

  private static State state(String written) throws BadRecordException {
    for (var state : State.values()) {
      if (state.name().equals(written)) {
        return state;
      }
    }
    throw new BadRecordException(
        Reason.STATUS_UNKNOWN, "status is none of ACTIVE, CLOSED, TIMEOUT");
  }

  private static int revision(byte @Nullable [] header) throws BadRecordException {
    try {
      int revision = header == null ? 0 : Integer.parseInt(new String(header, UTF_8));
      if (revision > 0) {
        return revision;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new BadRecordException(
        Reason.NUMBER_RANGE, "the header %s is no number above 0".formatted(REVISION_HEADER));
  }

  private static Tariff tariff(byte @Nullable [] header, InForce usual, SessionKey key, long start)
      throws BadRecordException {
    if (header == null) {
      return usual.at(key, start);
    }
    var words = new String(header, UTF_8).split(" ", -1);
    try {
      return new Tariff(
          words[0],
          Long.parseLong(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          Long.parseLong(words[4]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new BadRecordException(
          Reason.NUMBER_RANGE, "the header %s is no tariff".formatted(TARIFF_HEADER));
    }
  }
}
