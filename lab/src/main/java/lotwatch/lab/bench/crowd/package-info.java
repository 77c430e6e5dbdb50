/** What connections cost that are open and say nothing. */
@NullMarked
package lotwatch.bench.crowd;

import org.jspecify.annotations.NullMarked;
