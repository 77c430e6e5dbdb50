/**
 * The truth about lots, spots, cameras and reservations: commands in, events out. Pure: no clock,
 * no I/O, no thread; the time comes in with each entry.
 *
 * <p>There is one {@link lotwatch.ledger.Aggregate} for each subject: {@code Lots}, {@code
 * Cameras}, {@code Nodes}, {@code Reports}, {@code Positions}, {@code Configurations}, {@code
 * Sessions}. Each owns its commands, events, deadlines, saved state, views and limits.
 *
 * <p>No class needs one that needs it. Read the list from its end: each line knows only lines above
 * it.
 *
 * <ol>
 *   <li>ids and values: {@code LotId}, {@code Plate}, {@code Policy}, {@code Tally} ...
 *   <li>commands, events, outcomes, saved state and views
 *   <li>{@code Deadline}, {@code Context}, {@code ViewMap}, {@code Aggregate}; and what one
 *       aggregate is to another: {@code Spots}, {@code Counters}, {@code Assignable}
 *   <li>the aggregates, each with its parts: {@code Lots} ({@code OpenLots}, {@code Reservations},
 *       {@code Counting}, {@code SeenSpots}), {@code Cameras}, {@code Nodes}, {@code Reports},
 *       {@code Positions}; none names another
 *   <li>{@code Aggregates}, which hands each the interfaces of those made before it: lots, then
 *       cameras (see {@code Spots}), nodes (assign {@code Assignable}), reports (count {@code
 *       Counters})
 *   <li>{@code LiveView}, {@code LiveContext}, {@code Requests}
 *   <li>{@code Ledger}
 * </ol>
 *
 * <p>What happens below is heard above by way of events alone, in {@code Ledger.follow}. Sealed
 * interfaces name their members and so look down the list; they do nothing with them.
 */
@NullMarked
package lotwatch.ledger;

import org.jspecify.annotations.NullMarked;
