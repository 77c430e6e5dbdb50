/**
 * The truth about lots, spots, cameras and reservations: commands in, events out. Pure: no clock,
 * no I/O, no thread; the time comes in with each entry.
 */
@NullMarked
package lotwatch.ledger;

import org.jspecify.annotations.NullMarked;
