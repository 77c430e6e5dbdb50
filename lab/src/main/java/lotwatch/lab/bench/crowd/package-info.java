/** What connections cost that are open and say nothing. */
@NullMarked
package lotwatch.lab.bench.crowd;

import org.jspecify.annotations.NullMarked;
