/** Checks of the comparison. */
@NullMarked
package lotwatch.lab.bench.cluster;

import org.jspecify.annotations.NullMarked;
