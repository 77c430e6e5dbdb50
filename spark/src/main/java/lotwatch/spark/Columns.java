package lotwatch.spark;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import org.apache.spark.sql.types.StructType;

/** The rows between the steps of the query. */
final class Columns {
  /** Rows as they come from Kafka, in this order. */
  static final String[] KAFKA = {
    "key", "value", "topic", "partition", "offset", "timestamp", "headers"
  };

  /** A sighting, a tick, or a record that cannot be used; see {@link Parsing}. */
  static final StructType PARSED =
      new StructType()
          .add("partition", IntegerType, false)
          .add("offset", LongType, false)
          .add("kind", IntegerType, false)
          .add("second", LongType, false)
          .add("id", StringType)
          .add("plate", StringType)
          .add("location", StringType)
          .add("status", StringType)
          .add("topic", StringType)
          .add("key", BinaryType)
          .add("value", BinaryType)
          .add("length", IntegerType, false)
          .add("reason", StringType)
          .add("detail", StringType);

  private static final StructType HEADER =
      new StructType().add("key", StringType, false).add("value", BinaryType);

  /**
   * A record for Kafka, or, where the topic is null, how many sightings of a batch counted and how
   * many did not.
   */
  static final StructType OUT =
      new StructType()
          .add("topic", StringType)
          .add("key", BinaryType)
          .add("value", BinaryType)
          .add("headers", createArrayType(HEADER))
          .add("counted", LongType, false)
          .add("duplicates", LongType, false)
          .add("late", LongType, false)
          .add("orphanExits", LongType, false)
          .add("bad", LongType, false);

  private Columns() {}
}
