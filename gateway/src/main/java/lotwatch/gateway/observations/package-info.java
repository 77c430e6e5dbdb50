/** What the cameras saw, on its way into the ledger. */
@NullMarked
package lotwatch.gateway.observations;

import org.jspecify.annotations.NullMarked;
