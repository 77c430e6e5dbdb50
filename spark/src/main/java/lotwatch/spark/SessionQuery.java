package lotwatch.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The query: Kafka, parse, one key for each Kafka partition, sessions, Kafka. There is no
 * watermark, which would be one for all partitions: nothing is dropped that was not counted.
 */
final class SessionQuery {
  /** What the progress of the query calls the counts of a batch. */
  static final String COUNTS = "sightings";

  private static final String PROVIDER =
      "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider";

  private SessionQuery() {}

  /** Settings of Spark that the query needs. */
  static void prepare(SparkSession spark, int tasks) {
    var conf = spark.conf();
    conf.set("spark.sql.streaming.stateStore.providerClass", PROVIDER);
    conf.set("spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled", "true");
    conf.set("spark.sql.shuffle.partitions", Integer.toString(tasks));
    conf.set("spark.sql.streaming.noDataMicroBatches.enabled", "false");
    conf.set("spark.sql.adaptive.enabled", "false"); // streams know none, and warn
    conf.set("spark.sql.debug.maxToStringFields", "100");
    conf.set("spark.sql.session.timeZone", "UTC");
  }

  static StreamingQuery start(SparkSession spark, JobSettings settings, JobPolicy policy)
      throws TimeoutException {
    return out(sessions(records(spark, settings), settings, policy))
        .writeStream()
        .format("kafka")
        .queryName("sessions")
        .option("kafka.bootstrap.servers", settings.outputServers())
        .option("kafka.acks", "all")
        .option("kafka.enable.idempotence", "true")
        .option("checkpointLocation", settings.checkpoint())
        .outputMode(OutputMode.Append())
        .trigger(Trigger.ProcessingTime(settings.triggerMillis()))
        .start();
  }

  private static Dataset<Row> records(SparkSession spark, JobSettings settings) {
    var topics = settings.isLive() ? settings.input() + "," + settings.ticks() : settings.input();
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", settings.inputServers())
        .option("subscribe", topics)
        .option("startingOffsets", settings.isFromEarliest() ? "earliest" : "latest")
        .option("failOnDataLoss", Boolean.toString(!settings.isLossTaken()))
        .option("maxOffsetsPerTrigger", settings.recordsMax())
        .option("includeHeaders", "true")
        .load()
        .select(Arrays.stream(Columns.KAFKA).map(functions::col).toArray(Column[]::new))
        .coalesce(settings.tasks());
  }

  private static Dataset<Row> sessions(
      Dataset<Row> records, JobSettings settings, JobPolicy policy) {
    MapFunction<Row, Integer> partition = row -> row.getInt(0);
    return records
        .mapPartitions(
            new Parsing(settings.ticks(), settings.isLive(), policy), Encoders.row(Columns.PARSED))
        .groupByKey(partition, Encoders.INT())
        .transformWithState(
            new PartitionProcessor(
                policy, settings.input(), settings.output(), settings.deadLetters()),
            TimeMode.None(),
            OutputMode.Append(),
            Encoders.row(Columns.OUT));
  }

  /** Takes the counts out of the rows, and leaves the records. */
  private static Dataset<Row> out(Dataset<Row> rows) {
    return rows.observe(
            COUNTS,
            sum("counted").as("counted"),
            sum("duplicates").as("duplicates"),
            sum("late").as("late"),
            sum("orphanExits").as("orphanExits"),
            sum("bad").as("bad"))
        .filter(col("topic").isNotNull())
        .select("topic", "key", "value", "headers");
  }
}
