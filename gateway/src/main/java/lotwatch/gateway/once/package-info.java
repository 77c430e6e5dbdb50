/** Requests that have the effect of one, however often they come. */
@NullMarked
package lotwatch.gateway.once;

import org.jspecify.annotations.NullMarked;
