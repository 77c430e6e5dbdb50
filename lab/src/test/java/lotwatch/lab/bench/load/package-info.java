/** Checks of the load generator. */
@NullMarked
package lotwatch.bench.load;

import org.jspecify.annotations.NullMarked;
