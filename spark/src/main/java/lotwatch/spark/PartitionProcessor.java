package lotwatch.spark;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lotwatch.records.DeadLetter;
import lotwatch.records.Reading;
import lotwatch.records.Reason;
import lotwatch.records.SessionRow;
import lotwatch.records.Tick;
import lotwatch.sessions.Note;
import lotwatch.sessions.SessionKey;
import lotwatch.sessions.Sighting;
import lotwatch.sessions.Status;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.MapState;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessor;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps the sessions of each Kafka partition in Spark's state store. Spark hands it the records of
 * a batch in any order; their offsets tell the one in which they are in the log.
 */
final class PartitionProcessor extends StatefulProcessor<Integer, Row, Row> {
  private static final long serialVersionUID = 1;

  private final JobPolicy policy;
  private final String input;
  private final String output;
  private final String deadLetters;
  private transient @Nullable Store store;

  /**
   * @param input the topic of the sightings
   * @param output the topic of the sessions
   * @param deadLetters the topic of records that cannot be used
   */
  PartitionProcessor(JobPolicy policy, String input, String output, String deadLetters) {
    this.policy = policy;
    this.input = input;
    this.output = output;
    this.deadLetters = deadLetters;
  }

  @Override
  public void init(OutputMode outputMode, TimeMode timeMode) {
    var handle = getHandle();
    store =
        new SparkStore(
            handle.getValueState("head", Encoders.BINARY(), TTLConfig.NONE()),
            handle.getMapState("states", Encoders.STRING(), Encoders.BINARY(), TTLConfig.NONE()),
            handle.getMapState("deadlines", Encoders.LONG(), Encoders.BINARY(), TTLConfig.NONE()));
  }

  /** The state store of Spark, at the partition that is being worked on. */
  private record SparkStore(
      ValueState<byte[]> heads, MapState<String, byte[]> states, MapState<Long, byte[]> parts)
      implements Store {
    @Override
    public byte @Nullable [] head() {
      return heads.exists() ? heads.get() : null;
    }

    @Override
    public void head(byte[] bytes) {
      heads.update(bytes);
    }

    @Override
    public byte @Nullable [] state(String name) {
      return states.getValue(name);
    }

    @Override
    public void state(String name, byte @Nullable [] bytes) {
      put(states, name, bytes);
    }

    @Override
    public byte @Nullable [] deadlines(long part) {
      return parts.getValue(part);
    }

    @Override
    public void deadlines(long part, byte @Nullable [] bytes) {
      put(parts, part, bytes);
    }

    private static <K> void put(MapState<K, byte[]> map, K key, byte @Nullable [] bytes) {
      if (bytes == null) {
        map.removeKey(key);
      } else {
        map.updateValue(key, bytes);
      }
    }
  }

  @Override
  public Iterator<Row> handleInputRows(Integer key, Iterator<Row> rows, TimerValues timers) {
    var items = new ArrayList<Batch.Item>();
    var ticks = new ArrayList<Tick>();
    var out = new ArrayList<Row>();
    while (rows.hasNext()) {
      var row = rows.next();
      long offset = row.getAs("offset");
      switch (row.<Integer>getAs("kind")) {
        case Parsing.SIGHTING -> items.add(new Batch.Item(offset, sighting(row)));
        case Parsing.TICK -> ticks.add(new Tick(key, row.getAs("second"), offset));
        default -> {
          if (row.getAs("topic").equals(input)) {
            items.add(new Batch.Item(offset, null));
          }
          out.add(deadLetter(row));
        }
      }
    }
    int bad = out.size();
    var partition = new StoredPartition(policy.rules(), requireNonNull(store));
    var batch = new Batch(partition, policy);
    batch.run(items, ticks);
    partition.save();
    for (var session : batch.changes()) {
      var record = SessionRow.of(session);
      out.add(record(output, record.key(), record.value(), record.headers()));
    }
    out.add(
        RowFactory.create(
            null,
            null,
            null,
            null,
            batch.count(Note.COUNTED),
            batch.count(Note.DUPLICATE),
            batch.count(Note.LATE),
            batch.count(Note.ORPHAN_EXIT),
            (long) bad));
    return CollectionConverters.asScala(out.iterator());
  }

  private static Sighting sighting(Row row) {
    return new Sighting(
        row.getAs("id"),
        new SessionKey(row.getAs("plate"), row.getAs("location")),
        Status.valueOf(row.getAs("status")),
        row.getAs("second"));
  }

  private Row deadLetter(Row row) {
    var bad = new Reading.Bad<Sighting>(Reason.valueOf(row.getAs("reason")), row.getAs("detail"));
    return record(
        deadLetters,
        row.getAs("key"),
        row.getAs("value"),
        DeadLetter.headers(
            row.getAs("topic"),
            row.getAs("partition"),
            row.getAs("offset"),
            row.getAs("length"),
            bad));
  }

  private static Row record(
      String topic, byte @Nullable [] key, byte @Nullable [] value, Map<String, byte[]> headers) {
    List<Row> columns =
        headers.entrySet().stream()
            .map(header -> RowFactory.create(header.getKey(), header.getValue()))
            .toList();
    return RowFactory.create(
        topic, key, value, CollectionConverters.asScala(columns).toSeq(), 0L, 0L, 0L, 0L, 0L);
  }
}
