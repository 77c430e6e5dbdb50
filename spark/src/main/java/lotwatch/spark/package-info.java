/**
 * The Spark job: sightings from Kafka through the machine of parking sessions to Kafka. A process
 * of its own with a class path of its own; compiled for Java 17, which Spark's executors may run.
 *
 * <p>{@link lotwatch.spark.Job} puts the query together. All sessions of one Kafka partition are
 * one key of it, since they share a clock: {@link lotwatch.spark.StoredPartition}.
 */
@NullMarked
package lotwatch.spark;

import org.jspecify.annotations.NullMarked;
