package lotwatch.spark;

import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import lotwatch.records.DeadLetter;
import lotwatch.records.Reading;
import lotwatch.records.SightingRecord;
import lotwatch.records.Tick;
import lotwatch.sessions.Sighting;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Records of Kafka to rows that are small, before they are sent to the task that has the sessions
 * of their partition.
 */
final class Parsing implements MapPartitionsFunction<Row, Row> {
  static final int SIGHTING = 0;
  static final int TICK = 1;
  static final int BAD = 2;

  private static final long serialVersionUID = 1;
  private static final long MILLIS = 1_000;

  private final String ticks;
  private final boolean isLive;
  private final JobPolicy policy;

  /**
   * @param ticks the topic of ticks
   * @param isLive whether sightings are of now, so that none can be far ahead
   */
  Parsing(String ticks, boolean isLive, JobPolicy policy) {
    this.ticks = ticks;
    this.isLive = isLive;
    this.policy = policy;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    var reader = policy.reader();
    Function<Row, Row> parse = row -> parsed(row, reader, System.currentTimeMillis() / MILLIS);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return parse.apply(rows.next());
      }
    };
  }

  private Row parsed(Row row, SightingRecord reader, long now) {
    byte @Nullable [] value = row.getAs("value");
    return row.<String>getAs("topic").equals(ticks)
        ? tick(row, Tick.read(value))
        : sighting(row, reader.read(value, headers(row), written(row, now)));
  }

  private long written(Row row, long now) {
    return isLive
        ? SightingRecord.written(row.<Timestamp>getAs("timestamp").getTime(), now)
        : Sighting.SECOND_MAX;
  }

  private static Map<String, byte[]> headers(Row row) {
    int at = row.fieldIndex("headers");
    if (row.isNullAt(at)) {
      return Map.of();
    }
    var headers = new HashMap<String, byte[]>();
    for (var header : row.<Row>getList(at)) {
      byte @Nullable [] value = header.getAs(1);
      headers.put(header.getString(0), value == null ? new byte[0] : value);
    }
    return headers;
  }

  private static Row sighting(Row row, Reading<Sighting> reading) {
    if (!(reading instanceof Reading.Good<Sighting> good)) {
      return bad(row, (Reading.Bad<Sighting>) reading);
    }
    var sighting = good.value();
    return RowFactory.create(
        row.getAs("partition"),
        row.getAs("offset"),
        SIGHTING,
        sighting.second(),
        sighting.id(),
        sighting.key().plate(),
        sighting.key().location(),
        sighting.status().name(),
        null,
        null,
        null,
        0,
        null,
        null);
  }

  private static Row tick(Row row, Reading<Tick> reading) {
    if (!(reading instanceof Reading.Good<Tick> good)) {
      return bad(row, (Reading.Bad<Tick>) reading);
    }
    var tick = good.value();
    return RowFactory.create(
        tick.partition(),
        tick.offset(),
        TICK,
        tick.time(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        0,
        null,
        null);
  }

  private static Row bad(Row row, Reading.Bad<?> bad) {
    byte @Nullable [] key = row.getAs("key");
    byte @Nullable [] value = row.getAs("value");
    return RowFactory.create(
        row.getAs("partition"),
        row.getAs("offset"),
        BAD,
        0L,
        null,
        null,
        null,
        null,
        row.getAs("topic"),
        DeadLetter.cut(key),
        DeadLetter.cut(value),
        value == null ? 0 : value.length,
        bad.reason().name(),
        bad.detail());
  }
}
