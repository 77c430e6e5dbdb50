/** The live feed: what happens, as server-sent events that can be resumed. */
@NullMarked
package lotwatch.gateway.live;

import org.jspecify.annotations.NullMarked;
