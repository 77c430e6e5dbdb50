/** Checks of the measurements of the finder's ports, and of the report about them. */
@NullMarked
package lotwatch.lab.bench.finder;

import org.jspecify.annotations.NullMarked;
