/**
 * The records of the parking stream on Kafka: sightings in, sessions out, ticks. Bytes to values
 * and back, the same code in a node and in the Spark job, so it is compiled for Java 17.
 *
 * <p>What a record says is checked here and nowhere else: no bytes make a reader throw, what is
 * wrong has a {@link lotwatch.records.Reason}.
 */
@NullMarked
package lotwatch.records;

import org.jspecify.annotations.NullMarked;
