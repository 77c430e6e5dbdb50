/** Consumers of events with a position, which write them where they are kept or passed on. */
@NullMarked
package lotwatch.projections;

import org.jspecify.annotations.NullMarked;
