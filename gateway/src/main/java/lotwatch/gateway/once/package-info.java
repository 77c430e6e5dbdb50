/** Requests that have the effect of one, however often they come. */
@NullMarked
package lotwatch.sources.once;

import org.jspecify.annotations.NullMarked;
