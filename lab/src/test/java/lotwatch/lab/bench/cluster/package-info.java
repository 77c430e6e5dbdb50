/** Checks of the comparison. */
@NullMarked
package lotwatch.bench.cluster;

import org.jspecify.annotations.NullMarked;
