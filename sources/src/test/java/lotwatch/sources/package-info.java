/** A server and a ledger that the sources are tested against. */
@NullMarked
package lotwatch.sources;

import org.jspecify.annotations.NullMarked;
