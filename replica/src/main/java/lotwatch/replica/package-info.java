/**
 * The same truth on every machine, and still there after a power cut: the ledger behind a Raft log
 * on disk, with snapshots and the newest events.
 */
@NullMarked
package lotwatch.replica;

import org.jspecify.annotations.NullMarked;
