/** A server and a ledger that the sources are tested against. */
@NullMarked
package lotwatch.gateway;

import org.jspecify.annotations.NullMarked;
