/** What the cameras saw, on its way into the ledger. */
@NullMarked
package lotwatch.sources.seen;

import org.jspecify.annotations.NullMarked;
