/** Videos on their way in, over whichever protocol, until the ledger knows of them. */
@NullMarked
package lotwatch.gateway.uploads;

import org.jspecify.annotations.NullMarked;
