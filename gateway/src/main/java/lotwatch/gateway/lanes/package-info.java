/** Queues side by side into the ledger, each in order. */
@NullMarked
package lotwatch.gateway.lanes;

import org.jspecify.annotations.NullMarked;
