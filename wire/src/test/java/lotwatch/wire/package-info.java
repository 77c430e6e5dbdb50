/** Checks of the bytes. */
@NullMarked
package lotwatch.wire;

import org.jspecify.annotations.NullMarked;
