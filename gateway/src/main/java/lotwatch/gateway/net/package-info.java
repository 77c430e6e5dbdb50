/** Doors for plain TCP: listening within limits, lines and frames; knows nothing of parking. */
@NullMarked
package lotwatch.gateway.net;

import org.jspecify.annotations.NullMarked;
