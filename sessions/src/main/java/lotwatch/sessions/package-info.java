/**
 * What a parking session is and what it costs: a pure state machine. It has no clock, no I/O, no
 * thread and no dependency, and is compiled for Java 17, so that the ledger and a Spark job run the
 * same code.
 *
 * <p>{@link lotwatch.sessions.Machine} holds the rules for one plate at one location, {@link
 * lotwatch.sessions.Partition} brings sightings and time to all of them in order.
 */
@NullMarked
package lotwatch.sessions;

import org.jspecify.annotations.NullMarked;
