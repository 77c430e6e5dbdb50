/** The live feed: what happens, as server-sent events that can be resumed. */
@NullMarked
package lotwatch.feeds.live;

import org.jspecify.annotations.NullMarked;
