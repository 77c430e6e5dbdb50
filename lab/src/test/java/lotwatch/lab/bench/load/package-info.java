/** Checks of the load generator. */
@NullMarked
package lotwatch.lab.bench.load;

import org.jspecify.annotations.NullMarked;
