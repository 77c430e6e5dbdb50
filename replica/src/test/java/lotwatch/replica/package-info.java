/** Checks of the replica. */
@NullMarked
package lotwatch.replica;

import org.jspecify.annotations.NullMarked;
